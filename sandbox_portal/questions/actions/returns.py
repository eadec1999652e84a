"""Ask sent answers again: flag them, send them back, take the new ones in, accept each or ask it once more (R14)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from django.conf import settings
from django.db import transaction

from sandbox_portal.casework.calendars import england_and_wales
from sandbox_portal.casework.deadlines import cancel_deadline, finish_deadline, set_deadline
from sandbox_portal.casework.events import record
from sandbox_portal.casework.kinds import kind_of
from sandbox_portal.casework.models import Case, Deadline
from sandbox_portal.casework.moments import in_words, time_in_words
from sandbox_portal.casework.outbox import queue_mail
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.casework.working_days import LONDON, add_working_days
from sandbox_portal.people.choices import Place
from sandbox_portal.people.models import User
from sandbox_portal.people.queries import people_of

from ..choices import Verdict
from ..engine import follow_ups
from ..files import files_by_question
from ..hosts import AskingAgain, host_of
from ..models import Answer, Response, Return, ReturnedItem
from ..queries import authors_of, document_of, read_response
from ..returns import NOT_HERE, asking_refusal, may_look_after_returns, shown_items, standing_return
from .kept import keep_what_was_sent

NOT_AT_HAND = "There is nothing here to do that with any more. Load the page again to see how it stands."


@dataclass(frozen=True)
class Judgement:
    """What staff say of one answer that came back; the reason and the words only when it is asked again."""

    verdict: Verdict
    reason: str = ""
    words: str = ""


@transaction.atomic
def flag_answer(response: Response, *, key: str, reason: str, words: str, by: User, at: datetime) -> ReturnedItem:
    """Mark one answer to be asked again, with its reason. The applicant learns of it only when all of it is sent."""
    locked, asking = _held(response)
    _refuse_unless_allowed(locked, by)
    question = document_of(locked.question_set).questions.get(key)
    if question is None:
        raise Refused("That question is not in this form.")
    refusal = asking.may_ask_for(question)
    if refusal:
        raise Refused(refusal)
    if reason not in asking.reasons:
        raise Refused("Choose a reason.")
    if not words.strip():
        raise Refused("Say in a sentence or two what the applicant should do.")
    prepared = standing_return(locked) or _prepare(locked, by=by, at=at)
    if not prepared.is_being_prepared:
        raise Refused("The answers are with the applicant, or wait to be looked at. Nothing can be added now.")
    item, _created = ReturnedItem.objects.update_or_create(
        returned=prepared,
        question_key=key,
        defaults={
            "reason": reason,
            "words": words.strip(),
            "reopens": [key, *sorted(follow_ups(document_of(locked.question_set), key))],
        },
    )
    return item


@transaction.atomic
def drop_flag(response: Response, *, key: str, by: User, at: datetime) -> None:
    """Take a flag away again, before anything was sent. The last one takes the preparation with it."""
    locked, _asking = _held(response)
    _refuse_unless_allowed(locked, by)
    prepared = standing_return(locked)
    if prepared is None or not prepared.is_being_prepared:
        raise Refused(NOT_AT_HAND)
    prepared.items.filter(question_key=key).delete()
    if not prepared.items.exists():
        prepared.delete()


@transaction.atomic
def return_to_applicant(response: Response, *, days: int, note: str = "", by: User, at: datetime) -> Return:
    """Send what was flagged back to the applicant: the case takes its kind's own step, and only that reopens."""
    locked, asking = _held(response)
    prepared = standing_return(locked)
    if prepared is None or not prepared.is_being_prepared:
        raise Refused("Choose first which answers to ask again.")
    if not 1 <= days <= asking.longest:
        raise Refused(f"Give the applicant between 1 and {asking.longest} working days.")
    _take(locked, asking.ask, by=by, at=at, data={"questions": _keys(prepared)})
    _keep_what_stands(locked, prepared)
    prepared.sent_at, prepared.sent_by, prepared.note = at, by, note.strip()
    prepared.due_at = _end_of_working_day(at, days, closes=asking.closes)
    prepared.save(update_fields=["sent_at", "sent_by", "note", "due_at"])
    set_deadline(
        f"return:{prepared.pk}",
        kind="return",
        about="Answer what was asked again",
        due_at=prepared.due_at,
        rule=f"{days} working days, until {time_in_words(prepared.due_at)}",
        at=at,
        case=locked.case,
        reminder=asking.reminder,
    )
    asking.went_out(locked.case, returned=prepared.pk, by=by, at=at)
    _tell_the_applicant(locked, prepared)
    return prepared


