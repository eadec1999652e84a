"""A report: its text, the drafts that were sent, what the organisation said, what was published (R-400 to R-412)."""

import uuid

from django.db import models
from django.db.models import F, Q

from sandbox_portal.casework.constraints import both_or_neither

from ..choices.reports import CheckKind, PointAnswer, PointKind, ReviewOutcome, SectionKind
from .assessments import Assessment
from .report_cards import CARD, SUMMARY
from .who import who, writer

MOST_WORDS_OF_REVIEW = 500


class ReportSection(models.Model):
    """The text of one section as it is now: paragraphs with a blank line between them, evidence as [E12].

    `version` grows with every save; whoever saves says which one they read, so that no text is written over unseen.
    `written_from` names the open page that saved it by itself: what follows from there is no conflict.
    """

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="sections")
    kind = models.CharField(max_length=10, choices=SectionKind)
    area = models.CharField(max_length=60, blank=True)
    text = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField()
    saved_by = writer()
    written_from = models.CharField(max_length=36, blank=True, default="", db_default="")

    class Meta:
        ordering = ["assessment", "pk"]
        constraints = [
            models.UniqueConstraint("assessment", "kind", "area", name="one_section_of_a_kind_and_area"),
            models.CheckConstraint(
                condition=Q(kind=SectionKind.AREA) & ~Q(area="") | ~Q(kind=SectionKind.AREA) & Q(area=""),
                name="a_section_names_its_area",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.area}".strip()


class EarlierText(models.Model):
    """What a section said before. Written once, never changed (a trigger)."""

    section = models.ForeignKey(ReportSection, on_delete=models.PROTECT, related_name="earlier")
    version = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    saved_at = models.DateTimeField()
    saved_by = writer()

    class Meta:
        ordering = ["section", "-version"]
        constraints = [models.UniqueConstraint("section", "version", name="one_earlier_text_of_a_version")]

    def __str__(self) -> str:
        return f"{self.section}, version {self.version}"


class CheckNote(models.Model):
    """What a second person says about a draft: why it goes back, or how it compares with others (R-400, R-405)."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="check_notes")
    kind = models.CharField(max_length=12, choices=CheckKind)
    words = models.TextField()
    written_at = models.DateTimeField()
    written_by = writer()

    class Meta:
        ordering = ["assessment", "-written_at", "-pk"]

    def __str__(self) -> str:
        return self.get_kind_display()


class SentDraft(models.Model):
    """A draft as it was sent to the organisation: its numbered paragraphs never change (R-402, a trigger).

    `last_day` may move to a later day, with the exceptional reason (R-403). `replied_at` without `replied_by` means
    that the time ran out; what had been noted by then counts.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="sent_drafts")
    number = models.PositiveSmallIntegerField()
    content = models.JSONField()
    sent_at = models.DateTimeField()
    sent_by = writer()
    last_day = models.DateField()
    extended_because = models.TextField(blank=True)
    extended_at = models.DateTimeField(null=True)
    extended_by = who()
    replied_at = models.DateTimeField(null=True)
    replied_by = who()

    class Meta:
        ordering = ["assessment", "-number"]
        constraints = [
            models.UniqueConstraint("assessment", "number", name="one_sent_draft_of_a_number"),
            models.UniqueConstraint("assessment", condition=Q(replied_at=None), name="one_draft_is_out_at_a_time"),
            both_or_neither("extended_at", "extended_by", name="sent_draft_extended_at_and_by"),
            models.CheckConstraint(
                condition=Q(extended_at=None, extended_because="")
                | Q(extended_at__isnull=False) & ~Q(extended_because=""),
                name="more_time_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(replied_by=None) | Q(replied_at__isnull=False), name="a_reply_has_its_moment"
            ),
        ]

    def __str__(self) -> str:
        return f"Draft {self.number}"


