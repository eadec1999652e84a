"""What an organisation has told us, kept so that it says it only once, and where it was said again."""

from django.conf import settings
from django.db import models

from sandbox_portal.casework.constraints import both_or_neither
from sandbox_portal.casework.models import Case
from sandbox_portal.documents.models import Attachment
from sandbox_portal.people.models import Organisation

from ..choices import Origin
from .answers import Response


class KeptAnswer(models.Model):
    """One thing an organisation told us, as it stood from then on. The newest version counts; none is ever changed.

    `key` is one of content/organisation_facts.yaml, `raw` the answer as typed, null once it was taken out of the file.
    `case` is where it was said, empty when it was written in the file itself.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="kept_answers")
    key = models.CharField(max_length=60)
    version = models.PositiveIntegerField()
    raw = models.JSONField(null=True)
    origin = models.CharField(max_length=20, choices=Origin)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, related_name="+")
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField()
    fresh_until = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("organisation", "key", "version", name="one_kept_answer_per_version"),
            models.CheckConstraint(
                condition=models.Q(origin=Origin.SENT, case__isnull=False) | ~models.Q(origin=Origin.SENT),
                name="what_was_sent_has_its_case",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} of {self.organisation_id}, version {self.version}"


class KeptAnswerUpdate(models.Model):
    """A sent answer that says something else than the file does: somebody of the organisation says which holds."""

    response = models.ForeignKey(Response, on_delete=models.PROTECT, related_name="updates_for_the_file")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=60)
    raw = models.JSONField()
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField()
    offered_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    was_taken = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "organisation", "key", condition=models.Q(settled_at=None), name="one_open_update_per_fact"
            ),
            both_or_neither("settled_at", "settled_by", name="update_settled_at_and_by"),
        ]

    def __str__(self) -> str:
        return f"{self.key} of {self.organisation_id}"


class ToldBefore(models.Model):
    """What somebody said when we offered them what they had told us: use it (and where it came from), or no thanks."""

    response = models.ForeignKey(Response, on_delete=models.PROTECT, related_name="told_before")
    question_key = models.CharField(max_length=60)
    kept_answer = models.ForeignKey(KeptAnswer, on_delete=models.PROTECT, null=True, related_name="uses")
    attachment = models.ForeignKey(Attachment, on_delete=models.PROTECT, null=True, related_name="+")
    was_used = models.BooleanField()
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index("response", "question_key", name="told_before_by_question")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kept_answer=None, attachment__isnull=False)
                | models.Q(kept_answer__isnull=False, attachment=None),
                name="told_before_is_one_thing",
            )
        ]

    def __str__(self) -> str:
        return f"{self.question_key}, {'used' if self.was_used else 'not used'}"
