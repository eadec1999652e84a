"""An application to join a round."""

from django.conf import settings
from django.db import models

from programme.models import Round
from sandbox_portal.casework.models import Case
from sandbox_portal.people.models import Organisation


class Application(models.Model):
    """An organisation's application. Its answers are the case's Response; its stage is the case's.

    `number` counts in order of submission, giving R<round>-<3 digits> (R-152). `s2` and `total` are maintained with
    each consensus and checked nightly against the consensus rows. `submitted_at` must lie inside the round's
    window and is compared with the database's clock by a trigger.
    """

    case = models.OneToOneField(Case, on_delete=models.PROTECT, primary_key=True, related_name="application")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="applications")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="applications")
    number = models.PositiveSmallIntegerField(null=True, blank=True)
    summary = models.CharField(max_length=300, blank=True)
    submission_key = models.UUIDField(null=True, blank=True, unique=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    name_consent = models.BooleanField(default=False)
    s2 = models.PositiveSmallIntegerField(null=True, blank=True)
    total = models.PositiveSmallIntegerField(null=True, blank=True)
    review_position = models.PositiveSmallIntegerField(null=True, blank=True)
    rank = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["round", "-total", "number"], name="application_by_total"),
            models.Index(
                "round",
                models.F("rank").asc(nulls_last=True),
                models.F("total").desc(nulls_last=True),
                "number",
                condition=models.Q(total__isnull=False),
                name="application_by_rank",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["round", "number"], name="one_application_per_number"),
            models.UniqueConstraint(
                fields=["round", "organisation"], name="one_application_per_organisation_and_round"
            ),
            models.UniqueConstraint(fields=["round", "review_position"], name="one_application_per_review_position"),
            models.CheckConstraint(
                condition=models.Q(submitted_at=None, submitted_by=None, number=None)
                | models.Q(submitted_at__isnull=False, submitted_by__isnull=False, number__isnull=False),
                name="submission_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.case.reference or f"Draft of {self.organisation}"
