"""Clocks that run on a case or on a round, and what was sent to remind people of them."""

from django.db import models
from django.db.models.functions import Now

from .case import Case
from .outbox import OutboxEntry


class Deadline(models.Model):
    """A moment something is due. It ends by being done or cancelled; a pausable one can stand still.

    `key` names it once and for all (“round-3:window-closing”), so asking for it twice makes one row. `subject` is the
    id of the thing it belongs to when that is not a case. `reminder` is a code of content/reminders.yaml, or empty.
    """

    key = models.CharField(max_length=200, unique=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, related_name="deadlines")
    subject = models.CharField(max_length=64, blank=True)
    about = models.CharField(max_length=250)
    kind = models.CharField(max_length=60)
    due_at = models.DateTimeField()
    rule = models.CharField(max_length=200)
    pausable = models.BooleanField(default=False)
    reminder = models.CharField(max_length=10, blank=True)
    created_at = models.DateTimeField(db_default=Now())
    paused_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["due_at", "pk"]
        indexes = [
            models.Index("due_at", name="deadline_running", condition=models.Q(done_at=None, cancelled_at=None)),
            models.Index("case", "due_at", name="deadline_by_case"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(done_at=None) | models.Q(cancelled_at=None), name="deadline_ends_one_way"
            ),
            models.CheckConstraint(
                condition=models.Q(paused_at=None) | models.Q(pausable=True), name="only_a_pausable_deadline_pauses"
            ),
        ]

    def __str__(self) -> str:
        return self.about


class Reminder(models.Model):
    """One reminder sent to one address: never twice for the same deadline, date and offset (R-800)."""

    deadline = models.ForeignKey(Deadline, on_delete=models.PROTECT, related_name="reminders")
    due_at = models.DateTimeField()
    offset = models.SmallIntegerField()
    recipient = models.EmailField(max_length=254)
    created_at = models.DateTimeField()
    entry = models.OneToOneField(OutboxEntry, on_delete=models.PROTECT, related_name="reminder")

    class Meta:
        ordering = ["deadline", "created_at", "pk"]
        constraints = [
            models.UniqueConstraint("deadline", "due_at", "offset", "recipient", name="one_reminder_per_offset"),
        ]

    def __str__(self) -> str:
        return f"{self.deadline} {self.offset:+d}"
