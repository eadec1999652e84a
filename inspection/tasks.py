"""Whom the reminders of inspection are for."""

from collections.abc import Iterable

from django.urls import reverse

from sandbox_portal.casework.models import Deadline
from sandbox_portal.casework.reminders import Recipient, audience

from .queries.visits import who_goes


@audience("those_who_go_on_a_visit")
def those_who_go_on_a_visit(deadline: Deadline) -> Iterable[Recipient]:
    """M-40: the people who go, as long as they are in the team."""
    for visit, person in who_goes(int(deadline.subject)):
        yield Recipient.of(person, reverse("visit-detail", args=[visit.assessment_id, visit.pk]))
