"""What an umbrella body does with its members, and what a member says by link (R9)."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from sandbox_portal.casework.deadlines import cancel_deadline, finish_deadline, set_deadline
from sandbox_portal.casework.moments import in_words
from sandbox_portal.casework.outbox import queue_mail, queue_task
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.people.actions import make_link, revoke_link, send_link_anew
from sandbox_portal.people.models import Organisation, User
from sandbox_portal.people.queries import address_in_letter

from ..choices import MemberSays
from ..member_sheet import MemberFacts
from ..models import Member
from ..permissions import writes_of_members
from ..queries.members import answerable_member

PURPOSE = "confirm-membership"
ASK_MEMBERS = "registration.ask_members"
TIME_TO_ANSWER = timedelta(days=28)
MOST_MEMBERS = 5_000
MOST_LETTERS = 5
READS_ONLY = "Your place in this organisation lets you read, not write."
THERE = "A member with this email address is there already."


@transaction.atomic
def add_members(organisation: Organisation, *, facts: Iterable[MemberFacts], by: User, at: datetime) -> list[Member]:
    """Keep these members, all of them or none."""
    _may_write(organisation, by)
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    new = [Member(organisation=organisation, added_at=at, added_by=by, **asdict(each)) for each in facts]
    if Member.objects.filter(organisation=organisation, taken_out_at=None).count() + len(new) > MOST_MEMBERS:
        raise Refused(f"An organisation can have at most {MOST_MEMBERS:,} members here. Please call us.")
    try:
        with transaction.atomic():
            return Member.objects.bulk_create(new)
    except IntegrityError as twice:
        raise Refused(THERE) from twice


@transaction.atomic
def change_member(member: Member, *, facts: MemberFacts, by: User, at: datetime) -> Member:
    """Put right what the body wrote. What the member said of the words before counts no more, and is asked again."""
    member = _locked(member, by)
    if member.link is not None and not member.has_spoken:
        revoke_link(member.link, by=by, at=at)
        cancel_deadline(_deadline(member), at=at)
    for name, value in asdict(facts).items():
        setattr(member, name, value)
    member.link, member.asked_at, member.answered_at, member.declined_at = None, None, None, None
    member.says, member.words, member.insured, member.checked = "", "", "", ""
    try:
        with transaction.atomic():
            member.save()
    except IntegrityError as twice:
        raise Refused(THERE) from twice
    return member


@transaction.atomic
def take_out_member(member: Member, *, by: User, at: datetime) -> Member:
    """No longer a member: the link stops working at once."""
    member = _locked(member, by)
    if member.link is not None and not member.has_spoken:
        revoke_link(member.link, by=by, at=at)
    cancel_deadline(_deadline(member), at=at)
    member.taken_out_at, member.taken_out_by = at, by
    member.save(update_fields=["taken_out_at", "taken_out_by"])
    return member


@transaction.atomic
def ask_all_members(organisation: Organisation, *, by: User, at: datetime) -> None:
    """Have everybody written to who was not yet; a task does it, a few at a time."""
    _may_write(organisation, by)
    key = f"ask-members:{organisation.pk}:{at:%Y%m%dT%H%M%S%f}"
    queue_task(ASK_MEMBERS, key=key, organisation=str(organisation.pk), by=str(by.pk))


@transaction.atomic
def ask_member(member: Member, *, by: User, at: datetime) -> Member:
    """Write to one member with a link to their own facts; again: the link of the letter before stops working."""
    member = _locked(member, by)
    if member.has_spoken:
        raise Refused("This member has answered. Change what you wrote of them to ask again.")
    ends = at + TIME_TO_ANSWER
    if member.link is None:
        member.link = make_link(
            PURPOSE, subject=member.pk, name=member.name, email=member.email, expires_at=ends, by=by, at=at
        )
    elif member.link.issue >= MOST_LETTERS:
        raise Refused("We have written to this member five times. Please call them, or call us.")
    else:
        member.link = send_link_anew(member.link, email=member.email, name=member.name, expires_at=ends, by=by, at=at)
    member.asked_at = at
    member.save(update_fields=["link", "asked_at"])
    _write_to(member, at=at)
    return member


@transaction.atomic
def keep_members_answer(subject: UUID, *, answers: Mapping[str, Any], by: User | None, at: datetime) -> Member:
    """Keep what the member says about themselves."""
    member = _answerable(subject)
    member.says, member.words = MemberSays(answers["says"]), str(answers.get("words", "")).strip()
    member.insured = str(answers.get("insured", ""))
    member.checked = str(answers.get("checked", ""))
    member.answered_at = at
    member.save(update_fields=["says", "words", "insured", "checked", "answered_at"])
    finish_deadline(_deadline(member), at=at)
    return member


@transaction.atomic
def keep_members_decline(subject: UUID, *, reason: str, by: User | None, at: datetime) -> Member:
    """Keep that the member cannot answer; nobody reminds them any more."""
    member = _answerable(subject)
    member.words, member.declined_at = reason.strip(), at
    member.save(update_fields=["words", "declined_at"])
    finish_deadline(_deadline(member), at=at)
    return member


def _may_write(organisation: Organisation, by: User) -> None:
    if not writes_of_members.test(by, organisation):
        raise Refused(READS_ONLY)


def _locked(member: Member, by: User) -> Member:
    found = Member.objects.select_for_update(of=("self",)).select_related("link", "organisation")
    member = found.get(pk=member.pk)
    _may_write(member.organisation, by)
    if member.taken_out_at is not None:
        raise Refused("This member has been taken out.")
    return member


def _answerable(subject: UUID) -> Member:
    Member.objects.select_for_update().filter(pk=subject).first()
    member = answerable_member(subject)
    if member is None:
        raise Refused("This cannot be answered any more.")
    return member


def _write_to(member: Member, *, at: datetime) -> None:
    link = member.link
    assert link is not None
    context = {
        "name": link.name,
        "body": member.organisation.name,
        "due": in_words(link.expires_at),
        "link": address_in_letter(link),
    }
    queue_mail("registration/member_asked", to=link.email, key=f"member:{link.pk}:{link.issue}", context=context)
    set_deadline(
        _deadline(member),
        kind="member_confirms",
        about=f"{member.organisation.name} asks whether your details are right",
        due_at=link.expires_at,
        rule="28 days after the letter",
        at=at,
        subject=str(member.pk),
        reminder="M-33",
    )


def _deadline(member: Member) -> str:
    return f"member:{member.pk}"
