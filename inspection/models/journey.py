"""The journey of a council: a risk that was found, moves that are proposed, and moves that were decided (R-420)."""

import uuid

from django.db import models
from django.db.models import F, Q

from sandbox_portal.casework.constraints import both_or_neither
from sandbox_portal.people.models import Organisation

from ..choices.improvement import Level
from .assessments import Assessment
from .who import who, writer


class SeriousRisk(models.Model):
    """The assessment found a serious or lasting risk to people's wellbeing. It is never unsaid, only lifted."""

    assessment = models.OneToOneField(
        Assessment, on_delete=models.PROTECT, primary_key=True, related_name="serious_risk"
    )
    because = models.TextField()
    noted_at = models.DateTimeField()
    noted_by = writer()
    lifted_because = models.TextField(blank=True)
    lifted_at = models.DateTimeField(null=True)
    lifted_by = who()

    class Meta:
        constraints = [
            both_or_neither("lifted_at", "lifted_by", name="serious_risk_lifted_at_and_by"),
            models.CheckConstraint(
                condition=Q(lifted_at=None, lifted_because="") | Q(lifted_at__isnull=False) & ~Q(lifted_because=""),
                name="a_risk_is_lifted_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"Serious risk found by {self.assessment_id}"


class JourneyProposal(models.Model):
    """A move that somebody proposes, or that follows from an assessment; then `proposed_by` is nobody.

    `voice` is what the council itself says of it, which is kept whatever is decided (R-423). Without it the decision
    says why it did not wait. What was proposed never changes, and a decided proposal not at all (triggers).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    council = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, null=True, related_name="+")
    from_level = models.PositiveSmallIntegerField(choices=Level)
    to_level = models.PositiveSmallIntegerField(choices=Level)
    because = models.TextField()
    proposed_at = models.DateTimeField()
    proposed_by = who()
    asked_at = models.DateTimeField(null=True)
    asked_by = who()
    voice = models.TextField(blank=True)
    voice_at = models.DateTimeField(null=True)
    voice_by = who()
    is_accepted = models.BooleanField(null=True)
    decided_because = models.TextField(blank=True)
    without_voice_because = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = who()

    class Meta:
        ordering = ["-proposed_at", "-pk"]
        indexes = [models.Index(fields=["council", "-proposed_at"], name="proposals_of_council")]
        constraints = [
            models.UniqueConstraint("council", condition=Q(decided_at=None), name="one_open_proposal_of_a_council"),
            models.CheckConstraint(condition=~Q(from_level=F("to_level")), name="a_proposal_moves_a_council"),
            models.CheckConstraint(
                condition=Q(proposed_by__isnull=False) | Q(to_level=Level.PLAN, assessment__isnull=False),
                name="only_level_1_is_proposed_by_itself",
            ),
            both_or_neither("asked_at", "asked_by", name="journey_proposal_asked_at_and_by"),
            both_or_neither("voice_at", "voice_by", name="journey_proposal_voice_at_and_by"),
            both_or_neither("decided_at", "decided_by", name="journey_proposal_decided_at_and_by"),
            models.CheckConstraint(
                condition=Q(voice_at=None, voice="") | Q(voice_at__isnull=False) & ~Q(voice=""),
                name="a_voice_has_words",
            ),
            models.CheckConstraint(
                condition=Q(decided_at=None, is_accepted=None, decided_because="", without_voice_because="")
                | Q(decided_at__isnull=False, is_accepted__isnull=False)
                & ~Q(decided_because="")
                & (~Q(voice="") | ~Q(without_voice_because="")),
                name="a_proposal_is_decided_with_a_reason_and_the_voice",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None)
                | Q(proposed_by=None)
                | Q(to_level__lt=Level.NOT_IMPROVED)
                | Q(is_accepted=False)
                | ~Q(decided_by=F("proposed_by")),
                name="levels_3_and_4_are_decided_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"Level {self.from_level} to level {self.to_level}"


class JourneyMove(models.Model):
    """A move that was decided. No row ever changes or goes, and each begins where the one before ended (triggers).

    `review_on` is the day by which things are to be better. Of a move the public reads at most the plain description of
    its level, and that only when `is_public`.
    """

    council = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    proposal = models.OneToOneField(JourneyProposal, on_delete=models.PROTECT, related_name="move")
    number = models.PositiveSmallIntegerField()
    from_level = models.PositiveSmallIntegerField(choices=Level)
    to_level = models.PositiveSmallIntegerField(choices=Level)
    because = models.TextField()
    moved_on = models.DateField()
    plan_due_on = models.DateField(null=True)
    review_on = models.DateField(null=True)
    is_public = models.BooleanField(default=False)
    decided_at = models.DateTimeField()
    decided_by = writer()

    class Meta:
        ordering = ["council", "number"]
        constraints = [
            models.UniqueConstraint("council", "number", name="one_move_of_a_number"),
            models.CheckConstraint(
                condition=Q(
                    to_level__in=[Level.PLAN, Level.OVERSIGHT], plan_due_on__isnull=False, review_on__isnull=False
                )
                | ~Q(to_level__in=[Level.PLAN, Level.OVERSIGHT]) & Q(plan_due_on=None, review_on=None),
                name="levels_1_and_2_have_agreed_days",
            ),
        ]

    def __str__(self) -> str:
        return f"Level {self.to_level} from {self.moved_on}"
