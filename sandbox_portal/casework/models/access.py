"""Who looked at whose data, when, and from which page (F10)."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from sandbox_portal.people.models import Organisation

from ..choices import Looked
from .case import Case


class AccessRecord(models.Model):
    """One look of a member of staff. Added in one statement as the page is answered; a trigger refuses any change.

    `roles` are those the person held then: why they could look. `page` is the name of the page, `subject` the id that
    stood in its address, and `case`, `organisation` and `person` whom it is about, as far as that id says.
    """

    at = models.DateTimeField(db_default=Now())
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    roles = models.CharField(max_length=300)
    what = models.CharField(max_length=20, choices=Looked)
    page = models.CharField(max_length=80)
    subject = models.CharField(max_length=40, blank=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    reference = models.CharField(max_length=20, blank=True)

    class Meta:
        indexes = [
            models.Index("at", name="access_by_moment"),
            models.Index(fields=["person", "-id"], name="access_by_person", condition=models.Q(person__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.by} looked at {self.page}"
