"""What staff asked an applicant again, and what came back (R14)."""

from django.conf import settings
from django.db import models

from sandbox_portal.casework.constraints import both_or_neither
from sandbox_portal.people.models import User

from ..choices import Verdict
from .answers import Response


def _who() -> "models.ForeignKey[User | None, User | None]":
    return models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")


class Return(models.Model):
    """One time that sent answers go back to the applicant: prepared, sent, answered, looked at; one at a time.

    While it is sent and not answered, a database trigger lets exactly what was asked be changed, and nothing else.
    `ended_at` is when it is over, whether every answer was looked at or the case went on without an answer.
    """

    response = models.ForeignKey(Response, on_delete=models.PROTECT, related_name="returns")
    number = models.PositiveSmallIntegerField()
    note = models.TextField(blank=True)
    prepared_at = models.DateTimeField()
    prepared_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_by = _who()
    due_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = _who()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["response", "number"]
        indexes = [models.Index("due_at", name="return_running", condition=models.Q(answered_at=None, ended_at=None))]
        constraints = [
            models.UniqueConstraint("response", "number", name="one_return_per_number"),
            models.UniqueConstraint("response", condition=models.Q(ended_at=None), name="one_return_at_a_time"),
            both_or_neither("sent_at", "sent_by", name="return_sent_at_and_by"),
            both_or_neither("sent_at", "due_at", name="a_sent_return_has_its_day"),
            both_or_neither("answered_at", "answered_by", name="return_answered_at_and_by"),
            models.CheckConstraint(
                condition=models.Q(answered_at=None) | models.Q(sent_at__isnull=False),
                name="only_a_sent_return_is_answered",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.response_id}, return {self.number}"

    @property
    def is_being_prepared(self) -> bool:
        return self.sent_at is None and self.ended_at is None

    @property
    def is_with_applicant(self) -> bool:
        return self.sent_at is not None and self.answered_at is None and self.ended_at is None

    @property
    def is_to_be_looked_at(self) -> bool:
        return self.answered_at is not None and self.ended_at is None


class ReturnedItem(models.Model):
    """One answer that is asked again: why, what it said before, and what became of it.

    `reopens` are the questions that may be answered with it: itself, and those that follow from it. `files_before` are
    the files that stood at the question. `stands_because` is what the applicant says when the answer is right as it is.
    """

    returned = models.ForeignKey(Return, on_delete=models.PROTECT, related_name="items")
    question_key = models.CharField(max_length=60)
    reopens = models.JSONField(default=list)
    reason = models.CharField(max_length=40)
    words = models.TextField(blank=True)
    before = models.JSONField(null=True, blank=True)
    version_before = models.PositiveIntegerField(default=0)
    files_before = models.JSONField(default=list)
    stands_because = models.TextField(blank=True)
    verdict = models.CharField(max_length=10, choices=Verdict, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = _who()

    class Meta:
        ordering = ["returned", "pk"]
        constraints = [
            models.UniqueConstraint("returned", "question_key", name="one_item_per_question_of_a_return"),
            both_or_neither("decided_at", "decided_by", name="item_decided_at_and_by"),
        ]

    def __str__(self) -> str:
        return f"{self.returned}: {self.question_key}"
