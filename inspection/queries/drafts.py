"""What one person has typed and not sent."""

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from sandbox_portal.people.models import User

from ..choices.assessments import AssessmentStage
from ..models import Assessment, TypedDraft

KEPT_FOR = timedelta(days=30)
STILL_WRITTEN = (
    AssessmentStage.PLANNED,
    AssessmentStage.ANNOUNCED,
    AssessmentStage.GATHERING,
    AssessmentStage.ON_SITE,
)


def typed_draft(assessment: Assessment, user: User, page: str) -> TypedDraft | None:
    """The person's own draft of a page."""
    return TypedDraft.objects.filter(assessment=assessment, person=user, page=page).first()


def drafts_nobody_sends(at: datetime) -> QuerySet[TypedDraft]:
    """Of assessments whose evidence is closed, and those nobody went on with for a month."""
    over = ~Q(assessment__case__stage__in=STILL_WRITTEN)
    return TypedDraft.objects.filter(over | Q(saved_at__lt=at - KEPT_FOR))
