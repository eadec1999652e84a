"""What each panel member says alone: interests, scores, and that their sheet is finished."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from programme.models import PanelMember

from .application import Application


class ConflictDeclaration(models.Model):
    """A member's word on one application: an interest that excludes them, or none (R-161).

    `may_score` is generated from `has_conflict`; scores point at (member, application, may_score = true) by a
    composite foreign key, so a member can never both hold a conflict and have a score, whatever the race.
    """

    member = models.ForeignKey(PanelMember, on_delete=models.PROTECT, related_name="declarations")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="declarations")
    has_conflict = models.BooleanField()
    interest = models.TextField(blank=True)
    declared_at = models.DateTimeField()
    may_score = models.GeneratedField(
        expression=models.Case(models.When(has_conflict=True, then=False), default=True),
        output_field=models.BooleanField(),
        db_persist=True,
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["member", "application"], name="one_declaration_per_member_and_application"
            ),
            models.UniqueConstraint(fields=["member", "application", "may_score"], name="declaration_guard"),
            models.CheckConstraint(
                condition=models.Q(has_conflict=False) | ~models.Q(interest=""), name="a_conflict_is_explained"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member} on {self.application}"


class MemberScore(models.Model):
    """One member's score of one criterion; a gate is scored 1 for pass and 0 for fail. Locked once its sheet is in.

    `may_score` is always true: it carries the composite foreign key to the declaration.
    """

    member = models.ForeignKey(PanelMember, on_delete=models.PROTECT, related_name="scores")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="member_scores")
    criterion = models.CharField(max_length=10)
    step = models.PositiveSmallIntegerField()
    value = models.PositiveSmallIntegerField()
    reason = models.TextField(blank=True)
    saved_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)
    may_score = models.BooleanField(default=True, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["member", "application", "criterion"], name="one_score_per_member_and_criterion"
            ),
            models.CheckConstraint(condition=models.Q(may_score=True), name="a_score_needs_a_clear_declaration"),
        ]

    def __str__(self) -> str:
        return f"{self.member}: {self.criterion} = {self.value}"


class SubmittedSheet(models.Model):
    """The moment a member finished one step of one application; from then on their scores are closed (R-162)."""

    member = models.ForeignKey(PanelMember, on_delete=models.PROTECT, related_name="sheets")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="sheets")
    step = models.PositiveSmallIntegerField()
    submitted_at = models.DateTimeField(db_default=Now())
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "application", "step"], name="one_sheet_per_step")]

    def __str__(self) -> str:
        return f"{self.member} finished step {self.step} of {self.application}"
