"""Ask an organisation by a one-time link whether what was typed for it is right, and keep what it says (R35, R-003)."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from sandbox_portal.casework.events import record, record_of_link_holder
from sandbox_portal.casework.models import Assistance, Case
from sandbox_portal.casework.moments import in_words
from sandbox_portal.casework.outbox import queue_mail
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.casework.voices import running_assistances
from sandbox_portal.people.actions import make_link, revoke_link
from sandbox_portal.people.models import User
from sandbox_portal.people.queries import address_in_letter, is_staff_address, roles_of

from ..choices import TypedSays
from ..models import Response, TypedAnswer, TypedCheck
from ..queries import response_of
from ..typed import ASKED, Typed, answerable_check, checks_of, own_typing, typed_now

PURPOSE = "confirm-typed-answers"
GOOD_FOR = timedelta(days=14)
MOST_LETTERS = 5


@transaction.atomic
def ask_to_confirm(assistance: Assistance, *, name: str, email: str, by: User, at: datetime) -> TypedCheck:
    """Write to somebody of the organisation with a link to what was typed. A letter before it stops working."""
    case = (
        Case.objects.select_for_update(no_key=True, of=("self",))
        .select_related("organisation")
        .get(pk=assistance.case_id)
    )
    response = response_of(case)
    if assistance.typist_id != by.pk or not roles_of(by):
        raise Refused("Only the person who typed asks the organisation to confirm it.")
    if case.closed_at is not None:
        raise Refused("This case is closed, so there is nothing to confirm any more.")
    if response is None or not (typed := typed_now(response)):
        raise Refused("Nothing stands in this form now as you typed it, so there is nothing to confirm.")
    if response.locked_at is None and running_assistances().filter(case=case).exists():
        raise Refused("Finish typing first. Then ask, so that they see everything.")
    if is_staff_address(email):
        raise Refused("This is the address of somebody who works here. Write to somebody of the organisation.")
    if checks_of(case).count() >= MOST_LETTERS:
        raise Refused("We have written five times already. Please call them: there may be another way.")
    _take_back_what_waits(response, by=by, at=at)
    check = _asked(response, typed, name=name, email=email, by=by, at=at)
    record(
        case,
        verb=ASKED,
        by=by,
        at=at,
        note=f"{name}, {email.lower()}",
        data={"assistance": str(assistance.pk)},
    )
    _write_to(check, case)
    return check


@transaction.atomic
def keep_typed_answers_said(subject: UUID, *, answers: Mapping[str, Any], by: User | None, at: datetime) -> TypedCheck:
    """Keep what the holder of the link says of each answer, and tell whoever typed."""
    check = _answerable(subject)
    wrong = 0
    for answer in check.answers.all():
        answer.says = TypedSays(answers[f"says_{answer.pk}"])
        if answer.says == TypedSays.WRONG:
            answer.words, wrong = str(answers[f"words_{answer.pk}"]).strip(), wrong + 1
        answer.save(update_fields=["says", "words"])
    check.answered_at = at
    check.save(update_fields=["answered_at"])
    verb = "called wrong what was typed" if wrong else "confirmed what was typed"
    _close(check, verb, "wrong" if wrong else "right", at)
    return check


@transaction.atomic
def keep_typed_answers_declined(subject: UUID, *, reason: str, by: User | None, at: datetime) -> TypedCheck:
    """Keep that this person cannot say. Nothing is confirmed by it."""
    check = _answerable(subject)
    check.declined_because, check.declined_at = reason.strip(), at
    check.save(update_fields=["declined_because", "declined_at"])
    _close(check, "could not say whether what was typed is right", "declined", at)
    return check


def _answerable(subject: UUID) -> TypedCheck:
    check = answerable_check(subject)
    if check is None:
        raise Refused("This cannot be answered any more.")
    return check


def _take_back_what_waits(response: Response, *, by: User, at: datetime) -> None:
    waiting = TypedCheck.objects.filter(response=response, answered_at=None, declined_at=None, taken_back_at=None)
    for check in waiting.select_related("link"):
        revoke_link(check.link, by=by, at=at)
        check.taken_back_at, check.taken_back_by = at, by
        check.save(update_fields=["taken_back_at", "taken_back_by"])


def _asked(response: Response, typed: list[Typed], *, name: str, email: str, by: User, at: datetime) -> TypedCheck:
    pk = uuid4()
    link = make_link(PURPOSE, subject=pk, name=name, email=email, expires_at=at + GOOD_FOR, by=by, at=at)
    check = TypedCheck.objects.create(id=pk, response=response, link=link, asked_at=at, asked_by=by)
    TypedAnswer.objects.bulk_create(
        TypedAnswer(
            check_of=check,
            place=place,
            section_key=each.section_key,
            question_key=each.question.key,
            raw=each.raw,
        )
        for place, each in enumerate(typed, start=1)
    )
    return check


def _write_to(check: TypedCheck, case: Case) -> None:
    assert case.organisation is not None  # somebody typed for it
    link = check.link
    context = {
        "name": link.name,
        "typist": check.asked_by.name,
        "provider": case.organisation.name,
        "due": in_words(link.expires_at),
        "link": address_in_letter(link),
    }
    queue_mail("questions/typed_check", to=link.email, key=f"typed-check:{check.pk}", context=context)


def _close(check: TypedCheck, verb: str, outcome: str, at: datetime) -> None:
    case = check.response.case
    record_of_link_holder(case, verb=verb, at=at, note=check.link.name)
    assistance = own_typing(case, check.asked_by)
    address = reverse("typing-confirmed", args=[assistance.pk]) if assistance else reverse("my-actions")
    context = {
        "name": check.asked_by.name,
        "who": check.link.name,
        "provider": case.organisation_name,
        "outcome": outcome,
        "link": f"{settings.PORTAL_URL}{address}",
    }
    queue_mail("questions/typed_said", to=check.asked_by.email, key=f"typed-said:{check.pk}", context=context)
