"""What good care looks like, version by version, as it was loaded."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from ..choices.frameworks import FrameworkStatus, ScoringMode, SubjectKind


class Framework(models.Model):
    """One version of a framework, with its whole content as it was loaded (R-350).

    `content` holds areas, statements, categories, bands and limiters; `queries.frameworks.read_framework` gives them
    a shape. Once `first_used_at` is set, nothing but `status` changes, by a database trigger (R-352). `loaded_by` is
    nobody when it came with the portal.
    """

    slug = models.SlugField(max_length=40)
    version = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=40, unique=True)
    title = models.CharField(max_length=120)
    subject_kind = models.CharField(max_length=20, choices=SubjectKind)
    scoring_mode = models.CharField(max_length=30, choices=ScoringMode)
    status = models.CharField(max_length=10, choices=FrameworkStatus)
    content = models.JSONField()
    loaded_at = models.DateTimeField(db_default=Now())
    loaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    first_used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["slug", "-version"]
        constraints = [
            models.UniqueConstraint("slug", "version", name="one_framework_per_version"),
            models.CheckConstraint(
                condition=~models.Q(status=FrameworkStatus.DRAFT) | models.Q(first_used_at=None),
                name="a_draft_framework_is_not_used",
            ),
        ]

    def __str__(self) -> str:
        return self.code
