"""Ask for more time, take the question back, say yes or no (R11). A date moves once; never one the law sets."""

from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from sandbox_portal.people.choices import Place
from sandbox_portal.people.models import User
from sandbox_portal.people.permissions import may_write_for_organisation
from sandbox_portal.people.queries import people_of

from ..calendars import england_and_wales
from ..choices import MoreTimeState
from ..deadlines import move_deadline
from ..events import record
from ..models import Case, Deadline, MoreTime
from ..moments import day_in_words, in_words
from ..more_time_rules import clock_rules, follow_move
from ..outbox import queue_mail
from ..queries.more_time import answering_refusal, asking_refusal, people_to_answer
from ..refusals import Refused
from ..working_days import LONDON, day_in_london


@transaction.atomic
def ask_for_more_time(deadline: Deadline, *, wanted_on: date, reason: str, by: User, at: datetime) -> MoreTime:
    """Ask that one date be moved; whoever works on the case is told."""
    deadline, case = _held(deadline)
    if sentence := asking_refusal(deadline, by, at):
        raise Refused(sentence)
    if not reason.strip():
        raise Refused("Say why you need more time.")
    _refuse_unless_possible(deadline, wanted_on, at)
    asked = MoreTime.objects.create(
        deadline=deadline,
        case=case,
        due_at=deadline.due_at,
        wanted_on=wanted_on,
        reason=reason.strip(),
        asked_at=at,
        asked_by=by,
    )
    words = f"{deadline.about}: until {day_in_words(wanted_on)} instead of {in_words(deadline.due_at)}. {asked.reason}"
    record(case, verb="more time asked for", by=by, at=at, note=words, data={"more_time": str(asked.pk)})
    for person in people_to_answer(case):
        _write(asked, "asked", person, reverse("more-time-answer", args=[asked.pk]))
    return asked


@transaction.atomic
def drop_question(asked: MoreTime, *, by: User, at: datetime) -> MoreTime:
    """The organisation takes its question back; it can ask again."""
    asked = _locked(asked)
    if asked.state != MoreTimeState.WAITING:
        raise Refused("This question has been answered already.")
    if not may_write_for_organisation.test(by, asked.case):
        raise Refused("Only people who write for the organisation can take this back.")
    asked.state, asked.answered_at, asked.answered_by = MoreTimeState.DROPPED, at, by
    asked.save()
    record(asked.case, verb="question for more time taken back", by=by, at=at, note=asked.deadline.about)
    return asked


@transaction.atomic
def give_more_time(asked: MoreTime, *, until: date, answer: str, by: User, at: datetime) -> MoreTime:
    """Move the date, once: at the same time of day, with all that keeps it, and with reminders for the new one."""
    asked = _answerable(asked, answer, by)
    deadline, case = _held(asked.deadline)
    if deadline.done_at or deadline.cancelled_at:
        raise Refused("What was due is done or not wanted any more, so there is no date to move.")
    if deadline.due_at != asked.due_at:
        raise Refused("The date has been moved since they asked. Refuse this question, or let them ask again.")
    _refuse_unless_possible(deadline, until, at)
    due_at = datetime.combine(until, deadline.due_at.astimezone(LONDON).time(), LONDON)
    asked.state, asked.granted_until = MoreTimeState.GRANTED, due_at
    _settle(asked, answer, by, at)
    move_deadline(deadline, due_at=due_at, rule=f"{deadline.rule}, and more time was given"[:200])
    follow_move(deadline, due_at=due_at, by=by, at=at)
    _tell(asked, "more time given", f"{deadline.about}: until {in_words(due_at)}. {asked.answer}", case, by, at)
    return asked


@transaction.atomic
def refuse_more_time(asked: MoreTime, *, answer: str, by: User, at: datetime) -> MoreTime:
    """Leave the date as it is, with the reason."""
    asked = _answerable(asked, answer, by)
    asked.state = MoreTimeState.REFUSED
    _settle(asked, answer, by, at)
    words = f"{asked.deadline.about}: it stays {in_words(asked.due_at)}. {asked.answer}"
    _tell(asked, "more time refused", words, asked.case, by, at)
    return asked


def _held(deadline: Deadline) -> tuple[Deadline, Case]:
    """The case first, then its deadline: the order in which everything takes them."""
    if deadline.case_id is None:
        raise Refused("This date belongs to no case, so there is nobody to ask.")
    case = Case.objects.select_for_update(no_key=True).defer("words").get(pk=deadline.case_id)
    locked = Deadline.objects.select_for_update().get(pk=deadline.pk)
    locked.case = case
    return locked, case


def _locked(asked: MoreTime) -> MoreTime:
    found = MoreTime.objects.select_for_update(of=("self",)).select_related("deadline", "case__organisation")
    return found.get(pk=asked.pk)


def _answerable(asked: MoreTime, answer: str, by: User) -> MoreTime:
    Case.objects.select_for_update(no_key=True).only("pk").get(pk=asked.case_id)
    asked = _locked(asked)
    if sentence := answering_refusal(asked, by):
        raise Refused(sentence)
    if not answer.strip():
        raise Refused("Say why. The organisation reads it.")
    return asked


def _refuse_unless_possible(deadline: Deadline, day: date, at: datetime) -> None:
    if day <= day_in_london(deadline.due_at) or day < day_in_london(at):
        raise Refused(f"Choose a day after {day_in_words(day_in_london(deadline.due_at))}.")
    latest = clock_rules()[deadline.kind].latest(deadline, england_and_wales())
    if day > latest:
        raise Refused(f"The latest day possible is {day_in_words(latest)}.")


def _settle(asked: MoreTime, answer: str, by: User, at: datetime) -> None:
    asked.answer, asked.answered_at, asked.answered_by = answer.strip(), at, by
    asked.save()


def _tell(asked: MoreTime, verb: str, words: str, case: Case, by: User, at: datetime) -> None:
    record(case, verb=verb, by=by, at=at, note=words, data={"more_time": str(asked.pk)})
    signs = people_of(case.organisation, Place.OWNER, Place.SIGNATORY) if case.organisation else ()
    people = {person.pk: person for person in (*signs, asked.asked_by)}
    for person in people.values():
        _write(asked, "answered", person, reverse("more-time-ask", args=[case.pk, asked.deadline_id]))


def _write(asked: MoreTime, what: str, person: User, address: str) -> None:
    organisation = asked.case.organisation
    queue_mail(
        f"casework/more_time_{what}",
        to=person.email,
        key=f"more-time-{what}-{asked.pk}-{person.pk}",
        context={
            "name": person.name,
            "organisation": organisation.name if organisation else "",
            "about": asked.deadline.about,
            "due": in_words(asked.due_at),
            "wanted": day_in_words(asked.wanted_on),
            "granted": in_words(asked.granted_until) if asked.granted_until else "",
            "answer": asked.answer,
            "link": f"{settings.PORTAL_URL}{address}",
        },
    )
