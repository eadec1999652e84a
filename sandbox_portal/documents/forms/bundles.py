"""What comes in when a whole case is asked for."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sandbox_portal.govuk.forms import PageForm
from sandbox_portal.govuk.looks import Look

from ..bundles import Item


class AskForBundle(PageForm):
    """One button; staff may tick what to leave out, and say why."""

    title = _("Download everything on this case")
    button = _("Make the download")
    looks = {"left_out": Look(small=True), "reason": Look(rows=3)}

    left_out = forms.MultipleChoiceField(
        label=_("Leave out"),
        help_text=_("Tick what the reader must not get. The index says that something was left out, and why."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages={"invalid_choice": _("Something you ticked is not there any more. Look at the list again")},
    )
    reason = forms.CharField(label=_("Why is it left out?"), widget=forms.Textarea, max_length=500, required=False)

    def __init__(self, data: Any = None, *, items: Iterable[Item], is_staff: bool) -> None:
        super().__init__(data)
        if not is_staff:
            del self.fields["left_out"], self.fields["reason"]
            return
        self.fields["left_out"].choices = [(item.key, f"{item.folder[3:]}: {item.name[4:]}") for item in items]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("left_out") and not values.get("reason", "").strip():
            self.add_error("reason", _("Say why it is left out. The reason stands in the index"))
        return values

    def reasons(self) -> dict[str, str]:
        """The reason for each thing left out, by its key."""
        reason = self.cleaned_data.get("reason", "").strip()
        return dict.fromkeys(self.cleaned_data.get("left_out", []), reason)
