"""What a service is from a day on, as somebody once wrote it down."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from sandbox_portal.casework.models import Case

from ..choices import Scheme
from .service import Service


class StatusEntry(models.Model):
    """A dated status. Entries are only ever added; a wrong one is answered by a correction that says why (R-916).

    `from_day` is the day in London from which it holds; `recorded_at` is set by a trigger. An entry holds until the
    next one of the same service, scheme and part. A correction with an empty status strikes the wrong entry out.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="entries")
    scheme = models.CharField(max_length=20, choices=Scheme)
    part = models.CharField(max_length=40, blank=True)
    status = models.CharField(max_length=40, blank=True)
    from_day = models.DateField()
    reason = models.CharField(max_length=300, blank=True, help_text="Why, in words for the public.")
    conditions = models.JSONField(default=list, blank=True)
    is_public = models.BooleanField(default=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, blank=True, related_name="status_entries")
    corrects = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrected_by"
    )
    correction_note = models.CharField(max_length=300, blank=True)
    recorded_at = models.DateTimeField(db_default=Now())
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["service", "scheme", "part", "-from_day", "-recorded_at"], name="entry_in_force"),
            models.Index(fields=["scheme", "status", "from_day"], name="entry_by_status"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(corrects=None, correction_note="")
                | (models.Q(corrects__isnull=False) & ~models.Q(correction_note="")),
                name="a_correction_of_the_register_says_why",
            ),
            models.CheckConstraint(
                condition=~models.Q(status="") | models.Q(corrects__isnull=False),
                name="only_a_correction_strikes_out",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service}: {self.get_scheme_display()} {self.status} from {self.from_day}"
