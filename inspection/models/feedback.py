"""Feedback by a card or a letter: who is asked, what came back, and who would like to talk (R-375).

What came back knows the group that was asked and the day, and neither the letter nor the moment: nobody can say whose
answer it is.
"""

import uuid
from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q

from sandbox_portal.casework.constraints import both_or_neither
from sandbox_portal.casework.working_days import day_in_london
from sandbox_portal.people.models import Link
from sandbox_portal.questions.models import QuestionSet

from ..choices.assessments import PersonKind
from ..choices.feedback import FeedbackWay
from .assessments import Assessment
from .who import who


class FeedbackRequest(models.Model):
    """One group of people is asked, with one version of the questions, until a day.

    A card has a short `code`; whoever has it may answer. Only its fingerprint finds the request; `code` is kept so that
    the card can be printed again.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="feedback_requests")
    group = models.CharField(max_length=1, choices=PersonKind)
    way = models.CharField(max_length=10, choices=FeedbackWay)
    question_set = models.ForeignKey(QuestionSet, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=12, blank=True)
    closes_at = models.DateTimeField()
    opened = models.PositiveIntegerField(default=0)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = who()

    class Meta:
        ordering = ["assessment", "-asked_at", "pk"]
        constraints = [
            both_or_neither("ended_at", "ended_by", name="feedback_request_ended_at_and_by"),
            models.UniqueConstraint("code", condition=~Q(code=""), name="one_card_of_a_code"),
            models.CheckConstraint(
                condition=Q(way=FeedbackWay.LETTERS, code="") | Q(way=FeedbackWay.CARD) & ~Q(code=""),
                name="a_card_has_a_code",
            ),
        ]

    def __str__(self) -> str:
        return f"Feedback of {self.get_group_display().lower()}"

    @property
    def last_day(self) -> date:
        """The last whole day for answers, as cards say it: the midnight after it reads like a day more."""
        return day_in_london(self.closes_at - timedelta(seconds=1))


class FeedbackLetter(models.Model):
    """One letter of a request. Its address stands with the link alone, and in no evidence."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey(FeedbackRequest, on_delete=models.PROTECT, related_name="letters")
    link = models.OneToOneField(Link, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"A letter of {self.request_id}"


class FeedbackAnswer(models.Model):
    """What somebody said, with the day alone. It becomes evidence once, and stays as it is (a trigger)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey(FeedbackRequest, on_delete=models.PROTECT, related_name="answers")
    answers = models.JSONField()
    may_quote = models.BooleanField(default=False)
    warned_of = models.JSONField(default=list, blank=True)
    answered_on = models.DateField()
    taken_in_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["request", "pk"]
        indexes = [models.Index(fields=["request"], condition=Q(taken_in_at=None), name="feedback_that_waits")]

    def __str__(self) -> str:
        return f"An answer to {self.request_id}"


class FeedbackTalk(models.Model):
    """Somebody would like to talk to an inspector. How to reach them is kept apart from what they answered."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey(FeedbackRequest, on_delete=models.PROTECT, related_name="talks")
    reach = models.CharField(max_length=300)
    asked_on = models.DateField()
    done_at = models.DateTimeField(null=True)
    done_by = who()

    class Meta:
        ordering = ["asked_on", "pk"]
        constraints = [both_or_neither("done_at", "done_by", name="feedback_talk_done_at_and_by")]

    def __str__(self) -> str:
        return f"A talk wished for on {self.asked_on}"
