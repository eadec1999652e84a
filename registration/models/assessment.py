"""What an inspector finds out about an application: by reading, asking, talking (R-274, R-275, R-284)."""

from datetime import date

from django.db import models

from sandbox_portal.casework.working_days import day_in_london
from sandbox_portal.questions.models import Return

from ..choices import Fitness, KeyQuestion, Mode, Readiness, RequestEnd, View
from .application import ManagerApplication, RegistrationApplication
from .people import somebody


class Assessment(models.Model):
    """The record of one key question: what was looked at, what was asked, the view and its reasons (R-274)."""

    application = models.ForeignKey(RegistrationApplication, on_delete=models.PROTECT, related_name="assessments")
    key_question = models.CharField(max_length=12, choices=KeyQuestion)
    evidence = models.TextField()
    questions = models.TextField(blank=True)
    view = models.CharField(max_length=10, choices=View)
    reasons = models.TextField()
    written_at = models.DateTimeField()
    written_by = somebody()

    class Meta:
        ordering = ["application", "pk"]
        constraints = [
            models.UniqueConstraint("application", "key_question", name="one_assessment_per_key_question"),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.key_question}"


class FitnessView(models.Model):
    """Whether one manager is fit for the work: about the person, apart from the provider (R-284)."""

    manager = models.OneToOneField(
        ManagerApplication, on_delete=models.PROTECT, primary_key=True, related_name="fitness_view"
    )
    view = models.CharField(max_length=20, choices=Fitness)
    reasons = models.TextField()
    written_at = models.DateTimeField()
    written_by = somebody()

    def __str__(self) -> str:
        return f"{self.manager_id} {self.view}"


class ReadinessView(models.Model):
    """Whether the provider is ready to begin, apart from any person (R-284)."""

    application = models.OneToOneField(
        RegistrationApplication, on_delete=models.PROTECT, primary_key=True, related_name="readiness_view"
    )
    view = models.CharField(max_length=25, choices=Readiness)
    reasons = models.TextField()
    written_at = models.DateTimeField()
    written_by = somebody()

    def __str__(self) -> str:
        return f"{self.application_id} {self.view}"


class InformationRequest(models.Model):
    """One time the assessment stood still while the applicant was asked (timer I). What is asked is in `returned`."""

    application = models.ForeignKey(
        RegistrationApplication, on_delete=models.PROTECT, related_name="information_requests"
    )
    returned = models.OneToOneField(Return, on_delete=models.PROTECT, related_name="information_request")
    asked_at = models.DateTimeField()
    asked_by = somebody()
    due_on = models.DateField()
    end = models.CharField(max_length=12, choices=RequestEnd, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["application", "asked_at"]
        constraints = [
            models.UniqueConstraint(
                "application", condition=models.Q(ended_at=None), name="one_open_information_request"
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at=None, end="") | models.Q(ended_at__isnull=False) & ~models.Q(end=""),
                name="an_ended_information_request_says_how",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application_id}, asked {self.asked_at:%Y-%m-%d}"

    @property
    def last_day(self) -> date:
        """The day up to which the applicant can answer: more time that was given counts."""
        return day_in_london(self.returned.due_at) if self.returned.due_at else self.due_on


class ManagerInterview(models.Model):
    """A talk with one manager, or with several who share the post (R-275)."""

    application = models.ForeignKey(RegistrationApplication, on_delete=models.PROTECT, related_name="interviews")
    managers = models.ManyToManyField(ManagerApplication, related_name="interviews")
    held_on = models.DateField()
    mode = models.CharField(max_length=10, choices=Mode)
    questions = models.TextField()
    notes = models.TextField()
    written_at = models.DateTimeField()
    written_by = somebody()

    class Meta:
        ordering = ["application", "held_on", "pk"]

    def __str__(self) -> str:
        return f"{self.application_id}, interview of {self.held_on}"
