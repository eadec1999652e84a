"""An improvement plan: what was found, what is done about it by when, and how it goes (R-421, R-422)."""

from django.db import models
from django.db.models import Q

from sandbox_portal.casework.constraints import both_or_neither
from sandbox_portal.casework.models import Case
from sandbox_portal.people.models import Organisation

from ..choices.improvement import ActionStatus, FindingKind, Verdict
from .assessments import Assessment
from .journey import JourneyMove
from .who import who, writer


class ImprovementPlan(models.Model):
    """What an organisation does about a published report. Its stage, owner and clocks are the case's.

    `runs_from` is the day from which its dates are counted: that of the publication, or of a council's move. While
    `reinspect_by` is there, the service is to be assessed again by that day.
    """

    case = models.OneToOneField(Case, on_delete=models.PROTECT, primary_key=True, related_name="improvement_plan")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="improvement_plans")
    move = models.OneToOneField(JourneyMove, on_delete=models.PROTECT, null=True, related_name="plan")
    because = models.TextField()
    runs_from = models.DateField()
    draft_due_on = models.DateField()
    reinspect_by = models.DateField(null=True)
    sent_at = models.DateTimeField(null=True)
    sent_by = who()
    to_change = models.TextField(blank=True)
    agreed_at = models.DateTimeField(null=True)
    agreed_by = who()
    ended_because = models.TextField(blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = who()

    class Meta:
        constraints = [
            models.UniqueConstraint("assessment", condition=Q(ended_at=None), name="one_open_plan_for_an_assessment"),
            both_or_neither("sent_at", "sent_by", name="plan_sent_at_and_by"),
            both_or_neither("agreed_at", "agreed_by", name="plan_agreed_at_and_by"),
            both_or_neither("ended_at", "ended_by", name="plan_ended_at_and_by"),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_because="") | Q(ended_at__isnull=False) & ~Q(ended_because=""),
                name="a_plan_ends_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.case.reference or self.case.title


class PlanFinding(models.Model):
    """Something the plan answers to. What came from a report stays as the report says it (a trigger)."""

    plan = models.ForeignKey(ImprovementPlan, on_delete=models.PROTECT, related_name="findings")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=FindingKind)
    key = models.CharField(max_length=120, blank=True)
    title = models.CharField(max_length=300)
    words = models.TextField(blank=True)

    class Meta:
        ordering = ["plan", "number"]
        constraints = [models.UniqueConstraint("plan", "number", name="one_finding_of_a_number")]

    def __str__(self) -> str:
        return self.title


class PlanAction(models.Model):
    """What is done about a finding: who does it, by when, and how one will see that it worked.

    While the plan is written it may be unfinished; what is missing is said when the plan is sent. `version` grows with
    each save. Once the plan is agreed, only `status` and what follows from progress change.
    """

    plan = models.ForeignKey(ImprovementPlan, on_delete=models.PROTECT, related_name="actions")
    finding = models.ForeignKey(PlanFinding, on_delete=models.PROTECT, related_name="actions")
    number = models.PositiveSmallIntegerField()
    what = models.TextField()
    owner = models.CharField(max_length=200, blank=True)
    due_on = models.DateField(null=True)
    measure = models.TextField(blank=True)
    support = models.TextField(blank=True)
    status = models.CharField(max_length=12, choices=ActionStatus, default=ActionStatus.NOT_STARTED)
    version = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField()
    saved_by = writer()
    removed_at = models.DateTimeField(null=True)
    removed_by = who()

    class Meta:
        ordering = ["plan", "number"]
        constraints = [
            models.UniqueConstraint("plan", "number", name="one_plan_action_of_a_number"),
            both_or_neither("removed_at", "removed_by", name="plan_action_removed_at_and_by"),
        ]

    def __str__(self) -> str:
        return f"Action {self.number}"


class ActionProgress(models.Model):
    """What the organisation says of one action on a day. No row ever changes or goes (a trigger)."""

    action = models.ForeignKey(PlanAction, on_delete=models.PROTECT, related_name="progress")
    status = models.CharField(max_length=12, choices=ActionStatus)
    words = models.TextField()
    said_at = models.DateTimeField()
    said_by = writer()

    class Meta:
        ordering = ["action", "-said_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.action_id}: {self.get_status_display()}"


class ProgressReview(models.Model):
    """A look at the whole plan on an agreed day. Once held it stays as it is (a trigger)."""

    plan = models.ForeignKey(ImprovementPlan, on_delete=models.PROTECT, related_name="reviews")
    number = models.PositiveSmallIntegerField()
    due_on = models.DateField()
    verdict = models.CharField(max_length=12, choices=Verdict, blank=True)
    words = models.TextField(blank=True)
    support = models.TextField(blank=True)
    held_at = models.DateTimeField(null=True)
    held_by = who()

    class Meta:
        ordering = ["plan", "number"]
        constraints = [
            models.UniqueConstraint("plan", "number", name="one_review_of_a_number"),
            both_or_neither("held_at", "held_by", name="progress_review_held_at_and_by"),
            models.CheckConstraint(
                condition=Q(held_at=None, verdict="", words="")
                | Q(held_at__isnull=False) & ~Q(verdict="") & ~Q(words=""),
                name="a_review_says_what_it_found",
            ),
        ]

    def __str__(self) -> str:
        return f"Review {self.number}"


class GoodPractice(models.Model):
    """Good practice that a partner of the sector has shared for a plan (R-423)."""

    plan = models.ForeignKey(ImprovementPlan, on_delete=models.PROTECT, related_name="good_practice")
    partner = models.CharField(max_length=200)
    words = models.TextField()
    noted_at = models.DateTimeField()
    noted_by = writer()

    class Meta:
        ordering = ["plan", "-noted_at", "-pk"]

    def __str__(self) -> str:
        return self.partner
