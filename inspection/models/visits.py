"""Visits of a case of any kind that may be visited, whom they met, and what follows from them (R-374)."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import ngettext

from sandbox_portal.casework.constraints import both_or_neither
from sandbox_portal.casework.models import Case
from sandbox_portal.questions.models import QuestionSet

from ..choices.assessments import TOLD_MODES, PersonKind, VisitMode
from .assessments import Assessment
from .who import who


class AssessmentVisit(models.Model):
    """One visit of a case, whether people meet or speak from afar. `visited.py` says which cases may have some.

    A visit to somebody's home counts only once it says how they agreed, and so does one at short notice (R-276): the
    database refuses it as carried out before. `note` is a word to the organisation, `another_day` what it said when the
    day was not possible; it is gone once the visit is moved or agreed to.
    `checklist` is the version of the questions it was planned with, `answers` what was written to each of them.
    Whoever wrote it down does not endorse it.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="visits")
    number = models.PositiveSmallIntegerField()
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField(default=60)
    mode = models.CharField(max_length=10, choices=VisitMode)
    place = models.CharField(max_length=300, blank=True)
    is_announced = models.BooleanField(default=True)
    lead = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    team = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+", blank=True)
    is_short_notice = models.BooleanField(default=False, db_default=False)
    agenda = models.TextField(blank=True)
    note = models.TextField(blank=True, default="", db_default="")
    another_day = models.TextField(blank=True, default="", db_default="")
    checklist = models.ForeignKey(QuestionSet, on_delete=models.PROTECT, related_name="+")
    planned_at = models.DateTimeField()
    planned_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    agreed_how = models.CharField(max_length=500, blank=True)
    agreed_at = models.DateTimeField(null=True)
    agreed_by = who()
    answers = models.JSONField(default=dict, blank=True)
    summary = models.TextField(blank=True)
    done_at = models.DateTimeField(null=True)
    done_by = who()
    endorsed_at = models.DateTimeField(null=True)
    endorsed_by = who()
    endorsed_note = models.TextField(blank=True)
    cancelled_at = models.DateTimeField(null=True)
    cancelled_by = who()
    cancelled_because = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["starts_at", "pk"]
        indexes = [models.Index(fields=["starts_at", "id"], name="visit_by_day")]
        constraints = [
            models.UniqueConstraint("case", "number", name="one_visit_of_a_number"),
            both_or_neither("agreed_at", "agreed_by", name="visit_agreed_at_and_by"),
            both_or_neither("done_at", "done_by", name="assessment_visit_done_at_and_by"),
            both_or_neither("endorsed_at", "endorsed_by", name="visit_endorsed_at_and_by"),
            both_or_neither("cancelled_at", "cancelled_by", name="assessment_visit_cancelled_at_and_by"),
            models.CheckConstraint(
                condition=models.Q(done_at=None) | models.Q(cancelled_at=None),
                name="an_assessment_visit_is_done_or_cancelled",
            ),
            models.CheckConstraint(
                condition=models.Q(done_at=None) | ~models.Q(mode=VisitMode.HOME) | models.Q(agreed_at__isnull=False),
                name="a_visit_to_a_home_is_agreed",
            ),
            models.CheckConstraint(
                condition=models.Q(done_at=None) | models.Q(is_short_notice=False) | models.Q(agreed_at__isnull=False),
                name="a_visit_at_short_notice_is_agreed",
            ),
            models.CheckConstraint(
                condition=models.Q(endorsed_at=None) | models.Q(done_at__isnull=False),
                name="only_a_visit_that_was_made_is_endorsed",
            ),
            models.CheckConstraint(
                condition=models.Q(endorsed_by=None) | ~models.Q(endorsed_by=models.F("done_by")),
                name="a_visit_is_endorsed_by_somebody_else",
            ),
        ]

    def __str__(self) -> str:
        return f"Visit {self.number}"

    @property
    def is_planned(self) -> bool:
        return self.done_at is None and self.cancelled_at is None

    @property
    def mode_told(self) -> str:
        """How people meet, in words to those who are visited."""
        return TOLD_MODES.get(VisitMode(self.mode), str(VisitMode(self.mode).label))

    @property
    def length(self) -> str:
        """How long it takes: “45 minutes”, “1 hour”, “1 hour 30 minutes”."""
        hours, minutes = divmod(self.minutes, 60)
        in_hours, in_minutes = ngettext("%d hour", "%d hours", hours), ngettext("%d minute", "%d minutes", minutes)
        return " ".join(words % count for count, words in ((hours, in_hours), (minutes, in_minutes)) if count)

    @property
    def is_of_assessment(self) -> bool:
        """An assessment has statements and evidence besides, which a visit of any other case has not."""
        return self.case.kind == "assessment"

    @property
    def assessment(self) -> Assessment:
        """The assessment it is a visit of."""
        found: Assessment = self.case.assessment
        return found

    @property
    def subject_name(self) -> str:
        """Whom or what is visited."""
        return self.assessment.subject_name if self.is_of_assessment else self.case.organisation_name


class PersonMet(models.Model):
    """Somebody who was spoken with: a code and never a name. The list of who is who is not kept here (R-372)."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="people_met")
    visit = models.ForeignKey(AssessmentVisit, on_delete=models.PROTECT, null=True, related_name="people_met")
    kind = models.CharField(max_length=1, choices=PersonKind)
    number = models.PositiveSmallIntegerField()
    about = models.CharField(max_length=200, blank=True)
    agreed_how = models.CharField(max_length=200)
    may_quote = models.BooleanField()
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["case", "kind", "number"]
        constraints = [models.UniqueConstraint("case", "kind", "number", name="one_person_of_a_code")]

    def __str__(self) -> str:
        return self.code

    @property
    def code(self) -> str:
        return f"{self.kind}{self.number}"


class FollowUp(models.Model):
    """Something that has to follow from a visit. `field` is the part of the record it comes from."""

    visit = models.ForeignKey(AssessmentVisit, on_delete=models.PROTECT, related_name="follow_ups")
    words = models.CharField(max_length=500)
    due_on = models.DateField(null=True)
    field = models.CharField(max_length=100, blank=True)
    done_at = models.DateTimeField(null=True)
    done_by = who()

    class Meta:
        ordering = ["visit", "pk"]
        constraints = [
            both_or_neither("done_at", "done_by", name="follow_up_done_at_and_by"),
            models.UniqueConstraint("visit", "field", condition=~models.Q(field=""), name="a_follow_up_is_made_once"),
        ]

    def __str__(self) -> str:
        return self.words


class CalendarFeed(models.Model):
    """The secret address of one person's visits for their own calendar. Only its fingerprint is kept; `issue` grows
    when they want a new one, and the old address is dead at once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    issue = models.PositiveIntegerField(default=1)
    secret_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"Visits of {self.person_id}"
