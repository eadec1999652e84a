"""Who has which section of a form, and who has one of its pages open now."""

from django.conf import settings
from django.db import models

from sandbox_portal.casework.constraints import both_or_neither
from sandbox_portal.people.models import Invitation

from ..choices import Ending, Rest
from .answers import Response


class SectionHandover(models.Model):
    """A section that was given to a colleague (R8). One current holder each; an ended one stays as history.

    `rest` is what the colleague may do with the other sections. `reminded_on` is the day of the last reminder.
    """

    response = models.ForeignKey(Response, on_delete=models.PROTECT, related_name="handovers")
    section_key = models.CharField(max_length=60)
    holder = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    rest = models.CharField(max_length=10, choices=Rest, default=Rest.READ)
    note = models.CharField(max_length=300, blank=True)
    given_at = models.DateTimeField()
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reminded_on = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    ending = models.CharField(max_length=20, choices=Ending, blank=True)

    class Meta:
        ordering = ["given_at", "pk"]
        indexes = [models.Index("holder", name="handover_by_holder", condition=models.Q(ended_at=None))]
        constraints = [
            models.UniqueConstraint(
                "response", "section_key", condition=models.Q(ended_at=None), name="one_holder_per_section"
            ),
            both_or_neither("ended_at", "ended_by", name="handover_ended_at_and_by"),
            models.CheckConstraint(
                condition=models.Q(ended_at=None, ending="")
                | (models.Q(ended_at__isnull=False) & ~models.Q(ending="")),
                name="handover_ends_one_way",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.section_key} with {self.holder}"


class SectionPromise(models.Model):
    """A section for somebody who has no account yet: it is given when they take up the invitation to the team."""

    response = models.ForeignKey(Response, on_delete=models.PROTECT, related_name="promises")
    section_key = models.CharField(max_length=60)
    invitation = models.OneToOneField(Invitation, on_delete=models.PROTECT, related_name="section_promise")
    rest = models.CharField(max_length=10, choices=Rest, default=Rest.READ)
    note = models.CharField(max_length=300, blank=True)
    promised_at = models.DateTimeField()
    promised_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.section_key} for {self.invitation.email}"


class Presence(models.Model):
    """The page of a form that a person had open last: one row for each person and form, written over as they go on.

    By the database's real clock. It says who is here now, and nothing about who was: no history is kept.
    """

    response = models.ForeignKey(Response, on_delete=models.PROTECT, related_name="presences")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    section_key = models.CharField(max_length=60)
    page_key = models.CharField(max_length=60)
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint("response", "user", name="one_presence_per_person")]

    def __str__(self) -> str:
        return f"{self.user} at {self.page_key}"
