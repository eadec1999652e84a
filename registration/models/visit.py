"""A visit before registration: planned, told, agreed or moved, carried out (R-276)."""

from django.db import models

from sandbox_portal.casework.constraints import both_or_neither

from ..choices import VisitPlace, VisitReply
from .application import RegistrationApplication
from .people import nobody_yet, somebody


class SiteVisit(models.Model):
    """One visit. `told_at` is when the organisation was told of the day that stands now.

    A day that gives less than five working days' notice (`is_short_notice`) holds only once the organisation has
    agreed: the database refuses such a visit as carried out. `checklist` are codes of content/site_visits.yaml, in
    `found` each with what was seen. `people_agreed` says who agreed to be met, and how we know.
    """

    application = models.ForeignKey(RegistrationApplication, on_delete=models.PROTECT, related_name="visits")
    starts_at = models.DateTimeField()
    where = models.CharField(max_length=10, choices=VisitPlace)
    place = models.CharField(max_length=300)
    visitors = models.CharField(max_length=300)
    checklist = models.JSONField(default=list)
    note = models.TextField(blank=True)
    is_short_notice = models.BooleanField()
    times_told = models.PositiveSmallIntegerField(default=1)
    told_at = models.DateTimeField()
    told_by = somebody()
    reply = models.CharField(max_length=12, choices=VisitReply, blank=True)
    reply_words = models.TextField(blank=True)
    replied_at = models.DateTimeField(null=True, blank=True)
    replied_by = nobody_yet()
    people_agreed = models.TextField(blank=True)
    found = models.JSONField(default=dict, blank=True)
    findings = models.TextField(blank=True)
    follow_up = models.JSONField(default=list, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = nobody_yet()
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = nobody_yet()
    cancelled_because = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["application", "starts_at", "pk"]
        constraints = [
            both_or_neither("replied_at", "replied_by", name="visit_replied_at_and_by"),
            both_or_neither("done_at", "done_by", name="visit_done_at_and_by"),
            both_or_neither("cancelled_at", "cancelled_by", name="visit_cancelled_at_and_by"),
            models.CheckConstraint(
                condition=models.Q(done_at=None) | models.Q(cancelled_at=None), name="a_visit_is_done_or_cancelled"
            ),
            models.CheckConstraint(
                condition=models.Q(done_at=None) | models.Q(is_short_notice=False) | models.Q(reply=VisitReply.AGREED),
                name="short_notice_needs_agreement",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application_id}, visit of {self.starts_at:%Y-%m-%d}"

    @property
    def is_planned(self) -> bool:
        return self.done_at is None and self.cancelled_at is None
