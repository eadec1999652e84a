"""Ask partners for good practice, keep their words as theirs, and take over what the team decides to (R-423)."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from sandbox_portal.casework.events import record
from sandbox_portal.casework.models import Case
from sandbox_portal.casework.moments import day_in_words
from sandbox_portal.casework.outbox import queue_mail
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.casework.working_days import day_in_london, end_of_day
from sandbox_portal.people.actions import make_link
from sandbox_portal.people.models import User
from sandbox_portal.people.queries import address_in_letter

from ..choices.assessments import PersonKind
from ..choices.evidence import Direction, EvidenceKind, Origin, Way
from ..models import Assessment, SharedPractice
from ..permissions import inspects_it, manages_it
from ..queries.evidence import content_of
from ..queries.practice import answerable_practice, open_plan_of
from ..rulebook.feedback import CATEGORY_OF
from ..workflow.assessment import NOT_IN_THE_TEAM
from ..writing import said
from .evidence import Piece, add_evidence
from .improvement import note_practice

PURPOSE = "share-good-practice"
PARTNERS = CATEGORY_OF[PersonKind.PARTNER]
SOURCE = "A partner’s own words, sent by a link of their own"
MOST_ASKED = 50
LONGEST_TIME = timedelta(days=120)
NO_MORE = "This cannot be answered any more."


@transaction.atomic
def ask_for_practice(
    assessment: Assessment, *, partner: str, email: str, until: date, by: User, at: datetime
) -> SharedPractice:
    """Ask one partner, by name and address, what works elsewhere. They get a link that opens this form alone."""
    name = said(partner, "Say whom you ask.")[:200]
    _held(assessment, by=by)
    today = day_in_london(at)
    if not today < until <= today + LONGEST_TIME:
        raise Refused("Give the partner a day that lies ahead, within four months.")
    asked = SharedPractice.objects.filter(assessment=assessment)
    if asked.count() >= MOST_ASKED:
        raise Refused(f"Ask at most {MOST_ASKED} partners about one assessment.")
    if asked.filter(link__email__iexact=email, answered_at=None, declined_at=None).exists():
        raise Refused("This address was asked already, and has not answered yet.")
    subject, ends = uuid.uuid4(), end_of_day(until)
    link = make_link(PURPOSE, subject=subject, name=name, email=email, expires_at=ends, by=by, at=at)
    shared = SharedPractice.objects.create(
        id=subject, assessment=assessment, partner=name, link=link, asked_at=at, asked_by=by
    )
    context = {
        "name": name,
        "subject": assessment.subject_name,
        "due": day_in_words(until),
        "link": address_in_letter(link),
    }
    queue_mail("inspection/practice_asked", to=email, key=f"practice:{link.pk}:{link.issue}", context=context)
    record(assessment.case, verb="good practice asked for", by=by, at=at, note=name)
    return shared


@transaction.atomic
def keep_practice(subject: UUID, *, answers: Mapping[str, Any], by: User | None, at: datetime) -> SharedPractice:
    """Keep what a partner says, as theirs. It is no evidence."""
    shared = _answerable(subject)
    shared.words = said(str(answers.get("words", "")), "Say what works.")
    shared.known_by, shared.answered_at = str(answers.get("known_by", "")).strip(), at
    shared.save(update_fields=["words", "known_by", "answered_at"])
    record(shared.assessment.case, verb="good practice shared", by=None, at=at, note=shared.partner)
    return shared


@transaction.atomic
def keep_practice_declined(subject: UUID, *, reason: str, by: User | None, at: datetime) -> SharedPractice:
    """Keep that a partner cannot answer."""
    shared = _answerable(subject)
    shared.known_by, shared.declined_at = reason.strip(), at
    shared.save(update_fields=["known_by", "declined_at"])
    return shared


@transaction.atomic
def take_as_evidence(
    shared: SharedPractice,
    *,
    statements: Sequence[str],
    direction: str = Direction.NEUTRAL,
    is_checked: bool = False,
    by: User,
    at: datetime,
) -> SharedPractice:
    """Make one piece of evidence of a partner’s words. From now on they count, once, for these statements."""
    shared = _to_settle(shared, by=by)
    if content_of(shared.assessment).category(PARTNERS) is None:
        raise Refused("This framework has no kind of evidence for what partners say.")
    if not statements:
        raise Refused("Choose at least one statement it says something about.")
    piece = Piece(
        category=PARTNERS,
        kind=EvidenceKind.PARTNER,
        way=Way.FEEDBACK,
        text=shared.words,
        source=SOURCE,
        seen_at=shared.answered_at or at,
        statements=statements,
        direction=direction,
        is_checked=is_checked,
        origin=Origin.PRACTICE,
        origin_key=str(shared.pk),
    )
    shared.item = add_evidence(shared.assessment, piece=piece, by=by, at=at)
    return _settle(shared, by=by, at=at)


@transaction.atomic
def take_into_plan(shared: SharedPractice, *, by: User, at: datetime) -> SharedPractice:
    """Let the organisation read it in its improvement plan, with whose words it is."""
    shared = _to_settle(shared, by=by)
    plan = open_plan_of(shared.assessment)
    if plan is None:
        raise Refused("No improvement plan follows from this assessment now.")
    shared.practice = note_practice(plan, partner=shared.partner, words=shared.words, by=by, at=at)
    return _settle(shared, by=by, at=at)


@transaction.atomic
def set_practice_aside(shared: SharedPractice, *, because: str, by: User, at: datetime) -> SharedPractice:
    """Decide that it is not taken over. The words stay, and count for nothing."""
    words = said(because, "Say why it is not taken over.")
    shared = _to_settle(shared, by=by)
    shared.aside_because = words
    return _settle(shared, by=by, at=at)


def _settle(shared: SharedPractice, *, by: User, at: datetime) -> SharedPractice:
    shared.settled_at, shared.settled_by = at, by
    shared.save(update_fields=["item", "practice", "aside_because", "settled_at", "settled_by"])
    note = f"{shared.partner}: {shared.state.label.lower()}"
    record(shared.assessment.case, verb="good practice decided about", by=by, at=at, note=note)
    return shared


def _held(assessment: Assessment, *, by: User) -> None:
    assessment.case = Case.objects.select_for_update().get(pk=assessment.pk)
    if not (inspects_it | manages_it).test(by, assessment):
        raise Refused(NOT_IN_THE_TEAM)


def _to_settle(shared: SharedPractice, *, by: User) -> SharedPractice:
    assessment = Assessment.objects.select_related("organisation", "framework", "service", "lead").get(
        pk=shared.assessment_id
    )
    _held(assessment, by=by)
    shared = SharedPractice.objects.select_for_update(of=("self",)).get(pk=shared.pk)
    shared.assessment = assessment
    if shared.answered_at is None:
        raise Refused("They have not said anything yet.")
    if shared.settled_at is not None:
        raise Refused("It was decided already what becomes of this.")
    return shared


def _answerable(subject: UUID) -> SharedPractice:
    """One that can still be answered, under the lock of its case as everywhere."""
    before = answerable_practice(subject)
    case = Case.objects.select_for_update().filter(pk=before.assessment_id).first() if before else None
    shared = answerable_practice(subject)
    if shared is None or case is None:
        raise Refused(NO_MORE)
    shared.assessment.case = case
    return shared
