"""What the register tells of a registered service beside its statuses, as it was from a day on."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from sandbox_portal.casework.models import Case

from .service import Service


class Particulars(models.Model):
    """The facts of a registration that anybody may read, whole, from a day on (R-277).

    Rows are only ever added: a change writes all facts again, from its own day, so that “as at” finds one row. Of two
    for one day the later one holds. `locations` are lists of name, town and postcode; `trial_round` names the round
    whose trial type of service this is, and is empty for every other.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="particulars")
    from_day = models.DateField()
    reference = models.CharField(max_length=30, blank=True)
    legal_form = models.CharField(max_length=100, blank=True)
    service_types = models.JSONField(default=list, blank=True)
    activities = models.JSONField(default=list, blank=True)
    managers = models.JSONField(default=list, blank=True)
    nominated_individual = models.CharField(max_length=200, blank=True)
    locations = models.JSONField(default=list, blank=True)
    contact = models.JSONField(default=dict, blank=True)
    trial_round = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=300, blank=True, help_text="What changed, in words for the public.")
    is_public = models.BooleanField(default=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, blank=True, related_name="particulars")
    recorded_at = models.DateTimeField(db_default=Now())
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["service", "-from_day", "-recorded_at"], name="particulars_in_force")]

    def __str__(self) -> str:
        return f"{self.service} from {self.from_day}"
