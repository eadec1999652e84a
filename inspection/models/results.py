"""What limits a rating, what departs from it, and the result that is kept (R-383, R-384, R-389)."""

from django.db import models
from django.db.models import F, Q

from sandbox_portal.casework.constraints import both_or_neither

from ..choices.frameworks import Rating
from ..choices.scores import LimiterFact
from .assessments import Assessment
from .who import who, writer

ONE_STEP_APART = [
    (Rating.INADEQUATE, Rating.REQUIRES_IMPROVEMENT),
    (Rating.REQUIRES_IMPROVEMENT, Rating.GOOD),
    (Rating.GOOD, Rating.OUTSTANDING),
]


def _one_step() -> Q:
    allowed = Q()
    for lower, better in ONE_STEP_APART:
        allowed |= Q(computed=lower, rating=better) | Q(computed=better, rating=lower)
    return allowed


class NotedLimiter(models.Model):
    """Something beside scores that limits the rating of an area, with what shows it. It ends, and never goes.

    A breach names its regulation. A trigger lets it be noted and ended only while the assessment is scored.
    """

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="limiters")
    code = models.CharField(max_length=30, choices=LimiterFact)
    area = models.CharField(max_length=60)
    regulation = models.CharField(max_length=200, blank=True)
    words = models.TextField()
    noted_at = models.DateTimeField()
    noted_by = writer()
    ended_at = models.DateTimeField(null=True)
    ended_by = who()
    ended_because = models.CharField(max_length=1000, blank=True)

    class Meta:
        ordering = ["assessment", "noted_at", "pk"]
        constraints = [
            both_or_neither("ended_at", "ended_by", name="noted_limiter_ended_at_and_by"),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_because="") | Q(ended_at__isnull=False) & ~Q(ended_because=""),
                name="a_limiter_ends_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(code=LimiterFact.BREACH) & ~Q(regulation="") | ~Q(code=LimiterFact.BREACH),
                name="a_breach_names_its_regulation",
            ),
            models.UniqueConstraint(
                "assessment",
                "code",
                condition=Q(ended_at=None) & ~Q(code=LimiterFact.BREACH),
                name="a_limiter_is_noted_once",
            ),
            models.UniqueConstraint(
                "assessment",
                "area",
                "regulation",
                condition=Q(ended_at=None, code=LimiterFact.BREACH),
                name="a_breach_is_noted_once",
            ),
        ]

    def __str__(self) -> str:
        return self.regulation or self.get_code_display()


class Departure(models.Model):
    """Professional judgement: one step away from what was worked out, asked by one manager, signed by another (R-389).

    `about` is an area or `THE_WHOLE`; `computed` is what it departs from. It counts once it is signed, and only as long
    as that is still what comes out.
    """

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="departures")
    about = models.CharField(max_length=60)
    computed = models.CharField(max_length=30, choices=Rating)
    rating = models.CharField(max_length=30, choices=Rating)
    reason = models.TextField()
    asked_at = models.DateTimeField()
    asked_by = writer()
    signed_at = models.DateTimeField(null=True)
    signed_by = who()
    ended_at = models.DateTimeField(null=True)
    ended_by = who()
    ended_because = models.CharField(max_length=1000, blank=True)

    class Meta:
        ordering = ["assessment", "asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                "assessment", "about", condition=Q(ended_at=None), name="one_departure_of_a_rating_at_a_time"
            ),
            both_or_neither("signed_at", "signed_by", name="departure_signed_at_and_by"),
            both_or_neither("ended_at", "ended_by", name="departure_ended_at_and_by"),
            models.CheckConstraint(
                condition=Q(signed_by=None) | ~Q(signed_by=F("asked_by")), name="a_departure_is_signed_by_another"
            ),
            models.CheckConstraint(condition=_one_step(), name="a_departure_is_one_step"),
            models.CheckConstraint(condition=~Q(reason=""), name="a_departure_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.about}: {self.get_rating_display()}"


class AssessmentResult(models.Model):
    """How an assessment was rated when its scoring ended (R-383): what was given, and everything that came out.

    `given` is enough to reckon `outcome` again (`rulebook.kept`). A trigger refuses every change. When scores are
    opened once more, the next result gets the next number, and the one before stays.
    """

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="results")
    number = models.PositiveSmallIntegerField()
    rating = models.CharField(max_length=30, choices=Rating, blank=True)
    given = models.JSONField()
    outcome = models.JSONField()
    made_at = models.DateTimeField()
    made_by = writer()

    class Meta:
        ordering = ["assessment", "-number"]
        constraints = [models.UniqueConstraint("assessment", "number", name="one_result_of_a_number")]

    def __str__(self) -> str:
        return f"Result {self.number}: {self.get_rating_display() or 'not rated yet'}"
