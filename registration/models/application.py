"""An application to register a service, and the applications of its registered managers."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower

from sandbox_portal.casework.constraints import both_or_neither
from sandbox_portal.casework.models import Case
from sandbox_portal.people.models import Organisation

from ..choices import ManagerStage, Received
from .people import nobody_yet, somebody
from .scope import ScopeRun


class RegistrationApplication(models.Model):
    """An organisation's application to register. Its answers are the case's Response, one for each attempt.

    `service_kinds` are codes of the register, as chosen when it was sent. `attempt` counts the times it is written:
    it grows when an application that came back is opened again (R-271). `sent_at` and `sent_by` are of the newest
    attempt; the earlier ones stand in Attempt.

    `live_entity` names the person or body in law that applies, from sending until the case ends, and is nobody else's
    meanwhile (V-28): a trigger empties it. `terms` keeps the words that were declared, and by whom.

    A member of staff who types in what came by post or phone stands in `typed_in_by`, the person they type for in
    `typed_in_for`; the organisation's own declaration is then still wanted, and stands in `confirmed_at` and
    `confirmed_by`.
    """

    case = models.OneToOneField(
        Case, on_delete=models.PROTECT, primary_key=True, related_name="registration_application"
    )
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="registration_applications")
    scope_run = models.ForeignKey(ScopeRun, on_delete=models.PROTECT, null=True, related_name="applications")
    service_kinds = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    attempt = models.PositiveSmallIntegerField(default=1)
    live_entity = models.CharField(max_length=80, null=True, blank=True, unique=True)
    submission_key = models.UUIDField(null=True, blank=True, unique=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_by = nobody_yet()
    terms = models.JSONField(default=dict, blank=True)
    inspector = nobody_yet()
    typed_in_by = nobody_yet()
    typed_in_for = models.CharField(max_length=200, blank=True)
    received_how = models.CharField(max_length=10, choices=Received, blank=True)
    received_on = models.DateField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = nobody_yet()

    class Meta:
        indexes = [models.Index(fields=["organisation", "-sent_at"], name="registration_by_organisation")]
        constraints = [
            both_or_neither("sent_at", "sent_by", name="registration_sent_at_and_by"),
            both_or_neither("confirmed_at", "confirmed_by", name="registration_confirmed_at_and_by"),
            models.CheckConstraint(condition=models.Q(attempt__gte=1), name="attempts_are_counted_from_one"),
            models.CheckConstraint(
                condition=models.Q(typed_in_by=None, typed_in_for="", received_how="", received_on=None)
                | models.Q(typed_in_by__isnull=False, received_on__isnull=False)
                & ~models.Q(typed_in_for="")
                & ~models.Q(received_how=""),
                name="what_was_typed_in_says_for_whom",
            ),
        ]

    def __str__(self) -> str:
        return self.case.reference or f"Draft of {self.organisation}"

    @property
    def is_typed_in(self) -> bool:
        return self.typed_in_by_id is not None


class Attempt(models.Model):
    """One time an application was sent, and how it came back if it did. Once it has come back it never changes."""

    application = models.ForeignKey(RegistrationApplication, on_delete=models.PROTECT, related_name="attempts")
    number = models.PositiveSmallIntegerField()
    sent_at = models.DateTimeField()
    sent_by = somebody()
    note = models.TextField(blank=True)
    returned_at = models.DateTimeField(null=True, blank=True)
    returned_by = nobody_yet()

    class Meta:
        ordering = ["application", "number"]
        constraints = [
            models.UniqueConstraint("application", "number", name="one_attempt_per_number"),
            both_or_neither("returned_at", "returned_by", name="attempt_returned_at_and_by"),
        ]

    def __str__(self) -> str:
        return f"{self.application_id}, attempt {self.number}"


class ManagerApplication(models.Model):
    """The application of one registered manager: a case of its own, written and declared by that person alone (R-011).

    It goes along with an application to register, or with the `change` by which somebody joins later. `person` is empty
    until whoever was asked has said that they are the one. `email` is unlike that of the other managers of the
    application (V-11). `declared_name` is what they signed with.
    """

    case = models.OneToOneField(Case, on_delete=models.PROTECT, primary_key=True, related_name="manager_application")
    application = models.ForeignKey(
        RegistrationApplication, on_delete=models.PROTECT, null=True, related_name="managers"
    )
    change = models.ForeignKey("registration.Change", on_delete=models.PROTECT, null=True, related_name="managers")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    email = models.EmailField(max_length=254)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="manager_applications"
    )
    invited_at = models.DateTimeField()
    invited_by = somebody()
    declared_at = models.DateTimeField(null=True, blank=True)
    declared_by = nobody_yet()
    declared_name = models.CharField(max_length=200, blank=True)
    taken_out_at = models.DateTimeField(null=True, blank=True)
    taken_out_by = nobody_yet()

    class Meta:
        ordering = ["application", "invited_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                "application",
                Lower("email"),
                condition=models.Q(taken_out_at=None),
                name="one_manager_per_email_of_an_application",
            ),
            models.UniqueConstraint(
                "change", condition=models.Q(taken_out_at=None), name="one_manager_joins_by_a_change"
            ),
            models.CheckConstraint(
                condition=models.Q(application=None, change__isnull=False)
                | models.Q(application__isnull=False, change=None),
                name="a_manager_goes_along_with_one_thing",
            ),
            both_or_neither("declared_at", "declared_by", name="manager_declared_at_and_by"),
            both_or_neither("taken_out_at", "taken_out_by", name="manager_taken_out_at_and_by"),
            models.CheckConstraint(
                condition=models.Q(declared_by=None) | models.Q(declared_by=models.F("person")),
                name="a_manager_declares_in_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, manager"

    @property
    def goes_with(self) -> Case:
        """The case of the application or of the change with which it is sent."""
        whole = self.application or self.change
        assert whole is not None  # the database lets none be without
        return whole.case

    @property
    def goes_with_words(self) -> str:
        return "application" if self.application_id else "change"

    @property
    def stage_words(self) -> str:
        return str(ManagerStage(self.case.stage).label)


class Shortcoming(models.Model):
    """One thing that is missing or wrong in an attempt: which question, why, and what to do (R-271, R-285).

    `manager` is the manager in whose own application the question stands; empty for the organisation's. Once the
    attempt has come back, a trigger lets no line be added, changed or taken away.
    """

    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="shortcomings")
    manager = models.ForeignKey(ManagerApplication, on_delete=models.PROTECT, null=True, related_name="shortcomings")
    question_key = models.CharField(max_length=60)
    reason = models.CharField(max_length=40)
    words = models.TextField(blank=True)
    listed_at = models.DateTimeField()
    listed_by = somebody()

    class Meta:
        ordering = ["attempt", "pk"]
        constraints = [
            models.UniqueConstraint(
                "attempt",
                "manager",
                "question_key",
                nulls_distinct=False,
                name="one_shortcoming_per_question_of_an_attempt",
            )
        ]

    def __str__(self) -> str:
        return f"{self.attempt}: {self.question_key}"
