"""What the pages of a round show: the picture of its phases, and the facts the public may read."""

from datetime import date, datetime
from typing import Any

from sandbox_portal.casework.prepared import Asking, asking, rows_of
from sandbox_portal.casework.working_days import day_in_london
from sandbox_portal.govuk import charts

from . import calendar_rules
from .choices import PanelGroup, RoundStage, WindowState
from .further_pages import links_of
from .models import KeyDate, Pause, Phase, Round
from .queries import (
    criteria_by_step,
    key_dates,
    open_rounds,
    pauses_of,
    phases_of,
    reason_given_up,
    window_state,
)
from .workflow import ROUND

OUTPUTS = {
    "what_good_looks_like": "What good looks like",
    "registration": "Registering",
    "inspection": "Inspection",
    "monitoring": "What services tell us each year",
}
GROUPS = {
    PanelGroup.REGULATOR: ("person who works for the regulator", "people who work for the regulator"),
    PanelGroup.INDEPENDENT: ("independent person who knows this kind of care", "independent people who know this care"),
    PanelGroup.EXPERT_BY_EXPERIENCE: (
        "person who draws on care, or cares for a family member",
        "people who draw on care, or care for a family member",
    ),
}


def public_facts(round_: Round, user: Any, at: datetime) -> dict[str, Any]:
    """Everything the public page and its printed version show."""
    phases, dates, pauses = list(phases_of(round_)), list(key_dates(round_)), list(pauses_of(round_))
    window = window_state(round_, at)
    return {
        "round": round_,
        "words": round_.document,
        "window": window,
        "is_open": window is WindowState.OPEN,
        "is_coming": window is WindowState.NOT_YET_OPEN,
        "is_paused": round_.case.stage == RoundStage.PAUSED,
        "is_given_up": round_.case.stage == RoundStage.ABANDONED,
        "stage": ROUND.stage(round_.case.stage),
        "given_up_reason": reason_given_up(round_),
        "pause": next((pause for pause in pauses if pause.days.upper is None), None),
        "steps": criteria_by_step(round_),
        "key_dates": dates,
        "outputs": [{**each, "name": OUTPUTS[each["kind"]]} for each in round_.document.get("outputs", ())],
        "milestones": [
            {**each, "when": date.fromisoformat(each["when"])} for each in round_.document.get("milestones", ())
        ],
        "panel_shape": panel_shape(round_),
        "picture": picture_of(phases, dates, pauses, at),
        "links": links_of(round_, user, at),
    }


def open_rounds_part(user: Any, at: datetime) -> dict[str, Any]:
    """The front page's part: rounds that take applications now."""
    return {"rounds": rows_of(open_rounds, None)}


def open_rounds_asked(user: Any, at: datetime) -> list[Asking]:
    """What that part asks."""
    return [asking(open_rounds, None)]


def picture_of(phases: list[Phase], dates: list[KeyDate], pauses: list[Pause], at: datetime) -> charts.PhasePicture:
    """Phases as bars, key dates as marks, pauses hatched (R-115)."""
    today = day_in_london(at)
    return charts.phase_timeline(
        [charts.Span(str(phase), phase.planned_start, phase.planned_end) for phase in phases],
        [charts.KeyDate(each.name, day_in_london(each.starts_at)) for each in dates],
        [charts.Span("Paused", pause.days.lower, pause.days.upper or max(today, pause.days.lower)) for pause in pauses],
        today,
    )


def panel_shape(round_: Round) -> list[str]:
    """How many of which group decide, without anybody's name: “2 independent people …”."""
    groups = [seat["group"] for seat in round_.document.get("panel", {}).get("seats", [])]
    counts = {group: groups.count(group.value) for group in PanelGroup}
    return [f"{count} {GROUPS[group][count > 1]}" for group, count in counts.items() if count]


def whole_plan(phases: list[Phase]) -> str:
    """How long the whole plan is: “353 days”."""
    if not phases:
        return ""
    plan = [calendar_rules.PlannedPhase(each.number, each.planned_start, each.planned_end) for each in phases]
    return f"{calendar_rules.whole_length(plan).days} days"
