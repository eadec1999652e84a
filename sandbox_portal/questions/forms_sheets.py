"""The forms by which a spreadsheet is sent."""

from typing import ClassVar

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sandbox_portal.govuk.forms import PageForm

from .sheets.opening import LARGEST_FILE


class SendsFile(PageForm):
    """One .xlsx or .csv file."""

    what_is_taken: ClassVar[str | Promise]
    too_large: ClassVar[str | Promise]

    file = forms.FileField(
        label=_("The file, filled in"),
        error_messages={
            "required": _("Choose the file"),
            "empty": _("The file is empty. Choose the one you have filled in"),
        },
    )

    def __init__(self, *args, **named):
        super().__init__(*args, **named)
        self.fields["file"].help_text = self.what_is_taken

    def clean_file(self) -> object:
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise forms.ValidationError(self.too_large)
        return file


class SendSheet(SendsFile):
    """The answers of one section."""

    title = _("Send your spreadsheet")
    button = _("Look at what would change")
    what_is_taken = _("An .xlsx or .csv file of at most 2 MB. Nothing is saved before you have seen what would change.")
    too_large = _("The file is larger than 2 MB. Send one section in each file")


class SendRows(SendsFile):
    """A row for each thing: all of them are kept, or none."""

    button = _("Read the file")
    things: ClassVar[str]
    what_is_taken = _(
        "An .xlsx or .csv file of at most 2 MB and 1,000 rows. If a single cell is wrong, nothing is kept."
    )

    @property
    def too_large(self) -> str:  # type: ignore[override]
        return f"The file is larger than 2 MB. Send the {self.things} in parts"
