"""Whom the reminder is for."""

from collections.abc import Iterable

from django.urls import reverse

from sandbox_portal.casework.models import Deadline
from sandbox_portal.casework.reminders import Recipient, audience
from sandbox_portal.people.choices import Role
from sandbox_portal.people.queries import holders_of


@audience("those_who_decide_on_the_list")
def those_who_decide(deadline: Deadline) -> Iterable[Recipient]:
    address = reverse("list-request", args=[deadline.subject])
    return [Recipient.of(person, address) for person in holders_of(Role.PROGRAMME_LEAD)]
