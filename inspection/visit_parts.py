"""The visits of a case on its own page: for those who work on it, and for its organisation."""

from datetime import datetime
from typing import Any

from sandbox_portal.casework.models import Case
from sandbox_portal.people.models import User
from sandbox_portal.people.permissions import may_write_for_organisation
from sandbox_portal.people.queries import organisation_places, roles_of

from .choices.assessments import VisitMode
from .queries.visits import own_visits_visible_to, visits_visible_to
from .visited import is_visited, visited


def visits_part(case: Case, user: User, at: datetime) -> dict[str, Any] | None:
    """Every visit for those who read them, with the way to plan one; for the organisation those it was told of."""
    if not is_visited(case) or visited(case).has_pages_of_its_own:
        return None
    if case.organisation_id in organisation_places(user):
        return _own(case, user, at)
    rules = visited(case)
    if rules.terms.has_own_list or not (rules.goes | rules.signs | rules.sees) & roles_of(user):
        return None
    visits = list(visits_visible_to(user).filter(case=case).order_by("starts_at", "pk"))
    may_plan = rules.closed(case) is None and bool(rules.goes & roles_of(user))  # the page of a case: they see it
    return {"case": case, "visits": visits, "may_plan": may_plan, "is_own": False} if visits or may_plan else None


def visit_links(case: Case, user: User) -> dict[str, Any] | None:
    """The same for a page that asks much already: the ways to plan one and to all there are, which ask nothing."""
    rules = visited(case)
    if not (rules.goes | rules.signs | rules.sees) & roles_of(user):
        return None
    may_plan = rules.closed(case) is None and bool(rules.goes & roles_of(user))
    return {"case": case, "may_plan": may_plan, "only_links": True}


def _own(case: Case, user: User, at: datetime) -> dict[str, Any] | None:
    visits = list(own_visits_visible_to(user).filter(case=case).order_by("starts_at", "pk"))
    if not visits:
        return None
    writes = may_write_for_organisation.test(user, case)
    for visit in visits:
        waits = visit.is_planned and visit.is_announced and visit.starts_at > at and visit.agreed_at is None
        visit.may_answer = writes and waits and visit.mode != VisitMode.HOME  # type: ignore[attr-defined]
        visit.may_open = writes and visit.is_announced  # type: ignore[attr-defined]
    return {"case": case, "visits": visits, "is_own": True}
