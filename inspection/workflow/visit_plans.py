"""The plan of a visit, and what may stand in one (R-374)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sandbox_portal.casework.models import Case
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.casework.working_days import day_in_london
from sandbox_portal.people.models import User

from ..choices.assessments import VisitMode
from ..visited import Visited

LONGEST_MINUTES = 12 * 60
WHERE_NEEDED = frozenset({VisitMode.ELSEWHERE})


@dataclass(frozen=True)
class VisitPlan:
    """When, how, where, who, and what for. Of somebody's home no address is kept here: only the team knows it.

    `note` is a word to the organisation, which reads it with the plan.
    """

    starts_at: datetime
    minutes: int
    mode: str
    lead: User
    team: Sequence[User]
    place: str = ""
    is_announced: bool = True
    agenda: str = ""
    note: str = ""


def checked_plan(case: Case, rules: Visited, plan: VisitPlan, *, at: datetime) -> dict[str, object]:
    """The values of a visit by its plan; refused when its day is past, it is too long, or somebody may not go."""
    if plan.starts_at <= at:
        raise Refused("Choose a moment that lies ahead.")
    if plan.mode not in VisitMode.values:
        raise Refused("Choose how you meet.")
    if plan.mode in WHERE_NEEDED and not plan.place.strip():
        raise Refused("Say where the visit takes place.")
    if not 0 < plan.minutes <= LONGEST_MINUTES:
        raise Refused("A visit lasts between 1 minute and 12 hours.")
    for person in {plan.lead, *plan.team}:
        if not rules.works_on(case, person):
            raise Refused(f"{person.name} does not work on this case, or has an interest in it or not said so yet.")
    is_announced = plan.is_announced or rules.terms.is_always_announced
    return {
        "starts_at": plan.starts_at,
        "minutes": plan.minutes,
        "mode": plan.mode,
        "place": "" if plan.mode == VisitMode.HOME else plan.place.strip()[:300],
        "is_announced": is_announced,
        "is_short_notice": rules.terms.is_short(day_in_london(at), day_in_london(plan.starts_at)),
        "lead": plan.lead,
        "agenda": plan.agenda.strip(),
        "note": plan.note.strip() if is_announced else "",
    }
