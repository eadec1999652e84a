"""An assessment: of which service or council, by which framework, planned how, by whom (R-350, R-352)."""

from django.db import models

from sandbox_portal.casework.constraints import both_or_neither
from sandbox_portal.casework.models import Case
from sandbox_portal.people.models import Organisation
from sandbox_portal.register.models import Service

from ..choices.assessments import AssessedAs
from ..choices.frameworks import SubjectKind
from .frameworks import Framework
from .who import who, writer


class Assessment(models.Model):
    """An inspection of one service, or of a council. Its stage, owner and clocks are the case's.

    Without a `service` it is the `organisation` itself that is assessed: a council. Pages say `subject_name`.
    `statements` are the keys of the framework that are looked at, `scope_because` says why these. `told_at` is when the
    organisation learnt of it: when it was announced, or when people came without notice. From then on a trigger keeps
    the framework as it is.
    """

    case = models.OneToOneField(Case, on_delete=models.PROTECT, primary_key=True, related_name="assessment")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, null=True, related_name="assessments")
    assessed_as = models.CharField(max_length=10, choices=AssessedAs)
    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="assessments")
    lead = who()
    because = models.TextField()
    statements = models.JSONField(default=list)
    scope_because = models.TextField(blank=True)
    is_announced = models.BooleanField(default=True)
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    told_at = models.DateTimeField(null=True)
    gaps_because = models.TextField(blank=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = who()

    class Meta:
        indexes = [models.Index(fields=["service", "-told_at"], name="assessment_of_service")]
        constraints = [
            both_or_neither("closed_at", "closed_by", name="assessment_closed_at_and_by"),
            models.CheckConstraint(
                condition=models.Q(starts_on=None, ends_on=None) | models.Q(ends_on__gte=models.F("starts_on")),
                name="an_assessment_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=models.Q(service=None, assessed_as=AssessedAs.COUNCIL)
                | models.Q(service__isnull=False) & ~models.Q(assessed_as=AssessedAs.COUNCIL),
                name="a_service_or_a_council_is_assessed",
            ),
        ]

    def __str__(self) -> str:
        return self.case.reference or self.case.title

    @property
    def subject_kind(self) -> SubjectKind:
        return SubjectKind.PROVIDER if self.service_id else SubjectKind.LOCAL_AUTHORITY

    @property
    def subject_name(self) -> str:
        """The name of the service, or of the council."""
        return self.service.name if self.service else self.organisation.name

    @property
    def subject_word(self) -> str:
        return "service" if self.service_id else "council"

    @property
    def service_kind(self) -> str:
        """For what a framework says of one kind of service alone; a council is none."""
        return self.service.kind if self.service else ""


class TeamMember(models.Model):
    """A place in the team. Somebody who leaves keeps their row with its end."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="team")
    person = writer()
    joined_at = models.DateTimeField()
    joined_by = writer()
    left_at = models.DateTimeField(null=True)
    left_by = who()

    class Meta:
        ordering = ["assessment", "joined_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                "assessment", "person", condition=models.Q(left_at=None), name="one_place_in_a_team_at_a_time"
            ),
            both_or_neither("left_at", "left_by", name="team_member_left_at_and_by"),
        ]

    def __str__(self) -> str:
        return f"{self.assessment_id}: {self.person_id}"


class InterestDeclared(models.Model):
    """What one person says ties them to what is assessed. An interest, once declared, stays (a trigger)."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="interests")
    person = writer()
    has_interest = models.BooleanField()
    words = models.TextField(blank=True)
    declared_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint("assessment", "person", name="one_declaration_for_an_assessment")]

    def __str__(self) -> str:
        return f"{self.assessment_id}: {self.person_id}"
