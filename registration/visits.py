"""Visits before registration: who makes them, what the organisation is promised, the photos beside them (R-276)."""

from datetime import datetime
from typing import Any

from inspection.models import AssessmentVisit
from inspection.visit_terms import VisitTerms
from inspection.visited import may_be_visited, visited
from sandbox_portal.casework.models import Case
from sandbox_portal.casework.working_days import day_in_london
from sandbox_portal.people.choices import Role
from sandbox_portal.people.models import User

from .actions.visit_letters import write_of_visit
from .clocks import VISIT_NOTICE_WORKING_DAYS
from .queries.applications import application_in, typed_for
from .queries.assessment import READS_ASSESSMENTS
from .queries.visits import shown_photos, standing_photos, visit_photos_visible_to
from .visit_plan import usual_agenda
from .workflow import REGISTRATION
from .writing import WRITING

CHECKLIST = "registration-visit"


def _stands(visit: AssessmentVisit) -> str | None:
    if standing_photos(visit).exists():
        return "This visit has photos, so it took place. Write down what you found, or remove the photos first."
    return None


def _unfinished(visit: AssessmentVisit) -> str | None:
    """From now on photos stay as they are; one that says nothing would do so for ever."""
    silent = standing_photos(visit).filter(described_at=None).first()
    return f"Say what is seen on photo {silent.number}, or remove it." if silent else None


def photos_part(visit: AssessmentVisit, user: User, at: datetime) -> dict[str, Any]:
    """The photos of a visit on its page, with the ways to add and describe them while it is not written down."""
    rules = visited(visit.case)
    is_open = visit.is_planned and rules.closed(visit.case) is None
    return {
        "photos": shown_photos(visit_photos_visible_to(user).filter(visit=visit)),
        "may_write": is_open and rules.works_on(visit.case, user),
        "has_begun": day_in_london(visit.starts_at) <= day_in_london(at),
    }


def _typed_it(case: Case, user: User) -> bool:
    """Whoever wrote an application for the organisation does not check it."""
    return typed_for(application_in(case), user)


TERMS = VisitTerms(
    notice_working_days=VISIT_NOTICE_WORKING_DAYS,
    first_agenda=lambda: "\n".join(usual_agenda()),
    tells=write_of_visit,
    stands=_stands,
    unfinished=_unfinished,
    has_own_list=True,
    part_template="registration/officer/_visit_photos.html",
    part=photos_part,
)


def tell_visits() -> None:
    """Said when the wing starts."""
    goes, signs = {Role.REGISTRATION_INSPECTOR}, {Role.REGISTRATION_MANAGER}
    may_be_visited(
        REGISTRATION.kind,
        by=goes,
        endorsed_by=signs,
        read_by=READS_ASSESSMENTS,
        stages=WRITING,
        checklist=CHECKLIST,
        unless=_typed_it,
        terms=TERMS,
    )
