"""A registration that was granted, what follows from it, and what changes in it."""

from django.db import models

from sandbox_portal.casework.constraints import both_or_neither
from sandbox_portal.casework.models import Case
from sandbox_portal.people.models import Organisation
from sandbox_portal.register.models import Service

from ..choices import ConversionPlan
from .application import RegistrationApplication
from .people import nobody_yet, somebody


class Registration(models.Model):
    """A granted registration: a case of its own that lasts as long as the registration does (R-277).

    What the public reads of it, by day, are the services of the register with their statuses and particulars; nothing
    of that is kept here twice. `application` is empty for one that is older than this portal.
    """

    case = models.OneToOneField(Case, on_delete=models.PROTECT, primary_key=True, related_name="registration")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="registrations")
    application = models.OneToOneField(
        RegistrationApplication, on_delete=models.PROTECT, null=True, related_name="registration"
    )
    services = models.ManyToManyField(Service, related_name="registrations")
    registered_on = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["organisation", "registered_on"], name="registration_granted_to")]

    def __str__(self) -> str:
        return self.case.reference or "Registration"


class DutyDone(models.Model):
    """Something to do after registration, by its code, with its day; who said that it is done (R-280)."""

    registration = models.ForeignKey(Registration, on_delete=models.PROTECT, related_name="duties")
    code = models.CharField(max_length=40)
    due_on = models.DateField(null=True)
    done_at = models.DateTimeField(null=True)
    done_by = nobody_yet()

    class Meta:
        ordering = ["registration", "due_on", "code"]
        constraints = [
            models.UniqueConstraint("registration", "code", name="one_duty_of_a_code"),
            both_or_neither("done_at", "done_by", name="duty_done_at_and_by"),
        ]

    def __str__(self) -> str:
        return f"{self.registration_id}: {self.code}"


class Change(models.Model):
    """A change after registration: a small case of its own, told or asked for (R-281). `kind` is a code of changes.py.

    `happens_on` is the day of the change in the words of the organisation; `holds_from` the day from which we agreed.
    """

    case = models.OneToOneField(Case, on_delete=models.PROTECT, primary_key=True, related_name="registration_change")
    registration = models.ForeignKey(Registration, on_delete=models.PROTECT, related_name="changes")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    happens_on = models.DateField()
    sent_at = models.DateTimeField(null=True)
    sent_by = nobody_yet()
    decided_at = models.DateTimeField(null=True)
    decided_by = nobody_yet()
    reason = models.TextField(blank=True)
    holds_from = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["registration", "-sent_at"], name="change_by_registration")]
        constraints = [
            both_or_neither("sent_at", "sent_by", name="change_sent_at_and_by"),
            both_or_neither("decided_at", "decided_by", name="change_decided_at_and_by"),
            models.CheckConstraint(
                condition=models.Q(decided_at=None) | models.Q(sent_at__isnull=False),
                name="only_a_change_that_was_sent_is_decided",
            ),
        ]

    def __str__(self) -> str:
        return self.case.reference or "Change"


class Conversion(models.Model):
    """What becomes of a service when the trial of its kind ends; planned first, carried out once (R-145)."""

    registration = models.ForeignKey(Registration, on_delete=models.PROTECT, related_name="conversions")
    service = models.OneToOneField(Service, on_delete=models.PROTECT, related_name="conversion")
    plan = models.CharField(max_length=10, choices=ConversionPlan)
    to_kind = models.CharField(max_length=40, blank=True)
    on = models.DateField()
    because = models.TextField()
    planned_at = models.DateTimeField()
    planned_by = somebody()
    carried_out_at = models.DateTimeField(null=True)
    carried_out_by = nobody_yet()
    new_service = models.OneToOneField(Service, on_delete=models.PROTECT, null=True, related_name="converted_from")

    class Meta:
        constraints = [
            both_or_neither("carried_out_at", "carried_out_by", name="conversion_carried_out_at_and_by"),
            models.CheckConstraint(
                condition=models.Q(plan=ConversionPlan.ENDS, to_kind="")
                | ~models.Q(plan=ConversionPlan.ENDS) & ~models.Q(to_kind=""),
                name="a_conversion_names_the_kind_unless_it_ends",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service}: {self.get_plan_display()}"
