"""A visit under the lock of its case, for those who may write in it and for those who look at what was written."""

from sandbox_portal.casework.models import Case
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.people.models import User

from ..models import Assessment, AssessmentVisit
from ..visited import Visited, visited


def held(visit: AssessmentVisit, *, by: User, is_over_too: bool = False) -> AssessmentVisit:
    """The visit under the lock of its case, while those who go may still write in it."""
    visit, rules = locked(visit)
    if not rules.works_on(visit.case, by):
        raise Refused(rules.not_yours)
    closed = rules.closed(visit.case)
    if closed:
        raise Refused(closed)
    if visit.cancelled_at is not None or visit.endorsed_at is not None:
        raise Refused("This visit is endorsed or cancelled, so it cannot be changed.")
    if visit.done_at is not None and not is_over_too:
        raise Refused("This visit is written down already. Whoever endorses it can send it back.")
    return visit


def looked_at(visit: AssessmentVisit, *, by: User) -> AssessmentVisit:
    """The visit under the lock of its case, for somebody who was not there and reads what was written down."""
    visit, rules = locked(visit)
    if not rules.endorses(visit.case, by) or by.pk in goers_of(visit):
        raise Refused(rules.not_to_endorse)
    if visit.done_at is None:
        raise Refused("This visit is not written down yet.")
    if visit.endorsed_at is not None:
        raise Refused("This visit is endorsed already.")
    return visit


def goers_of(visit: AssessmentVisit) -> set[object]:
    """The keys of those who go on a visit, and of whoever wrote it down."""
    return {visit.lead_id, visit.done_by_id, *visit.team.values_list("pk", flat=True)}


def locked(visit: AssessmentVisit) -> tuple[AssessmentVisit, Visited]:
    """The visit and the rules of its case, under the lock of that case."""
    case = Case.objects.select_for_update().get(pk=visit.case_id)
    visit = AssessmentVisit.objects.select_for_update(of=("self",)).select_related("checklist").get(pk=visit.pk)
    visit.case = case
    if visit.is_of_assessment:
        assessment = Assessment.objects.select_related("organisation").get(pk=case.pk)
        assessment.case = case
    return visit, visited(case)
