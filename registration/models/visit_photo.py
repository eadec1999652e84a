"""Photos of a visit before registration, next to what was found (R-276, R-124)."""

from django.db import models
from django.db.models import Q

from inspection.models import AssessmentVisit
from sandbox_portal.casework.constraints import both_or_neither
from sandbox_portal.documents.models import Attachment

from ..choices import PhotoShows
from .people import nobody_yet, somebody


class VisitPhoto(models.Model):
    """One photo: its bytes stand among the files of the case, what is seen on it stands here.

    It is described before the visit is finished: in `seen` for somebody who cannot see it, and in `agreed` who agreed
    to it where it shows a person or a home. Triggers let nothing be added, changed or removed once the visit is over.
    """

    visit = models.ForeignKey(AssessmentVisit, on_delete=models.PROTECT, related_name="photos")
    number = models.PositiveSmallIntegerField()
    attachment = models.OneToOneField(Attachment, on_delete=models.PROTECT, related_name="visit_photo")
    photographer = models.CharField(max_length=200)
    taken_on = models.DateField()
    added_at = models.DateTimeField()
    added_by = somebody()
    seen = models.CharField(max_length=300, blank=True)
    shows = models.CharField(max_length=10, choices=PhotoShows, blank=True)
    agreed = models.CharField(max_length=300, blank=True)
    described_at = models.DateTimeField(null=True, blank=True)
    described_by = nobody_yet()
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = nobody_yet()
    removed_because = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["visit", "number"]
        constraints = [
            models.UniqueConstraint("visit", "number", name="one_visit_photo_of_a_number"),
            both_or_neither("described_at", "described_by", name="visit_photo_described_at_and_by"),
            both_or_neither("removed_at", "removed_by", name="visit_photo_removed_at_and_by"),
            models.CheckConstraint(
                condition=Q(described_at=None, seen="", shows="", agreed="")
                | (Q(described_at__isnull=False) & ~Q(seen="") & ~Q(shows="")),
                name="a_described_photo_says_what_is_seen",
            ),
            models.CheckConstraint(
                condition=~Q(shows__in=[PhotoShows.PERSON, PhotoShows.HOME]) | ~Q(agreed=""),
                name="a_photo_of_people_says_who_agreed",
            ),
            models.CheckConstraint(
                condition=Q(removed_at=None, removed_because="")
                | (Q(removed_at__isnull=False) & ~Q(removed_because="")),
                name="a_removed_photo_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"Photo {self.number}"

    @property
    def is_described(self) -> bool:
        return self.described_at is not None
