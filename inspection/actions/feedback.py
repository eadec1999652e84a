"""Ask people for feedback, and keep what they say without knowing who they are (R-375).

An answer keeps its day and no moment, and waits for the clock: neither its place nor its time says whose it is.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import F

from sandbox_portal.casework.deadlines import cancel_deadline, finish_deadline, set_deadline
from sandbox_portal.casework.events import record
from sandbox_portal.casework.models import Case
from sandbox_portal.casework.moments import day_in_words
from sandbox_portal.casework.outbox import queue_mail
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.casework.working_days import day_in_london, end_of_day
from sandbox_portal.people.actions import make_link, revoke_link
from sandbox_portal.people.models import Link, LinkUse, User
from sandbox_portal.people.queries import address_in_letter
from sandbox_portal.questions.models import QuestionSet

from ..choices.assessments import PersonKind
from ..choices.feedback import FeedbackWay
from ..models import Assessment, FeedbackAnswer, FeedbackLetter, FeedbackRequest, FeedbackTalk
from ..permissions import inspects_it
from ..queries.assessments import is_open_to_evidence
from ..queries.evidence import content_of
from ..queries.feedback import asked_in, is_open, questions_for
from ..rulebook.feedback import CATEGORY_OF, evidence_in, letter_clock
from ..rulebook.naming import suspected
from ..workflow.assessment import NOT_IN_THE_TEAM
from ..writing import LONGEST
from .evidence import CLOSED

PURPOSE = "feedback-on-care"
ALPHABET = "BCDFGHJKMNPQRSTVWXZ23456789"  # nothing that looks like something else, and no vowels
CODE_LENGTH = 8
MOST_LETTERS = 200
MOST_A_DAY = 100
MOST_ANSWERS = 1_000
LONGEST_TIME = timedelta(days=120)
NO_MORE = "This cannot be answered any more."


@dataclass(frozen=True)
class Given:
    """What somebody says: answers by question, whether it may be quoted, and how to reach them if they want to talk."""

    answers: dict[str, str]
    may_quote: bool = False
    reach: str = ""
    key: UUID = field(default_factory=uuid4)


@transaction.atomic
def ask_for_feedback(
    assessment: Assessment,
    *,
    group: str,
    way: str,
    until: date,
    addresses: Sequence[str] = (),
    by: User,
    at: datetime,
) -> FeedbackRequest:
    """Ask one group of people, with a card for all of them or a letter to each."""
    _held(assessment, by=by)
    if group not in PersonKind.values or way not in FeedbackWay.values:
        raise Refused("Choose whom you ask, and how.")
    asked = _questions(assessment, group)
    _refuse_day(until, at=at)
    wanted = list(dict.fromkeys(address.strip().lower() for address in addresses if address.strip()))
    if way == FeedbackWay.LETTERS and not 0 < len(wanted) <= MOST_LETTERS:
        raise Refused(f"Give between 1 and {MOST_LETTERS} email addresses.")
    request = FeedbackRequest.objects.create(
        assessment=assessment,
        group=group,
        way=way,
        question_set=asked,
        code=_new_code() if way == FeedbackWay.CARD else "",
        closes_at=end_of_day(until),
        asked_at=at,
        asked_by=by,
    )
    for address in wanted if way == FeedbackWay.LETTERS else ():
        _write(request, address, until=until, by=by, at=at)
    record(assessment.case, verb="feedback asked for", by=by, at=at, note=str(request))
    return request


@transaction.atomic
def end_feedback(request: FeedbackRequest, *, by: User, at: datetime) -> FeedbackRequest:
    """Take no more answers: cards and letters open nothing from now on, and nobody is reminded."""
    assessment = request.assessment
    # The links first, as whoever answers by a letter takes theirs before the case.
    list(Link.objects.select_for_update().filter(pk__in=request.letters.values("link")).order_by("pk"))
    _held(assessment, by=by)
    request = FeedbackRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
    if request.ended_at is not None:
        raise Refused("This has ended already.")
    request.ended_at, request.ended_by = at, by
    request.save(update_fields=["ended_at", "ended_by"])
    used = LinkUse.objects.values("link")
    for letter in request.letters.select_related("link").exclude(link__in=used).filter(link__revoked_at=None):
        revoke_link(letter.link, by=by, at=at)
        cancel_deadline(letter_clock(letter.pk), at=at)
    record(assessment.case, verb="feedback ended", by=by, at=at, note=str(request))
    return request


@transaction.atomic
def open_card(request: FeedbackRequest, *, by: User | None, at: datetime) -> None:
    """Count that somebody began; it says nothing of who."""
    FeedbackRequest.objects.filter(pk=request.pk).update(opened=F("opened") + 1)


@transaction.atomic
def give_feedback(request: FeedbackRequest, *, given: Given, by: User | None, at: datetime) -> FeedbackAnswer:
    """Keep an answer, once however often its button is pressed. Who gave it is kept nowhere.

    What comes as the evidence is closed is taken in with it, or refused.
    """
    Case.objects.select_for_update(no_key=True).get(pk=request.assessment_id)
    held = FeedbackRequest.objects.select_for_update(of=("self",)).select_related("assessment__case", "question_set")
    request = held.get(pk=request.pk)
    if not is_open(request, at):
        raise Refused(NO_MORE)
    there = FeedbackAnswer.objects.filter(pk=given.key).first()
    if there is not None:
        return there
    today = day_in_london(at)
    if request.answers.filter(answered_on=today).count() >= MOST_A_DAY or request.answers.count() >= MOST_ANSWERS:
        raise Refused("Very many people have answered today. Please come back tomorrow, or call us.")
    asked = asked_in(request.question_set)
    if not evidence_in(asked, given.answers):
        raise Refused("You have not answered a question yet. Answer at least one.")
    if sum(len(words) for words in given.answers.values()) > LONGEST:
        raise Refused(f"Say it in {LONGEST:,} characters or fewer.")
    if given.reach.strip():
        FeedbackTalk.objects.create(request=request, reach=given.reach.strip()[:300], asked_on=today)
    warned = suspected("\n".join(given.answers.values()))
    return FeedbackAnswer.objects.create(
        id=given.key,
        request=request,
        answers=given.answers,
        may_quote=given.may_quote,
        warned_of=["an NHS number" if "NHS" in each else "a name" for each in warned],
        answered_on=today,
    )


@transaction.atomic
def give_feedback_by_letter(letter: FeedbackLetter, *, given: Given, by: User | None, at: datetime) -> None:
    """Keep what the holder of a letter says, without the letter; they are not reminded any more."""
    give_feedback(letter.request, given=given, by=by, at=at)
    finish_deadline(letter_clock(letter.pk), at=at)


@transaction.atomic
def leave_letter(letter: FeedbackLetter, *, by: User | None, at: datetime) -> None:
    """Somebody does not want to answer. Nobody writes to them again, and nobody learns why."""
    finish_deadline(letter_clock(letter.pk), at=at)


@transaction.atomic
def finish_talk(talk: FeedbackTalk, *, by: User, at: datetime) -> FeedbackTalk:
    """Say that an inspector has talked with somebody who wished it."""
    assessment = talk.request.assessment
    _held(assessment, by=by)
    talk = FeedbackTalk.objects.select_for_update(of=("self",)).get(pk=talk.pk)
    if talk.done_at is not None:
        raise Refused("This is done already.")
    talk.done_at, talk.done_by = at, by
    talk.save(update_fields=["done_at", "done_by"])
    record(assessment.case, verb="somebody who wished to talk was met", by=by, at=at)
    return talk


def _write(request: FeedbackRequest, address: str, *, until: date, by: User, at: datetime) -> None:
    subject = uuid4()
    ends = request.closes_at
    link = make_link(PURPOSE, subject=subject, name="", email=address, expires_at=ends, by=by, at=at)
    FeedbackLetter.objects.create(id=subject, request=request, link=link)
    name = request.assessment.subject_name
    context = {"service": name, "due": day_in_words(until), "link": address_in_letter(link)}
    queue_mail("inspection/feedback_asked", to=address, key=f"feedback:{link.pk}:{link.issue}", context=context)
    set_deadline(
        letter_clock(subject),
        kind="feedback",
        about=f"what the support of {name} is like",
        due_at=request.closes_at,
        rule="as asked",
        at=at,
        subject=str(subject),
        reminder="M-50",
    )


def _questions(assessment: Assessment, group: str) -> QuestionSet:
    if content_of(assessment).category(CATEGORY_OF[group]) is None:
        raise Refused("This framework has no kind of evidence for what this group says.")
    asked = questions_for(assessment, group)
    if asked is None:
        raise Refused("The questions for this group are not ready yet. Please try again later.")
    return asked


def _refuse_day(until: date, *, at: datetime) -> None:
    today = day_in_london(at)
    if not today < until <= today + LONGEST_TIME:
        raise Refused("Give people a day that lies ahead, within four months.")


def _new_code() -> str:
    while True:
        code = "".join(secrets.choice(ALPHABET) for _each in range(CODE_LENGTH))
        if not FeedbackRequest.objects.filter(code=code).exists():
            return code


def _held(assessment: Assessment, *, by: User) -> None:
    assessment.case = Case.objects.select_for_update().get(pk=assessment.pk)
    if not inspects_it.test(by, assessment):
        raise Refused(NOT_IN_THE_TEAM)
    if not is_open_to_evidence(assessment):
        raise Refused(CLOSED)
