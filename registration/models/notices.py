"""What is recommended, proposed and decided on an application, and what the applicant says to it (R-272, R-273)."""

from datetime import date

from django.db import models

from sandbox_portal.casework.constraints import both_or_neither
from sandbox_portal.casework.models import ReasonList
from sandbox_portal.documents.models import Attachment

from ..choices import AppealEnd, Considered, NoticeKind, Outcome, Reply
from .application import RegistrationApplication
from .people import nobody_yet, somebody


class Recommendation(models.Model):
    """What the inspector recommends, with coded reasons (R-285). One that was sent back stays to be read."""

    application = models.ForeignKey(RegistrationApplication, on_delete=models.PROTECT, related_name="recommendations")
    number = models.PositiveSmallIntegerField()
    outcome = models.CharField(max_length=12, choices=Outcome)
    reason_list = models.ForeignKey(ReasonList, on_delete=models.PROTECT, related_name="+")
    reasons = models.JSONField(default=list)
    text = models.TextField()
    made_at = models.DateTimeField()
    made_by = somebody()
    sent_back_at = models.DateTimeField(null=True, blank=True)
    sent_back_by = nobody_yet()
    sent_back_because = models.TextField(blank=True)

    class Meta:
        ordering = ["application", "number"]
        constraints = [
            models.UniqueConstraint("application", "number", name="one_recommendation_per_number"),
            models.UniqueConstraint(
                "application", condition=models.Q(sent_back_at=None), name="one_standing_recommendation"
            ),
            both_or_neither("sent_back_at", "sent_back_by", name="recommendation_sent_back_at_and_by"),
            models.CheckConstraint(
                condition=models.Q(sent_back_by=None) | ~models.Q(sent_back_by=models.F("made_by")),
                name="somebody_else_checks_a_recommendation",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application_id}, recommendation {self.number}"


class Notice(models.Model):
    """A notice of proposal or of decision, signed by somebody else than the person who recommended (R-008).

    `last_day` is the last for representations or for an appeal; a registration as applied for has none. A decision
    after a proposal names it, and `considered` says what came of representations against it. Once served a notice
    never changes, but that a proposal may be withdrawn, or later representations accepted until `late_until`
    (triggers).
    """

    application = models.ForeignKey(RegistrationApplication, on_delete=models.PROTECT, related_name="notices")
    kind = models.CharField(max_length=10, choices=NoticeKind)
    outcome = models.CharField(max_length=12, choices=Outcome)
    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="notices")
    recommended_by = somebody()
    proposal = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="decisions")
    considered = models.CharField(max_length=15, choices=Considered, blank=True)
    reason_list = models.ForeignKey(ReasonList, on_delete=models.PROTECT, related_name="+")
    reasons = models.JSONField(default=list)
    text = models.TextField()
    served_at = models.DateTimeField()
    signed_by = somebody()
    last_day = models.DateField(null=True, blank=True)
    late_until = models.DateField(null=True, blank=True)
    late_because = models.TextField(blank=True)
    late_accepted_at = models.DateTimeField(null=True, blank=True)
    late_accepted_by = nobody_yet()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = nobody_yet()
    withdrawn_because = models.TextField(blank=True)

    class Meta:
        ordering = ["application", "served_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(signed_by=models.F("recommended_by")), name="nobody_signs_their_own_recommendation"
            ),
            models.CheckConstraint(
                condition=models.Q(kind=NoticeKind.DECISION, outcome=Outcome.GRANT, last_day=None)
                | models.Q(last_day__isnull=False) & ~models.Q(outcome=Outcome.GRANT),
                name="a_notice_names_its_last_day",
            ),
            models.CheckConstraint(
                condition=models.Q(kind=NoticeKind.PROPOSAL, proposal=None)
                | models.Q(kind=NoticeKind.DECISION, outcome=Outcome.GRANT)
                | models.Q(kind=NoticeKind.DECISION, proposal__isnull=False),
                name="what_was_not_applied_for_is_proposed_first",
            ),
            models.CheckConstraint(
                condition=models.Q(late_until=None)
                | models.Q(late_accepted_at__isnull=False) & ~models.Q(late_because=""),
                name="late_representations_are_accepted_by_somebody",
            ),
            both_or_neither("late_accepted_at", "late_accepted_by", name="notice_late_accepted_at_and_by"),
            both_or_neither("withdrawn_at", "withdrawn_by", name="notice_withdrawn_at_and_by"),
            models.UniqueConstraint(
                "application",
                condition=models.Q(kind=NoticeKind.DECISION),
                name="one_notice_of_decision",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of {self.served_at:%Y-%m-%d}"

    @property
    def is_proposal(self) -> bool:
        return self.kind == NoticeKind.PROPOSAL

    @property
    def open_until(self) -> date | None:
        """The day up to which the applicant can answer: the last day, or the later one that was accepted."""
        return max((day for day in (self.last_day, self.late_until) if day), default=None)


class Condition(models.Model):
    """A condition, in the words it had when it was recommended, proposed or decided."""

    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, null=True, related_name="conditions")
    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, null=True, related_name="conditions")
    position = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=40)
    words = models.TextField()
    is_agreed = models.BooleanField(default=False)

    class Meta:
        ordering = ["recommendation", "notice", "position"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(recommendation=None, notice__isnull=False)
                | models.Q(recommendation__isnull=False, notice=None),
                name="a_condition_stands_in_one_place",
            ),
            models.UniqueConstraint("notice", "position", name="one_condition_per_place_of_a_notice"),
            models.UniqueConstraint("recommendation", "position", name="one_condition_per_place_of_a_recommendation"),
        ]

    def __str__(self) -> str:
        return self.words[:80]


class Representation(models.Model):
    """What the applicant says to a proposal: against it, with papers, or that they agree. It never changes (R-273)."""

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="representations")
    said = models.CharField(max_length=10, choices=Reply)
    text = models.TextField()
    attachments = models.ManyToManyField(Attachment, related_name="+")
    sent_at = models.DateTimeField()
    sent_by = somebody()
    is_late = models.BooleanField(default=False)

    class Meta:
        ordering = ["notice", "sent_at", "pk"]
        constraints = [models.UniqueConstraint("notice", name="one_answer_to_a_proposal")]

    def __str__(self) -> str:
        return f"{self.get_said_display()}, {self.sent_at:%Y-%m-%d}"


class Appeal(models.Model):
    """An appeal to the tribunal against a notice of decision, and what came of it."""

    notice = models.OneToOneField(Notice, on_delete=models.PROTECT, related_name="appeal")
    lodged_on = models.DateField()
    tribunal_reference = models.CharField(max_length=60, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = somebody()
    end = models.CharField(max_length=10, choices=AppealEnd, blank=True)
    words = models.TextField(blank=True)
    decided_on = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = nobody_yet()

    class Meta:
        ordering = ["lodged_on", "pk"]
        constraints = [
            both_or_neither("ended_at", "ended_by", name="appeal_ended_at_and_by"),
            models.CheckConstraint(
                condition=models.Q(ended_at=None, end="", decided_on=None)
                | models.Q(ended_at__isnull=False, decided_on__isnull=False) & ~models.Q(end=""),
                name="an_ended_appeal_says_how",
            ),
        ]

    def __str__(self) -> str:
        return f"Appeal of {self.lodged_on}"
