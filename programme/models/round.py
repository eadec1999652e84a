"""A round of the sandbox: its window, its places, its words and its criteria."""

from django.db import models

from sandbox_portal.casework.models import Case

from ..choices import RoundStage


class Round(models.Model):
    """One round. Its words come from content/rounds/; what is judged is frozen when the window opens (R-154).

    `document` holds the words (summary, objectives, scope_in, scope_out, outputs, commitments, partners …);
    `criteria` the list of criteria with scales and labels, in the order they are worked. Both refuse change once
    `frozen_at` is set, by a database trigger; so do the places and the question set. `approved_on` is the day of the
    committee's decision: without it the round is not shown to the public and its window cannot open.
    """

    case = models.OneToOneField(Case, on_delete=models.PROTECT, primary_key=True, related_name="round")
    number = models.PositiveSmallIntegerField(unique=True)
    slug = models.SlugField(unique=True)
    title = models.CharField(max_length=200)
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    min_places = models.PositiveSmallIntegerField(default=3)
    max_places = models.PositiveSmallIntegerField(default=6)
    question_set = models.CharField(max_length=60)
    question_set_version = models.PositiveSmallIntegerField()
    document = models.JSONField(default=dict)
    criteria = models.JSONField(default=list)
    approved_on = models.DateField(null=True, blank=True)
    frozen_at = models.DateTimeField(null=True, blank=True)
    next_number = models.PositiveSmallIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(closes_at__gt=models.F("opens_at")), name="window_closes_after_it_opens"
            ),
            models.CheckConstraint(
                condition=models.Q(min_places__gte=1) & models.Q(max_places__gte=models.F("min_places")),
                name="places_make_sense",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def stage_label(self) -> str:
        return RoundStage(self.case.stage).label
