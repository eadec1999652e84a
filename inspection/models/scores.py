"""Scores of an assessment (R-381, R-382, R-391, R-425). Every row is one version of one place; the newest one holds.

Triggers let a row be written only while its assessment is scored, by nobody with an interest, and let none change or
go. Whatever a place said before stands beside who said it, when, and why it was changed.
"""

from django.db import models
from django.db.models import Q

from ..choices.frameworks import Rating, Score
from .assessments import Assessment
from .who import writer

FIRST = 1


def _says_why(name: str) -> models.CheckConstraint:
    """R-391: whatever replaces an earlier version says why."""
    return models.CheckConstraint(
        condition=Q(version=FIRST, changed_because="") | Q(version__gt=FIRST) & ~Q(changed_because=""), name=name
    )


class CategoryScore(models.Model):
    """One kind of evidence for one statement: a score, or why nobody looked for it. Neither means taken back."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="category_scores")
    statement = models.CharField(max_length=120)
    category = models.CharField(max_length=40)
    version = models.PositiveSmallIntegerField(default=FIRST)
    score = models.PositiveSmallIntegerField(choices=Score, null=True)
    not_sought_because = models.CharField(max_length=1000, blank=True)
    reasons = models.CharField(max_length=2000, blank=True)
    changed_because = models.CharField(max_length=1000, blank=True)
    written_at = models.DateTimeField()
    written_by = writer()

    class Meta:
        ordering = ["assessment", "statement", "category", "-version"]
        constraints = [
            models.UniqueConstraint(
                "assessment", "statement", "category", "version", name="one_version_of_a_category_score"
            ),
            models.CheckConstraint(
                condition=Q(score=None) | Q(score__range=(1, 4), not_sought_because=""),
                name="a_category_has_a_score_or_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(version__gt=FIRST) | ~Q(score=None) | ~Q(not_sought_because=""),
                name="a_category_begins_with_a_word",
            ),
            _says_why("a_changed_category_score_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.statement}, {self.category}: {self.score or '–'}"


class StatementScore(models.Model):
    """One statement that is scored as a whole, with the reasons; without a score it is a note on what was seen."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="statement_scores")
    statement = models.CharField(max_length=120)
    version = models.PositiveSmallIntegerField(default=FIRST)
    score = models.PositiveSmallIntegerField(choices=Score, null=True)
    reasons = models.TextField(blank=True)
    changed_because = models.CharField(max_length=1000, blank=True)
    written_at = models.DateTimeField()
    written_by = writer()

    class Meta:
        ordering = ["assessment", "statement", "-version"]
        constraints = [
            models.UniqueConstraint("assessment", "statement", "version", name="one_version_of_a_statement_score"),
            models.CheckConstraint(
                condition=Q(score=None) | Q(score__range=(1, 4)) & ~Q(reasons=""),
                name="a_statement_score_has_reasons",
            ),
            models.CheckConstraint(
                condition=Q(version__gt=FIRST) | ~Q(reasons=""), name="a_statement_begins_with_words"
            ),
            _says_why("a_changed_statement_score_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.statement}: {self.score or '–'}"


class AreaJudgement(models.Model):
    """The rating of one area where areas are judged and nothing is added up (R-425). Without a rating: taken back."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="area_judgements")
    area = models.CharField(max_length=60)
    version = models.PositiveSmallIntegerField(default=FIRST)
    rating = models.CharField(max_length=30, choices=Rating, blank=True)
    reasons = models.TextField(blank=True)
    changed_because = models.CharField(max_length=1000, blank=True)
    written_at = models.DateTimeField()
    written_by = writer()

    class Meta:
        ordering = ["assessment", "area", "-version"]
        constraints = [
            models.UniqueConstraint("assessment", "area", "version", name="one_version_of_an_area_judgement"),
            models.CheckConstraint(
                condition=Q(rating="") & Q(version__gt=FIRST) | ~Q(rating="") & ~Q(reasons=""),
                name="an_area_judgement_has_reasons",
            ),
            _says_why("a_changed_area_judgement_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.area}: {self.rating or '–'}"
