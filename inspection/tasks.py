"""Whom the reminders of inspection are for."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse

from sandbox_portal.casework import sweeping
from sandbox_portal.casework.clockwork import every_hour
from sandbox_portal.casework.models import Deadline
from sandbox_portal.casework.reminders import Recipient, audience
from sandbox_portal.people.queries.links import path_in_letter

from .actions.feedback_intake import take_in_feedback
from .queries.drafts import drafts_nobody_sends
from .queries.feedback import assessments_with_waiting_answers, letter_with_link
from .queries.visits import hosts_of, who_goes


@audience("those_who_go_on_a_visit")
def those_who_go_on_a_visit(deadline: Deadline) -> Iterable[Recipient]:
    """M-40: the people who go, as long as they work on its case."""
    for visit, person in who_goes(int(deadline.subject)):
        yield Recipient.of(person, reverse("visit-detail", args=[visit.case_id, visit.pk]))


@audience("those_who_are_visited")
def those_who_are_visited(deadline: Deadline) -> Iterable[Recipient]:
    """M-25: those who write for an organisation that was told of a visit."""
    for visit, person in hosts_of(int(deadline.subject)):
        yield Recipient.of(person, reverse("visit-answer", args=[visit.case_id, visit.pk]))


@audience("those_asked_for_feedback")
def those_asked_for_feedback(deadline: Deadline) -> Iterable[Recipient]:
    """M-50: whoever got a letter and has not answered. They have no account: their way is the link."""
    letter = letter_with_link(deadline.subject)
    if letter is not None:
        yield Recipient(letter.link.email, "", path_in_letter(letter.link))


@every_hour("feedback that becomes evidence")
def take_in_what_people_said(*, at: datetime) -> int:
    """Answers of the hour together, so that the time of one does not say whose it is (R-375)."""
    return sum(take_in_feedback(each, by=None, at=at) for each in assessments_with_waiting_answers())


@sweeping.register("typed drafts of inspectors that nobody sends")
def clear_drafts(*, at: datetime) -> int:
    """What was typed and not sent, a month later or once the evidence is closed."""
    return drafts_nobody_sends(at).delete()[0]
