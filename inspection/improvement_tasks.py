"""Whom the reminders of improvement plans and of journeys are for."""

from collections.abc import Iterable
from uuid import UUID

from django.urls import reverse

from sandbox_portal.casework.models import Deadline
from sandbox_portal.casework.reminders import Recipient, audience
from sandbox_portal.people.choices import Role

from .choices.improvement import PlanStage
from .queries import improvement_people as people
from .queries.improvement import is_assessed_again


@audience("writers_of_a_plan")
def writers_of_a_plan(deadline: Deadline) -> Iterable[Recipient]:
    """M-47: whoever writes for the organisation, while the plan is written."""
    address = reverse("plan-detail", args=[deadline.subject])
    return [Recipient.of(person, address) for person in people.those_who_write(UUID(deadline.subject))]


@audience("writers_of_an_action")
def writers_of_an_action(deadline: Deadline) -> Iterable[Recipient]:
    """M-48: whoever writes for the organisation, while the action is open."""
    for plan_id, person in people.writers_of_action(int(deadline.subject)):
        yield Recipient.of(person, reverse("plan-progress", args=[plan_id, deadline.subject]))


@audience("both_sides_of_a_progress_review")
def both_sides_of_a_progress_review(deadline: Deadline) -> Iterable[Recipient]:
    """M-47R: the organisation, and those who look at its progress."""
    review = people.review_by_id(int(deadline.subject))
    if review is None:
        return
    address = reverse("plan-detail", args=[review.plan_id])
    writers = people.those_who_write(review.plan_id, stage=PlanStage.UNDER_WAY)
    for person in [*writers, *people.those_who_see_reviews(review.plan)]:
        yield Recipient.of(person, address)


@audience("those_who_plan_a_reinspection")
def those_who_plan_a_reinspection(deadline: Deadline) -> Iterable[Recipient]:
    """M-49: inspection managers without an interest, until the service is assessed again."""
    plan = people.plan_by_id(UUID(deadline.subject))
    if plan is None or is_assessed_again(plan):
        return
    for person in people.those_who_follow(plan, role=Role.INSPECTION_MANAGER):
        yield Recipient.of(person, reverse("plan-detail", args=[plan.pk]))


@audience("those_who_look_after_journeys")
def those_who_look_after_journeys(deadline: Deadline) -> Iterable[Recipient]:
    """M-47L: inspection managers without a place in the council, while a day is agreed."""
    for person in people.those_who_look_after_journeys(UUID(deadline.subject)):
        yield Recipient.of(person, reverse("journey-detail", args=[deadline.subject]))
