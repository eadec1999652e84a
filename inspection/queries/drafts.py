"""What one person has typed and not sent."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from sandbox_portal.casework.models import Case
from sandbox_portal.casework.prepared import rows_of
from sandbox_portal.people.models import User

from ..choices.assessments import AssessmentStage
from ..models import Assessment, ImprovementPlan, TypedDraft
from .assessments import KIND

KEPT_FOR = timedelta(days=30)
REFUSED_FOR = timedelta(days=1)  # far longer than anything is on its way
# What is typed of evidence and of visits goes with closed evidence; everything else while its assessment is open.
OF_A_PLAN = "plan-"  # goes with the plan, which may outlive its assessment
OF_THE_EVIDENCE = ("evidence", "correction:", "visit:")
STILL_WRITTEN = (
    AssessmentStage.PLANNED,
    AssessmentStage.ANNOUNCED,
    AssessmentStage.GATHERING,
    AssessmentStage.ON_SITE,
)


def typed_draft(of: Assessment | Case, user: User, page: str) -> TypedDraft | None:
    """The person's own draft of a page."""
    own = rows_of(_typed_draft, None, case=of.pk, person=user.pk, page=page)
    return next(iter(own), None)


def _typed_draft(case: UUID, person: UUID, page: str) -> QuerySet[TypedDraft]:
    return TypedDraft.objects.filter(case=case, person=person, page=page, sent_at=None)


def drafts_nobody_sends(at: datetime) -> QuerySet[TypedDraft]:
    """What has nowhere to be sent any more, and what nobody went on with for a month."""
    of_evidence = Q(page__startswith=OF_THE_EVIDENCE[0])
    for beginning in OF_THE_EVIDENCE[1:]:
        of_evidence |= Q(page__startswith=beginning)
    of_plan = Q(page__startswith=OF_A_PLAN)
    over = of_evidence & Q(case__kind=KIND) & ~Q(case__stage__in=STILL_WRITTEN)
    over |= ~of_plan & Q(case__kind=KIND, case__closed_at__isnull=False)
    over |= of_plan & ~Q(Exists(ImprovementPlan.objects.filter(assessment=OuterRef("case"), ended_at=None)))
    is_sent = Q(sent_at__lt=at - REFUSED_FOR)
    return TypedDraft.objects.filter(over | is_sent | Q(saved_at__lt=at - KEPT_FOR))
