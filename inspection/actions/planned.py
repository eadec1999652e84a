"""What is still looked for (R-373)."""

from datetime import datetime

from django.db import transaction

from sandbox_portal.casework.events import record
from sandbox_portal.casework.models import Case
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.people.models import User

from ..models import Assessment, AssessmentVisit, EvidenceItem, PlannedEvidence
from ..permissions import inspects_it
from ..queries.evidence import content_of
from ..workflow.assessment import BEFORE_EVIDENCE, NOT_IN_THE_TEAM, WITH_EVIDENCE
from ..writing import said
from .evidence import CLOSED


@transaction.atomic
def plan_evidence(
    assessment: Assessment,
    *,
    statement: str,
    category: str,
    what: str,
    visit: AssessmentVisit | None,
    by: User,
    at: datetime,
) -> PlannedEvidence:
    """Say what to look for: one kind of evidence for one statement, perhaps on a visit (R-373)."""
    _held(assessment, by=by)
    if statement not in assessment.statements or content_of(assessment).category(category) is None:
        raise Refused("Choose a statement that this assessment looks at, and a kind of evidence.")
    if visit is not None and visit.case_id != assessment.pk:
        raise Refused("Choose a visit of this assessment.")
    planned = PlannedEvidence.objects.create(
        assessment=assessment,
        statement=statement,
        category=category,
        what=said(what, "Say what to look for.")[:500],
        visit=visit,
        planned_at=at,
        planned_by=by,
    )
    record(assessment.case, verb="evidence planned", by=by, at=at, note=planned.what)
    return planned


@transaction.atomic
def settle_planned_evidence(
    planned: PlannedEvidence, *, found: EvidenceItem | None, dropped_because: str, by: User, at: datetime
) -> PlannedEvidence:
    """Say which item it became, or why it is no longer looked for."""
    assessment = planned.assessment
    _held(assessment, by=by)
    planned = PlannedEvidence.objects.select_for_update(of=("self",)).get(pk=planned.pk)
    if planned.ended_at is not None:
        raise Refused("This is settled already.")
    if found is not None and (found.assessment_id != planned.assessment_id or found.category != planned.category):
        raise Refused("Choose an item of this assessment, of the kind that was planned.")
    planned.found = found
    planned.dropped_because = "" if found else said(dropped_because, "Say why it is no longer looked for.")[:500]
    planned.ended_at, planned.ended_by = at, by
    planned.save(update_fields=["found", "dropped_because", "ended_at", "ended_by"])
    verb = "planned evidence found" if found else "planned evidence dropped"
    record(assessment.case, verb=verb, by=by, at=at, note=planned.what)
    return planned


def _held(assessment: Assessment, *, by: User) -> None:
    case = Case.objects.select_for_update().get(pk=assessment.pk)
    assessment.case = case
    if not inspects_it.test(by, assessment):
        raise Refused(NOT_IN_THE_TEAM)
    if case.stage not in BEFORE_EVIDENCE | WITH_EVIDENCE:
        raise Refused(CLOSED)
