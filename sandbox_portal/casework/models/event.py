"""The timeline of a case: append-only, each event sealed by the hash of the one before."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from sandbox_portal.casework.choices import ActorKind

from .case import Case


class Event(models.Model):
    """Something that happened. A database trigger numbers and seals it and refuses any change afterwards.

    `at` is the moment the action was given (from the database's clock at the door); `recorded_at` is set by the
    trigger itself, so an event cannot be given a false time of writing.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="events")
    sequence = models.PositiveIntegerField(db_default=0)
    verb = models.CharField(max_length=80)
    from_stage = models.CharField(max_length=40, blank=True)
    to_stage = models.CharField(max_length=40, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    actor_kind = models.CharField(max_length=20, choices=ActorKind)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())
    note = models.TextField(blank=True)
    data = models.JSONField(default=dict)
    previous_hash = models.CharField(max_length=64, db_default="")
    hash = models.CharField(max_length=64, db_default="")

    class Meta:
        ordering = ["case", "sequence"]
        constraints = [
            models.UniqueConstraint("case", "sequence", name="one_event_per_number"),
            models.CheckConstraint(
                condition=models.Q(actor_kind=ActorKind.PERSON, by__isnull=False)
                | (~models.Q(actor_kind=ActorKind.PERSON) & models.Q(by__isnull=True)),
                name="a_person_and_only_a_person_has_an_account",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.sequence}: {self.verb}"