class AccuracyPoint(models.Model):
    """What the organisation says about one paragraph of the draft, and the answer of somebody independent (R-402).

    Triggers keep it as it was said once the reply is in, and keep an answer away from everybody who was in the team.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    draft = models.ForeignKey(SentDraft, on_delete=models.PROTECT, related_name="points")
    number = models.PositiveSmallIntegerField()
    paragraph = models.CharField(max_length=12)
    kind = models.CharField(max_length=10, choices=PointKind)
    words = models.TextField()
    evidence = models.TextField(blank=True)
    said_at = models.DateTimeField()
    said_by = writer()
    taken_back_at = models.DateTimeField(null=True)
    taken_back_by = who()
    answer = models.CharField(max_length=14, choices=PointAnswer, blank=True)
    answer_because = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = who()

    class Meta:
        ordering = ["draft", "number"]
        constraints = [
            models.UniqueConstraint("draft", "number", name="one_point_of_a_number"),
            both_or_neither("taken_back_at", "taken_back_by", name="point_taken_back_at_and_by"),
            both_or_neither("answered_at", "answered_by", name="point_answered_at_and_by"),
            models.CheckConstraint(
                condition=Q(answered_at=None, answer="", answer_because="")
                | Q(answered_at__isnull=False, taken_back_at=None) & ~Q(answer="") & ~Q(answer_because=""),
                name="a_point_is_answered_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"Point {self.number}"


class Publication(models.Model):
    """What the public reads: a snapshot with the fields of R-410 and no other. No row ever changes or goes.

    A correction is the next version and says what was wrong (R-916).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="publications")
    version = models.PositiveSmallIntegerField(default=1)
    snapshot = models.JSONField()
    card = models.GeneratedField(expression=CARD, output_field=models.JSONField(), db_persist=True)
    summary = models.GeneratedField(expression=SUMMARY, output_field=models.TextField(null=True), db_persist=True)
    correction_note = models.TextField(blank=True)
    review_until = models.DateField()
    published_at = models.DateTimeField()
    published_by = writer()

    class Meta:
        ordering = ["assessment", "-version"]
        indexes = [models.Index("published_at", "id", name="publication_by_day")]
        constraints = [
            models.UniqueConstraint("assessment", "version", name="one_publication_of_a_version"),
            models.CheckConstraint(
                condition=Q(version=1, correction_note="") | Q(version__gt=1) & ~Q(correction_note=""),
                name="a_corrected_report_says_what_was_wrong",
            ),
        ]

    def __str__(self) -> str:
        return f"Report {self.assessment_id}, version {self.version}"


class ReviewRequest(models.Model):
    """The organisation says that the process was not followed. Once for a report, whatever comes of it (R-404).

    Where no inspection manager can decide, somebody from outside is named for it: `reviewer`, with the reason.
    """

    assessment = models.OneToOneField(
        Assessment, on_delete=models.PROTECT, primary_key=True, related_name="review_request"
    )
    words = models.TextField()
    asked_at = models.DateTimeField()
    asked_by = writer()
    reviewer = who()
    reviewer_because = models.TextField(blank=True)
    reviewer_named_at = models.DateTimeField(null=True)
    reviewer_named_by = who()
    outcome = models.CharField(max_length=10, choices=ReviewOutcome, blank=True)
    decided_because = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = who()

    class Meta:
        constraints = [
            both_or_neither("decided_at", "decided_by", name="review_decided_at_and_by"),
            models.CheckConstraint(
                condition=Q(decided_at=None, outcome="", decided_because="")
                | Q(decided_at__isnull=False) & ~Q(outcome="") & ~Q(decided_because=""),
                name="a_review_is_decided_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("asked_by")), name="a_review_is_decided_by_another"
            ),
            both_or_neither("reviewer_named_at", "reviewer_named_by", name="reviewer_named_at_and_by"),
            models.CheckConstraint(
                condition=Q(reviewer=None, reviewer_because="", reviewer_named_at=None)
                | Q(reviewer__isnull=False, reviewer_named_at__isnull=False) & ~Q(reviewer_because=""),
                name="a_reviewer_is_named_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(reviewer=None) | ~Q(reviewer=F("reviewer_named_by")),
                name="nobody_names_themselves_reviewer",
            ),
        ]

    def __str__(self) -> str:
        return self.get_outcome_display() or "Review asked for"


class DisplayOfRating(models.Model):
    """Where a rating is shown to people, noted by the organisation or by us (R-406)."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="displays")
    where = models.CharField(max_length=300)
    shown_on = models.DateField()
    noted_at = models.DateTimeField()
    noted_by = writer()

    class Meta:
        ordering = ["assessment", "-noted_at", "-pk"]

    def __str__(self) -> str:
        return self.where
