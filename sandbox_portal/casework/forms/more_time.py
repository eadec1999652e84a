"""What is typed when somebody asks for more time, and when staff answer."""

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from sandbox_portal.govuk.fields import GovukDateField
from sandbox_portal.govuk.forms import PageForm
from sandbox_portal.govuk.looks import Look

from ..moments import day_in_words

YES, NO = "yes", "no"


class AskForMoreTime(PageForm):
    title = _("Ask for more time")
    button = _("Ask for more time")
    looks: ClassVar = {"reason": Look(rows=4)}
    reason = forms.CharField(
        label=_("Why do you need more time?"),
        widget=forms.Textarea,
        max_length=1000,
        error_messages={"required": _("Say why you need more time")},
    )
    field_order = ("wanted_on", "reason")

    def __init__(self, *args: Any, earliest: date, latest: date, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["wanted_on"] = GovukDateField(
            label=_("Until which day?"),
            help_text=_("The latest day possible is %(day)s.") % {"day": day_in_words(latest)},
            earliest=earliest,
            latest=latest,
        )
        self.order_fields(self.field_order)


class AnswerMoreTime(PageForm):
    title = _("More time")
    button = _("Send the answer")
    looks: ClassVar = {"answer": Look(rows=4)}
    given = forms.ChoiceField(
        label=_("Do they get more time?"),
        choices=((YES, _("Yes, move the date")), (NO, _("No, the date stays"))),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose yes or no")},
    )
    answer = forms.CharField(
        label=_("Your reason"),
        help_text=_("The organisation reads it."),
        widget=forms.Textarea,
        max_length=1000,
        error_messages={"required": _("Say why")},
    )
    field_order = ("given", "until", "answer")

    def __init__(self, *args: Any, earliest: date, latest: date, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["until"] = GovukDateField(
            label=_("If yes: until which day?"),
            help_text=_("The latest day possible is %(day)s.") % {"day": day_in_words(latest)},
            earliest=earliest,
            latest=latest,
            required=False,
        )
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.get("given") == YES and not given.get("until") and "until" not in self.errors:
            self.add_error("until", _("Say until which day they have time"))
        return given
