"""What the forms of a round share: times as people write them, reasons, and the round they belong to."""

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sandbox_portal.casework.working_days import LONDON
from sandbox_portal.govuk.forms import PageForm
from sandbox_portal.govuk.looks import Look

from ..models import Round

CLOCK_FORMATS = ["%H:%M", "%I:%M%p", "%I%p", "%I:%M %p", "%I %p", "%H.%M", "%I.%M%p"]
SHORT = Look(classes="govuk-input--width-5")
LONG_REASON = Look(rows=4)


class ClockField(forms.TimeField):
    """A time as people write it: 9:30am, 5pm or 17:00."""

    def __init__(self, **named: Any) -> None:
        named.setdefault("help_text", _("For example, 9:30am or 17:00"))
        super().__init__(input_formats=CLOCK_FORMATS, widget=forms.TextInput, **named)
        self.error_messages["invalid"] = _("Enter a time, such as 9:30am or 17:00")


def reason_field(label: Any, *, required: bool = True, help_text: Any = "") -> forms.CharField:
    return forms.CharField(label=label, required=required, help_text=help_text, max_length=2000, widget=forms.Textarea)


def in_london(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, LONDON)


class RoundPageForm(PageForm):
    """A page form that belongs to one round."""

    looks = {"reason": LONG_REASON}

    def __init__(self, *args: Any, round_: Round, **named: Any) -> None:
        self.round = round_
        super().__init__(*args, **named)
        self.caption = round_.title
