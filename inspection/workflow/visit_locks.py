"""A visit under the lock of its case, for those who may write in it and for those who look at what was written."""

from sandbox_portal.casework.models import Case
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.people.models import User

from ..models import Assessment, AssessmentVisit
from ..permissions import inspects_it, manages_it
from .assessment import BEFORE_EVIDENCE, NOT_IN_THE_TEAM, NOT_THE_MANAGER, WITH_EVIDENCE


def held(visit: AssessmentVisit, *, by: User, is_over_too: bool = False) -> AssessmentVisit:
    """The visit under the lock of its case, while its team may still write in it."""
    visit, assessment = _locked(visit)
    if not inspects_it.test(by, assessment):
        raise Refused(NOT_IN_THE_TEAM)
    if assessment.case.stage not in BEFORE_EVIDENCE | WITH_EVIDENCE:
        raise Refused("The evidence of this assessment is closed, so its visits stay as they are.")
    if visit.cancelled_at is not None or visit.endorsed_at is not None:
        raise Refused("This visit is endorsed or cancelled, so it cannot be changed.")
    if visit.done_at is not None and not is_over_too:
        raise Refused("This visit is written down already. An inspection manager can send it back.")
    return visit


def looked_at(visit: AssessmentVisit, *, by: User) -> AssessmentVisit:
    """The visit under the lock of its case, for the manager who reads what was written down."""
    visit, assessment = _locked(visit)
    if not manages_it.test(by, assessment) or visit.done_by_id == by.pk:
        raise Refused(NOT_THE_MANAGER)
    if visit.done_at is None:
        raise Refused("This visit is not written down yet.")
    if visit.endorsed_at is not None:
        raise Refused("This visit is endorsed already.")
    return visit


def _locked(visit: AssessmentVisit) -> tuple[AssessmentVisit, Assessment]:
    case = Case.objects.select_for_update().get(pk=visit.assessment_id)
    found = AssessmentVisit.objects.select_for_update(of=("self",))
    visit = found.select_related("assessment__organisation", "checklist").get(pk=visit.pk)
    visit.assessment.case = case
    return visit, visit.assessment
