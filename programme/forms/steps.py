"""One form for each step of a round's workflow."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sandbox_portal.govuk.fields import GovukDateField
from sandbox_portal.govuk.looks import Look

from .base import LONG_REASON, SHORT, ClockField, RoundPageForm, in_london, reason_field

SHIFTED, AS_THEY_STAND = "shifted", "as_they_stand"


class OpenWindow(RoundPageForm):
    title = _("Open the window")
    hint = _("From now on organisations can apply. Criteria, words, questions and places can no longer change.")
    button = _("Open the window")


class CloseWindow(RoundPageForm):
    title = _("Close the window")
    hint = _("From now on nobody can apply, and the panel can start.")
    button = _("Close the window")


class StartRunning(RoundPageForm):
    title = _("Start the work")
    hint = _("The organisations that take part are chosen. The round moves on to its phases.")
    button = _("Start the work")


class PauseRound(RoundPageForm):
    title = _("Pause the round")
    hint = _(
        "Reminders and deadlines of the round stop. Deadlines set by law do not, nor do reports that somebody is "
        "in danger."
    )
    button = _("Pause the round")
    button_classes = "govuk-button--warning"
    looks = {"reason": LONG_REASON, "what_stops": LONG_REASON}

    reason = reason_field(_("Why is the round paused?"), help_text=_("Everybody can read this on the round's page."))
    what_stops = reason_field(_("What stops, and what goes on?"), required=False)


class ResumeRound(RoundPageForm):
    title = _("Go on with the round")
    button = _("Go on with the round")
    looks = {
        "dates": Look(
            hints={
                SHIFTED: _(
                    "Every date that was still to come when the round was paused moves by the length of the pause."
                ),
                AS_THEY_STAND: _("You change the dates one by one afterwards."),
            }
        )
    }

    dates = forms.ChoiceField(
        label=_("What happens to the dates that are still to come?"),
        choices=[(SHIFTED, _("Move them all")), (AS_THEY_STAND, _("Leave them as they are"))],
        widget=forms.RadioSelect,
        initial=SHIFTED,
    )


class ChangeWindow(RoundPageForm):
    title = _("Change the window")
    button = _("Save")
    looks = {"opens_time": SHORT, "closes_time": SHORT}

    opens_on = GovukDateField(label=_("Day it opens"), what=_("The day it opens"))
    opens_time = ClockField(label=_("Time it opens"))
    closes_on = GovukDateField(label=_("Day it closes"), what=_("The day it closes"))
    closes_time = ClockField(label=_("Time it closes"))

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if {"opens_on", "opens_time", "closes_on", "closes_time"} <= values.keys():
            return {
                "opens_at": in_london(values["opens_on"], values["opens_time"]),
                "closes_at": in_london(values["closes_on"], values["closes_time"]),
            }
        return values


class ExtendWindow(RoundPageForm):
    title = _("Give more time to apply")
    hint = _("Everybody gets the same time. The window can be made longer, never shorter.")
    button = _("Give more time")
    looks = {"closes_time": SHORT, "reason": LONG_REASON}

    closes_on = GovukDateField(label=_("New day it closes"), what=_("The day it closes"))
    closes_time = ClockField(label=_("New time it closes"))
    reason = reason_field(_("Why is there more time?"))

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if {"closes_on", "closes_time", "reason"} <= values.keys():
            closes_at = in_london(values["closes_on"], values["closes_time"])
            return {"closes_at": closes_at, "reason": values["reason"]}
        return values
