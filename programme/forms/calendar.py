"""Forms of the calendar of a round."""

from datetime import time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sandbox_portal.casework.working_days import LONDON
from sandbox_portal.govuk.fields import GovukDateField

from ..choices import ActivityState
from ..models import KeyDate
from .base import LONG_REASON, SHORT, ClockField, RoundPageForm, in_london, reason_field


class ChangeKeyDate(RoundPageForm):
    title = _("Change a key date")
    button = _("Save")
    looks = {"clock": SHORT, "reason": LONG_REASON}

    day = GovukDateField(label=_("Day"), what=_("The day"))
    clock = ClockField(label=_("Time"), required=False, help_text=_("Leave this empty if only the day is fixed."))
    place = forms.CharField(label=_("Place or link"), required=False, max_length=200)
    reason = reason_field(_("Why does it change?"), required=False)

    def __init__(self, *args: Any, key_date: KeyDate, **named: Any) -> None:
        local = key_date.starts_at.astimezone(LONDON)
        clock = None if key_date.is_all_day else local.strftime("%H:%M")
        named["initial"] = {"day": local.date(), "clock": clock, "place": key_date.place}
        super().__init__(*args, **named)
        self.title = key_date.name
        self.fields["reason"].required = self.round.frozen_at is not None

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if "day" not in values or "clock" not in values:
            return values
        return {
            "starts_at": in_london(values["day"], values["clock"] or time()),
            "is_all_day": values["clock"] is None,
            "place": values.get("place", ""),
            "reason": values.get("reason", ""),
        }


class StartPhase(RoundPageForm):
    button = _("Save")

    on = GovukDateField(label=_("When did it start?"), what=_("The day it started"))
    reason = reason_field(
        _("Reason"),
        required=False,
        help_text=_("Needed when it started before the decision, before the phase before it was planned to end, or "
                    "while the gate before it is open."),
    )  # fmt: skip


class PassGate(RoundPageForm):
    hint = _("What the gate asks for is there, so the next phase may start.")
    button = _("Pass the gate")

    note = reason_field(_("What shows that it is there?"), required=False)


class TickActivity(forms.Form):
    """The small form beside each activity."""

    state = forms.ChoiceField(choices=ActivityState.choices)
