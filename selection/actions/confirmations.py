"""An applicant asks the partners it names to confirm what it says of them; they answer by one-time link."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from programme.models import Round
from sandbox_portal.casework.deadlines import cancel_deadline, finish_deadline, set_deadline
from sandbox_portal.casework.events import record, record_of_link_holder
from sandbox_portal.casework.models import Case
from sandbox_portal.casework.moments import in_words
from sandbox_portal.casework.outbox import queue_mail
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.people.actions import make_link, revoke_link, send_link_anew
from sandbox_portal.people.actions.links import prolong_link
from sandbox_portal.people.models import User
from sandbox_portal.people.queries import address_in_letter, people_of

from ..choices import PartnerSays
from ..models import Application, Confirmation
from ..permissions import may_write_application
from ..queries.confirmations import confirmation_of, letter_key, may_be_asked_now, partners_of

PURPOSE = "confirm-partnership"
REMINDER = "M-31"
MOST_LETTERS = 5
NOT_NOW = "Partners can be asked while the window of the round is open and your application is not withdrawn."
NOT_WAITING = "This partner has answered, or the question was taken back."


@transaction.atomic
def ask_partner(application: Application, *, item: str, name: str, email: str, by: User, at: datetime) -> Confirmation:
    """Write to a partner with a link to one form. One question a partner; the panel reads the answer."""
    application = _open_to(application, by)
    partner = next((each for each in partners_of(application) if each.item == item), None)
    if partner is None:
        raise Refused("Your answers do not name this organisation any more.")
    _must_be_somebody_else(application, email)
    if Confirmation.objects.filter(application=application, item=item, taken_back_at=None).exists():
        raise Refused("This partner was asked already. You can send the letter again.")
    pk, ends = uuid4(), application.round.closes_at
    link = make_link(PURPOSE, subject=pk, name=name, email=email, expires_at=ends, by=by, at=at)
    confirmation = Confirmation.objects.create(
        id=pk,
        application=application,
        item=item,
        partner=partner.name,
        part=partner.part,
        link=link,
        asked_at=at,
        asked_by=by,
    )
    record(application.case, verb="partner asked", by=by, at=at, note=partner.name, data={"confirmation": str(pk)})
    _write_to(confirmation, at=at)
    return confirmation


@transaction.atomic
def ask_partner_again(confirmation: Confirmation, *, name: str, email: str, by: User, at: datetime) -> Confirmation:
    """Send the letter anew, to the same address or a better one; the link of the letter before stops working."""
    application = _open_to(confirmation.application, by)
    confirmation = _waiting(confirmation)
    _must_be_somebody_else(application, email)
    if confirmation.link.issue >= MOST_LETTERS:
        raise Refused("We have written to this partner five times. Please call us: there may be another way.")
    confirmation.link = send_link_anew(
        confirmation.link, name=name, email=email, expires_at=application.round.closes_at, by=by, at=at
    )
    record(application.case, verb="partner asked again", by=by, at=at, note=confirmation.partner)
    _write_to(confirmation, at=at)
    return confirmation


@transaction.atomic
def take_back_question(confirmation: Confirmation, *, by: User, at: datetime) -> Confirmation:
    """Ask no more: the link stops working at once, and nobody is reminded."""
    application = _open_to(confirmation.application, by)
    confirmation = _waiting(confirmation)
    revoke_link(confirmation.link, by=by, at=at)
    confirmation.taken_back_at, confirmation.taken_back_by = at, by
    confirmation.save(update_fields=["taken_back_at", "taken_back_by"])
    cancel_deadline(_deadline(confirmation), at=at)
    record(application.case, verb="question to partner taken back", by=by, at=at, note=confirmation.partner)
    return confirmation


@transaction.atomic
def keep_partners_answer(subject: UUID, *, answers: Mapping[str, Any], by: User | None, at: datetime) -> Confirmation:
    """Keep what the holder of the link says, and tell whoever asked that there is an answer, not which."""
    confirmation = _answerable(subject)
    confirmation.says, confirmation.words = PartnerSays(answers["says"]), str(answers.get("words", "")).strip()
    confirmation.answered_at = at
    confirmation.save(update_fields=["says", "words", "answered_at"])
    _close(confirmation, "partner answered", at)
    return confirmation


@transaction.atomic
def keep_partners_decline(subject: UUID, *, reason: str, by: User | None, at: datetime) -> Confirmation:
    """Keep that this partner cannot answer. Why, if they say it, is for the panel alone."""
    confirmation = _answerable(subject)
    confirmation.words, confirmation.declined_at = reason.strip(), at
    confirmation.save(update_fields=["words", "declined_at"])
    _close(confirmation, "partner cannot answer", at)
    return confirmation


def _open_to(application: Application, by: User) -> Application:
    """The application under its lock, if this person may ask its partners now."""
    case = Case.objects.select_for_update().get(pk=application.pk)
    application = Application.objects.select_related("round", "organisation").get(pk=application.pk)
    application.case = case
    if not may_write_application.test(by, case):
        raise Refused("Your place in this organisation lets you read, not write.")
    if not may_be_asked_now(application):
        raise Refused(NOT_NOW)
    return application


@transaction.atomic
def give_partners_more_time(round_: Round, *, by: User | None, at: datetime) -> int:
    """The window stays open longer, and so does every question to a partner that waits; how many there were.

    Their links keep working and their reminders follow the new day.
    """
    waiting = Confirmation.objects.filter(
        application__round=round_, answered_at=None, declined_at=None, taken_back_at=None, link__revoked_at=None
    )
    moved = list(waiting.select_related("link", "application__organisation"))
    for confirmation in moved:
        confirmation.link = prolong_link(confirmation.link, expires_at=round_.closes_at, by=by, at=at)
        _set_deadline(confirmation, at=at)
    return len(moved)


def _waiting(confirmation: Confirmation) -> Confirmation:
    found = Confirmation.objects.select_for_update(of=("self",)).select_related("link", "application__organisation")
    confirmation = found.get(pk=confirmation.pk)
    if confirmation.answered_at or confirmation.declined_at or confirmation.taken_back_at:
        raise Refused(NOT_WAITING)
    return confirmation


def _answerable(subject: UUID) -> Confirmation:
    confirmation = confirmation_of(subject)
    if confirmation is None:
        raise Refused("This cannot be answered any more.")
    return confirmation


def _must_be_somebody_else(application: Application, email: str) -> None:
    own = {person.email.lower() for person in people_of(application.organisation)}
    if email.lower() in own:
        raise Refused("This is the address of somebody in your own organisation. Ask somebody at the partner.")


def _write_to(confirmation: Confirmation, *, at: datetime) -> None:
    link, application = confirmation.link, confirmation.application
    context = {
        "name": link.name,
        "provider": application.organisation.name,
        "partner": confirmation.partner,
        "due": in_words(link.expires_at),
        "link": address_in_letter(link),
    }
    queue_mail("selection/partner_asked", to=link.email, key=letter_key(confirmation), context=context)
    _set_deadline(confirmation, at=at)


def _set_deadline(confirmation: Confirmation, *, at: datetime) -> None:
    set_deadline(
        _deadline(confirmation),
        kind="partner_confirms",
        about=f"{confirmation.application.organisation.name} asks what you do together",
        due_at=confirmation.link.expires_at,
        rule="When the window of the round closes",
        at=at,
        subject=str(confirmation.pk),
        reminder=REMINDER,
    )


def _close(confirmation: Confirmation, verb: str, at: datetime) -> None:
    finish_deadline(_deadline(confirmation), at=at)
    record_of_link_holder(confirmation.application.case, verb=verb, at=at, note=confirmation.partner)
    context = {
        "name": confirmation.asked_by.name,
        "partner": confirmation.partner,
        "can_answer": confirmation.answered_at is not None,
        "link": settings.PORTAL_URL + reverse("application-partners", args=[confirmation.application_id]),
    }
    key = f"confirmation:{confirmation.pk}:done"
    queue_mail("selection/partner_done", to=confirmation.asked_by.email, key=key, context=context)


def _deadline(confirmation: Confirmation) -> str:
    return f"confirmation:{confirmation.pk}"
