"""Whom feedback was asked of, and how much came back; never whose it is (R-375)."""

from django.db.models import QuerySet

from sandbox_portal.people.models import User

from ..models import FeedbackRequest, FeedbackTalk
from .assessments import assessment_files_visible_to


def feedback_visible_to(user: User) -> QuerySet[FeedbackRequest]:
    """Requests of assessments whose file the person reads."""
    files = assessment_files_visible_to(user).values("pk")
    return FeedbackRequest.objects.filter(assessment__in=files).select_related("question_set", "asked_by")


def talks_visible_to(user: User) -> QuerySet[FeedbackTalk]:
    """Who would like to talk, for those who read the file."""
    files = assessment_files_visible_to(user).values("pk")
    return FeedbackTalk.objects.filter(request__assessment__in=files).select_related("request", "done_by")
