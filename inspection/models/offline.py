"""Work without signal: whose tablet it is, what it took along, what it sent, and the proof of what it saved."""

import uuid

from django.conf import settings
from django.db import models

from sandbox_portal.casework.constraints import both_or_neither
from sandbox_portal.documents.models import Attachment

from ..choices.offline import CameBy, OperationKind, Outcome
from .evidence import EvidenceItem
from .visits import AssessmentVisit


class Device(models.Model):
    """One person's place on one tablet, phone or computer. On a shared tablet each person has their own.

    The tablet makes its id and its secret; only the fingerprint of the secret is kept. `recovery` is the key of a
    sealed tablet, sealed by us, for somebody who forgot their PIN.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=100)
    secret_hash = models.CharField(max_length=64)
    recovery = models.TextField(blank=True)
    added_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-seen_at", "pk"]
        constraints = [both_or_neither("revoked_at", "revoked_by", name="device_revoked_at_and_by")]

    def __str__(self) -> str:
        return self.name


class PackTaken(models.Model):
    """A visit that somebody took along. `first_number` begins the codes that only this tablet gives to people met.

    `waiting` is how many things were still on the tablet when it last reported; it reports when it sends.
    """

    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="packs")
    visit = models.ForeignKey(AssessmentVisit, on_delete=models.PROTECT, related_name="packs")
    first_number = models.PositiveSmallIntegerField()
    taken_at = models.DateTimeField()
    ready_at = models.DateTimeField(null=True)
    reported_at = models.DateTimeField(null=True)
    waiting = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-taken_at", "pk"]
        constraints = [models.UniqueConstraint("device", "visit", name="a_visit_is_taken_once_by_a_device")]

    def __str__(self) -> str:
        return f"{self.visit} on {self.device}"


class SyncOperation(models.Model):
    """One thing a tablet sent, and the answer it got; a replay gets the same answer.

    Something else under the same `op_id` is a row of its own. `payload` keeps whole what is held, or what stands
    against something that was changed elsewhere: nothing is dropped.
    """

    op_id = models.UUIDField()
    fingerprint = models.CharField(max_length=64)
    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="operations")
    kind = models.CharField(max_length=10, choices=OperationKind)
    subject = models.UUIDField(db_index=True)
    counter = models.PositiveIntegerField()
    outcome = models.CharField(max_length=10, choices=Outcome)
    answer = models.JSONField()
    payload = models.JSONField(null=True)
    received_at = models.DateTimeField()

    class Meta:
        ordering = ["device", "counter", "pk"]
        constraints = [
            models.UniqueConstraint("op_id", "fingerprint", name="an_operation_is_answered_once"),
            models.CheckConstraint(
                condition=~models.Q(outcome__in=[Outcome.HELD, Outcome.CONFLICT]) | models.Q(payload__isnull=False),
                name="what_is_held_or_in_conflict_is_kept_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.op_id}"


class Captured(models.Model):
    """The proof of something that was written on a tablet: what it was, when, and by which clock.

    `content` is what the tablet made the `fingerprint` of. A trigger lets no row change or go. `clock_behind` is by how
    many seconds the tablet's clock was behind ours when it sent.
    """

    capture_id = models.UUIDField(db_index=True)
    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="+")
    counter = models.PositiveIntegerField()
    content = models.TextField()
    fingerprint = models.CharField(max_length=64)
    captured_at = models.DateTimeField()
    received_at = models.DateTimeField()
    clock_behind = models.IntegerField()
    came_by = models.CharField(max_length=10, choices=CameBy)

    class Meta:
        abstract = True


class CapturedEvidence(Captured):
    """The proof of one version of evidence."""

    item = models.OneToOneField(EvidenceItem, on_delete=models.PROTECT, related_name="captured")

    def __str__(self) -> str:
        return f"{self.item}, {self.fingerprint[:12]}"


class CapturedPhoto(models.Model):
    """The proof of a photo: the fingerprint of the very bytes the tablet saved, and the file that is kept of it.

    It names the evidence by the id the tablet gave it, so that it may come before the words it belongs to.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    capture_id = models.UUIDField(db_index=True)
    visit = models.ForeignKey(AssessmentVisit, on_delete=models.PROTECT, related_name="captured_photos")
    attachment = models.ForeignKey(Attachment, on_delete=models.PROTECT, related_name="+")
    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="+")
    fingerprint = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    captured_at = models.DateTimeField()
    received_at = models.DateTimeField()
    clock_behind = models.IntegerField()
    came_by = models.CharField(max_length=10, choices=CameBy)

    class Meta:
        ordering = ["captured_at", "pk"]

    def __str__(self) -> str:
        return f"Photo {self.fingerprint[:12]}"