def return_waits_longer(deadline: Deadline, *, due_at: datetime, by: User, at: datetime) -> None:
    """More time was given: what was asked again is due then, in the same transaction."""
    Return.objects.filter(pk=deadline.key.removeprefix("return:")).update(due_at=due_at)


@transaction.atomic
def say_it_stands(response: Response, *, key: str, because: str, by: User, at: datetime) -> ReturnedItem:
    """Say that an answer is right as it is, and why. An empty reason takes the word back."""
    locked, _asking = _held(response)
    returned = _with_applicant(locked)
    refusal = kind_of(locked.case).may_answer(locked.case, by)
    if refusal:
        raise Refused(refusal)
    item = returned.items.filter(question_key=key).first()
    if item is None:
        raise Refused("We did not ask for that answer again.")
    item.stands_because = because.strip()
    item.save(update_fields=["stands_because"])
    return item


@transaction.atomic
def send_back(response: Response, *, by: User, at: datetime) -> Return:
    """Give the answers back to staff. Each must have been changed into something sound, or said to stand."""
    locked, asking = _held(response)
    returned = _with_applicant(locked)
    items = shown_items(read_response(locked), returned.items.all())
    waiting = [shown.question.name for shown in items if not shown.is_answered]
    if waiting:
        raise Refused(f"Answer everything we asked before you send it back. Still to do: {'; '.join(waiting)}.")
    _take(locked, asking.answer, by=by, at=at, data={"questions": _keys(returned)})
    returned.answered_at, returned.answered_by = at, by
    returned.save(update_fields=["answered_at", "answered_by"])
    finish_deadline(f"return:{returned.pk}", at=at)
    asking.came_back(locked.case, by=by, at=at)
    keep_what_was_sent(read_response(locked), authors=authors_of(locked), by=by, at=at, only=_keys(returned))
    assert returned.sent_by is not None  # the database holds it
    context = {
        "name": returned.sent_by.name,
        "organisation": locked.case.organisation.name if locked.case.organisation else "",
        "reference": locked.case.reference or locked.case.title,
        "link": f"{settings.PORTAL_URL}/cases/{locked.case_id}/ask-again/",
    }
    key = f"answered-again:{returned.pk}"
    queue_mail("questions/answered_again", to=returned.sent_by.email, key=key, context=context)
    return returned


@transaction.atomic
def judge_answers(response: Response, *, judgements: Mapping[str, Judgement], by: User, at: datetime) -> Return | None:
    """Accept each answer that came back, or ask it again. Gives the return prepared for the next round, if any."""
    locked, _asking = _held(response)
    returned = standing_return(locked)
    if returned is None or not returned.is_to_be_looked_at:
        raise Refused(NOT_AT_HAND)
    if not may_look_after_returns(locked.case, by):
        raise Refused("You are not the person who can do this.")
    items = {item.question_key: item for item in returned.items.all()}
    if set(judgements) != set(items):
        raise Refused("Say of each answer whether you accept it or ask again.")
    for key, judgement in judgements.items():
        item = items[key]
        item.verdict, item.decided_at, item.decided_by = judgement.verdict, at, by
        item.save(update_fields=["verdict", "decided_at", "decided_by"])
    returned.ended_at = at
    returned.save(update_fields=["ended_at"])
    again = {key: each for key, each in judgements.items() if each.verdict == Verdict.AGAIN}
    record(locked.case, verb="answers looked at", by=by, at=at, data={"accepted": sorted(set(items) - set(again))})
    for key, each in again.items():
        flag_answer(locked, key=key, reason=each.reason, words=each.words, by=by, at=at)
    return standing_return(locked)


@transaction.atomic
def go_on_without(response: Response, *, by: User | None, at: datetime) -> Return:
    """End the wait: staff take it back, or the clock does when the day is over. The answers stand as they are."""
    locked, asking = _held(response)
    returned = _with_applicant(locked)
    _take(locked, asking.go_on, by=by, at=at, data={"questions": _keys(returned)})
    over = _over(returned, at=at)
    asking.went_on(locked.case, by=by, at=at)
    return over


