"""Typing on behalf of an organisation that agreed to it (R35): who typed, who agreed, how, from when until when."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from sandbox_portal.people.models import Organisation

from ..choices import Agreement, AssistanceEnd
from .case import Case


class Assistance(models.Model):
    """A time in which one member of staff types answers of one case for an organisation.

    `agreed_name` is the person of the organisation who said yes; `agreed_by` is their account, where they have one. It
    runs until `ends_at` at the latest. A trigger lets nothing be changed but its end, and that once.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="assistances")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="assistances")
    typist = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    agreed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    agreed_name = models.CharField(max_length=200)
    agreed_how = models.CharField(max_length=20, choices=Agreement)
    agreed_on = models.DateField()
    note = models.CharField(max_length=300, blank=True)
    started_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    over_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    ending = models.CharField(max_length=30, choices=AssistanceEnd, blank=True)

    class Meta:
        indexes = [
            models.Index("case", "started_at", name="assistance_by_case"),
            models.Index("organisation", "started_at", name="assistance_by_organisation"),
        ]
        constraints = [
            models.UniqueConstraint("case", condition=Q(over_at=None), name="one_assistance_at_a_time_per_case"),
            models.UniqueConstraint("typist", condition=Q(over_at=None), name="one_assistance_at_a_time_per_person"),
            models.CheckConstraint(
                condition=Q(over_at=None, ending="", ended_by=None) | (Q(over_at__isnull=False) & ~Q(ending="")),
                name="an_assistance_ends_in_one_way",
            ),
            models.CheckConstraint(condition=Q(ends_at__gt=models.F("started_at")), name="an_assistance_has_an_end"),
            models.CheckConstraint(
                condition=Q(agreed_by=None) | ~Q(agreed_by=models.F("typist")), name="nobody_agrees_with_themselves"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.typist} for {self.agreed_name}"


class AssistanceRefusal(models.Model):
    """An organisation that wants nobody to type for it, from a moment on, until it takes that back."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="assistance_refusals")
    refused_at = models.DateTimeField()
    refused_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "organisation", condition=Q(lifted_at=None), name="one_refusal_of_assistance_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(lifted_at=None, lifted_by=None) | Q(lifted_at__isnull=False, lifted_by__isnull=False),
                name="a_refusal_of_assistance_is_lifted_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} wants nobody to type for it"
