"""The form by which a spreadsheet is sent."""

from django import forms
from django.utils.translation import gettext_lazy as _

from sandbox_portal.govuk.forms import PageForm

from .sheets.opening import LARGEST_FILE


class SendSheet(PageForm):
    """One .xlsx or .csv file."""

    title = _("Send your spreadsheet")
    button = _("Look at what would change")

    file = forms.FileField(
        label=_("The file, filled in"),
        help_text=_("An .xlsx or .csv file of at most 2 MB. Nothing is saved before you have seen what would change."),
        error_messages={
            "required": _("Choose the file"),
            "empty": _("The file is empty. Choose the one you have filled in"),
        },
    )

    def clean_file(self) -> object:
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise forms.ValidationError(_("The file is larger than 2 MB. Send one section in each file"))
        return file