def end_with_the_case(response: Response, *, by: User | None, at: datetime) -> None:
    """The case is over, so nothing is asked any more. Call it in the action that ends it, after its step."""
    returned = standing_return(response)
    if returned is not None:
        _over(returned, at=at)


def _over(returned: Return, *, at: datetime) -> Return:
    returned.ended_at = at
    returned.save(update_fields=["ended_at"])
    cancel_deadline(f"return:{returned.pk}", at=at)
    return returned


def end_late_returns(*, by: User | None, at: datetime) -> int:
    """Go on without what did not come by its day; safe to run twice. How many there were."""
    late = Return.objects.filter(sent_at__isnull=False, answered_at=None, ended_at=None, due_at__lte=at)
    count = 0
    for returned in late.select_related("response"):
        try:
            go_on_without(returned.response, by=by, at=at)
        except Refused:
            continue  # somebody was quicker
        count += 1
    return count


def _held(response: Response) -> tuple[Response, AskingAgain]:
    """Hold the case and then the response, as every action does, so that applicant, staff and the clock queue up."""
    Case.objects.select_for_update().get(pk=response.case_id)
    locked = (
        Response.objects.select_for_update(of=("self",), no_key=True)
        .select_related("case__organisation", "question_set")
        .defer("question_set__document")
        .get(pk=response.pk)
    )
    asking = host_of(locked.case).asks_again
    if asking is None or locked.locked_at is None:
        raise Refused(NOT_HERE)
    return locked, asking


def _refuse_unless_allowed(response: Response, by: User) -> None:
    refusal = asking_refusal(response.case, by)
    if refusal:
        raise Refused(refusal)


def _take(response: Response, step: str, *, by: User | None, at: datetime, data: dict[str, object]) -> None:
    asking = host_of(response.case).asks_again
    assert asking is not None  # _held has refused otherwise
    kind_of(response.case).workflow.take_step(asking.subject(response.case), step, by=by, at=at, data=data)
    response.case.refresh_from_db()


def _prepare(response: Response, *, by: User, at: datetime) -> Return:
    number = response.returns.count() + 1
    return Return.objects.create(response=response, number=number, prepared_at=at, prepared_by=by)


def _keys(returned: Return) -> list[str]:
    return sorted(returned.items.values_list("question_key", flat=True))


def _with_applicant(response: Response) -> Return:
    returned = standing_return(response)
    if returned is None or not returned.is_with_applicant:
        raise Refused("There is nothing to answer here any more.")
    return returned


def _keep_what_stands(response: Response, returned: Return) -> None:
    """Write down what each answer says before it is asked again: the applicant and staff both compare with it."""
    items = list(returned.items.all())
    answers = {answer.question_key: answer for answer in Answer.objects.filter(response=response)}
    files = files_by_question(response.case)
    for item in items:
        stored = answers.get(item.question_key)
        item.before, item.version_before = (stored.raw, stored.version) if stored else (None, 0)
        item.files_before = [str(file.pk) for file in files.get(item.question_key, ())]
    ReturnedItem.objects.bulk_update(items, ["before", "version_before", "files_before"])


def _end_of_working_day(at: datetime, days: int, *, closes: time) -> datetime:
    day: date = add_working_days(at.astimezone(LONDON).date(), days, calendar=england_and_wales())
    return datetime.combine(day, closes, tzinfo=LONDON)


def _tell_the_applicant(response: Response, returned: Return) -> None:
    assert returned.due_at is not None  # it was just sent
    organisation = response.case.organisation
    for person in people_of(organisation, *(set(Place) - {Place.READER})) if organisation else ():
        context = {
            "name": person.name,
            "reference": response.case.reference or response.case.title,
            "count": returned.items.count(),
            "due": in_words(returned.due_at),
            "note": returned.note,
            "link": f"{settings.PORTAL_URL}/cases/{response.case_id}/asked-again/",
        }
        key = f"asked-again:{returned.pk}:{person.pk}"
        queue_mail("questions/asked_again", to=person.email, key=key, context=context)
