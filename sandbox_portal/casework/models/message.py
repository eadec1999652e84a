"""What an organisation and the people who work on its case write to each other."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from sandbox_portal.casework.constraints import both_or_neither

from .case import Case


class Message(models.Model):
    """One message on a case, from the organisation or from staff. Triggers let it only be opened once or taken back.

    `key` comes with the form, so that a double click sends once. `read_at` is when the first person of the other side
    opened it. A message that asks for an answer says by when; the first answer to it names it in `answers`.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.UUIDField(unique=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="messages")
    is_from_staff = models.BooleanField()
    text = models.TextField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())
    answers = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="answered_by")
    answer_due_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    read_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["sent_at", "recorded_at", "pk"]
        indexes = [
            models.Index("case", "sent_at", name="message_by_case"),
            models.Index(
                "case",
                "is_from_staff",
                name="message_unread",
                condition=models.Q(read_at=None, withdrawn_at=None),
            ),
            models.Index("case", "answer_due_at", name="message_asks", condition=models.Q(answer_due_at__isnull=False)),
        ]
        constraints = [
            both_or_neither("read_at", "read_by", name="message_read_at_and_by"),
            both_or_neither("withdrawn_at", "withdrawn_by", name="message_withdrawn_at_and_by"),
            models.CheckConstraint(
                condition=models.Q(read_at=None) | models.Q(withdrawn_at=None),
                name="what_was_read_is_not_taken_back",
            ),
            models.CheckConstraint(condition=~models.Q(text=""), name="a_message_says_something"),
            models.CheckConstraint(
                condition=models.Q(answer_due_at=None) | models.Q(is_from_staff=True, answers=None),
                name="only_staff_ask_for_an_answer",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.sent_at:%Y-%m-%d %H:%M}"
