"""The calendar of a round as it is kept: phases, key dates, pauses, and lengths to warn about."""

from django.db.models import Prefetch, QuerySet

from .. import calendar_rules
from ..models import KeyDate, Pause, Phase, PhaseActivity, Round


def phases_of(round_: Round) -> QuerySet[Phase]:
    """The phases in order, each with its activities and who looks after them."""
    activities = PhaseActivity.objects.select_related("owner").order_by("position")
    return Phase.objects.filter(round=round_).prefetch_related(Prefetch("activities", activities)).order_by("number")


def activities_of(round_: Round) -> QuerySet[PhaseActivity]:
    """Every activity of the round, in order."""
    activities = PhaseActivity.objects.select_related("phase__round__case")
    return activities.filter(phase__round=round_).order_by("phase__number", "position")


def key_dates(round_: Round) -> QuerySet[KeyDate]:
    """The key dates in the order of time."""
    return KeyDate.objects.filter(round=round_).order_by("starts_at", "pk")


def pauses_of(round_: Round) -> QuerySet[Pause]:
    """Every pause of the round, the first one on top (R-133)."""
    return Pause.objects.filter(round=round_).select_related("by").order_by("days")


def pause_in_force(round_: Round) -> Pause | None:
    """The pause that has not ended, if there is one."""
    return Pause.objects.filter(round=round_, days__upper_inf=True).first()


def planned(phase: Phase) -> calendar_rules.PlannedPhase:
    """A phase as the rulebook knows it."""
    return calendar_rules.PlannedPhase(phase.number, phase.planned_start, phase.planned_end)


def core_length_note(phases: list[Phase]) -> str | None:
    """Warn when the core work is planned shorter or longer than 12 to 14 weeks (R-113, EX-C2)."""
    plan = [planned(phase) for phase in phases]
    core = range(calendar_rules.FIRST_CORE_PHASE, calendar_rules.LAST_CORE_PHASE + 1)
    if not {*core} <= {phase.number for phase in plan}:
        return None
    return calendar_rules.core_length_warning(plan)
