"""What comes in on the pages of decisions."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sandbox_portal.govuk.forms import PageForm
from sandbox_portal.govuk.looks import Look

from ..actions.decisions import LONGEST
from ..reason_lists import Reasons


class WriteDecision(PageForm):
    """The outcome, the reasons by their codes, and the reasons in one's own words."""

    looks = {"text": Look(rows=6)}

    outcome = forms.ChoiceField(
        label=_("What is decided?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what is decided")},
    )
    reasons = forms.MultipleChoiceField(
        label=_("Why?"),
        help_text=_("Choose every reason that applies."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one reason")},
    )
    text = forms.CharField(
        label=_("The reasons in your own words"),
        widget=forms.Textarea,
        max_length=LONGEST,
        error_messages={"required": _("Write the reasons in your own words")},
    )

    def __init__(self, data: Any = None, *, title: str, hint: str, reasons: Reasons, **named: Any) -> None:
        super().__init__(data, **named)
        self.title, self.hint = title, hint
        self.fields["outcome"].choices = [(each.code, each.label) for each in reasons.outcomes]
        self.fields["reasons"].choices = [(each.code, each.label) for each in reasons.reasons]


class SaySomething(PageForm):
    """A comment that goes with sending back or giving up."""

    looks = {"comment": Look(rows=3)}

    comment = forms.CharField(
        label=_("What has to change, or why is it given up?"),
        widget=forms.Textarea,
        max_length=300,
        error_messages={"required": _("Say what has to change, or why it is given up")},
    )
