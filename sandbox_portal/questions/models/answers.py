"""Question sets as they were published, and what people answered."""

from django.conf import settings
from django.db import models

from sandbox_portal.casework.models import Case


class QuestionSet(models.Model):
    """One version of what is asked. A database trigger refuses any change once it is published."""

    code = models.SlugField(max_length=60)
    version = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    document = models.JSONField()
    sha256 = models.CharField(max_length=64)
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint("code", "version", name="one_question_set_per_version")]

    def __str__(self) -> str:
        return f"{self.title}, version {self.version}"


class Response(models.Model):
    """The answers of one case to one question set, pinned to the version they were begun with.

    Once locked nothing in it changes (a trigger refuses it), and `given` keeps the lists the case supplied then. What
    came back as a whole is answered anew in another response of the next `attempt`; the newest counts.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="responses")
    question_set = models.ForeignKey(QuestionSet, on_delete=models.PROTECT, related_name="responses")
    set_code = models.SlugField(max_length=60, db_index=False)
    attempt = models.PositiveSmallIntegerField(default=1)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    locked_at = models.DateTimeField(null=True, blank=True)
    locked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    given = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint("case", "set_code", "attempt", name="one_response_per_case_set_and_attempt"),
            models.CheckConstraint(
                condition=models.Q(locked_at=None, locked_by=None)
                | models.Q(locked_at__isnull=False, locked_by__isnull=False),
                name="response_locked_at_and_by",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case} to {self.question_set}"


class Answer(models.Model):
    """What somebody typed to one question, exactly as typed; finished or not.

    `version` counts its changes, `kept_version` is the newest of them among the revisions. `written_from` names the
    open page that saved it last by itself, so that the same page's button is not taken for somebody else's change; it
    is empty once the button was pressed.
    """

    response = models.ForeignKey(Response, on_delete=models.PROTECT, related_name="answers")
    question_key = models.CharField(max_length=60)
    raw = models.JSONField()
    version = models.PositiveIntegerField(default=1)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField()
    kept_version = models.PositiveIntegerField(default=0)
    written_from = models.CharField(max_length=36, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint("response", "question_key", name="one_answer_per_question")]

    def __str__(self) -> str:
        return f"{self.question_key}, version {self.version}"


class AnswerRevision(models.Model):
    """An answer as it stood, kept for good: at every press of the button, before another person's change, now and
    then in a long spell of typing, and when the answers are locked.
    """

    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="revisions")
    version = models.PositiveIntegerField()
    raw = models.JSONField()
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField()

    class Meta:
        ordering = ["answer", "version"]
        constraints = [models.UniqueConstraint("answer", "version", name="one_revision_per_version")]

    def __str__(self) -> str:
        return f"{self.answer_id}, version {self.version}"


class SetAsideText(models.Model):
    """What somebody typed and then left for the text that was stored (R26): out of the form, but not lost."""

    response = models.ForeignKey(Response, on_delete=models.PROTECT, related_name="texts_set_aside")
    question_key = models.CharField(max_length=60)
    raw = models.JSONField()
    set_aside_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    set_aside_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index("response", "set_aside_at", name="text_set_aside_by_response")]

    def __str__(self) -> str:
        return f"{self.question_key}, set aside by {self.set_aside_by}"
