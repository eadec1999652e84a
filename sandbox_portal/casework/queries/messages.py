"""Messages between an organisation and staff: who reads them, and how much of each.

| Reader                                     | Own side's messages      | The other side's messages               |
|--------------------------------------------|--------------------------|-----------------------------------------|
| member of the organisation                 | whole, and whether read  | whole, once somebody there opened them  |
| staff who may write on the case            | whole, and whether read  | whole, once one of them opened them     |
| staff who see the case and may only read   | whole                    | whole; their looking is no reading      |
| those a kind leaves out, such as the panel | never                    | never                                   |
| a colleague let into one section alone     | never                    | never                                   |
"""

from collections.abc import Collection, Hashable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from sandbox_portal.people.choices import Role
from sandbox_portal.people.models import User
from sandbox_portal.people.queries import holders_of, organisation_places, people_of, roles_of

from ..choices import NOBODY, PROVIDER
from ..kinds import all_kinds, kind_of
from ..models import Case, Message
from ..moments import day_in_words, time_in_words
from ..prepared import ids_of_a_page, rows_of
from ..working_days import day_in_london
from .cases import OPEN_QUESTION, cases_read_whole_by, kinds_known

UNREAD = Q(read_at=None, withdrawn_at=None)
AT_ONCE = 30  # cases of a page


@dataclass(frozen=True)
class Letter:
    """One message as its reader may see it. A closed one (`is_new`) has no words yet: opening it is what is noted."""

    id: UUID
    is_ours: bool
    by: str
    at: datetime
    text: str
    is_new: bool
    standing: str
    asks_by: datetime | None
    is_answered: bool
    is_withdrawn: bool
    may_be_withdrawn: bool


@dataclass(frozen=True)
class Waiting:
    """A case on which messages wait for this person."""

    case_id: UUID
    reference: str | None
    title: str
    unread: int
    asks_by: datetime | None


def cases_with_messages_for(user: User) -> QuerySet[Case]:
    """Cases of organisations whose messages the person may read."""
    condition = Q(pk__in=[])
    for kind in all_kinds():
        condition |= Q(kind=kind.kind) & kind.reads_messages(user)
    return cases_read_whole_by(user).filter(condition, organisation__isnull=False)


def messages_visible_to(user: User) -> QuerySet[Message]:
    """Messages on the cases whose messages the person may read."""
    return Message.objects.filter(case__in=cases_with_messages_for(user).values("pk"))


def is_of_the_organisation(case: Case, user: User) -> bool:
    """True for a member of the organisation the case belongs to, whatever else the person is."""
    return case.organisation_id in organisation_places(user)


def opens_messages(case: Case, user: User) -> bool:
    """True when this person's looking counts as the reading of their side."""
    return is_of_the_organisation(case, user) or kind_of(case).may_message(case, user) is None


def thread_of(case: Case, user: User) -> list[Letter]:
    """The messages of a case, oldest first, as this person may see them."""
    ours = not is_of_the_organisation(case, user)
    opens, writes = opens_messages(case, user), kind_of(case).may_message(case, user) is None
    found = messages_visible_to(user).filter(case=case).select_related("written_by", "answered_by")
    return [_letter(message, case, ours=message.is_from_staff == ours, opens=opens, writes=writes) for message in found]


def unread_in(case: Case, user: User) -> QuerySet[Message]:
    """What the other side wrote and nobody of this person's side has opened."""
    return messages_visible_to(user).filter(UNREAD, case=case, is_from_staff=is_of_the_organisation(case, user))


def open_questions(case: Case) -> QuerySet[Message]:
    """Questions with a date that have no answer yet, the most pressing first."""
    return Message.objects.filter(OPEN_QUESTION, case=case).order_by("answer_due_at", "pk")


def standing_of(case: Case, user: User) -> dict[str, Any] | None:
    """How many messages of a case this person's side has not opened, and by when it was asked for an answer.

    None when its messages are not theirs to read; all of it is one question.
    """
    readable = cases_with_messages_for(user).filter(pk=case.pk).order_by()
    others = Message.objects.filter(case=OuterRef("pk"), is_from_staff=is_of_the_organisation(case, user))
    counted = others.filter(UNREAD).order_by().values("case").annotate(number=Count("pk")).values("number")
    asked = others.filter(OPEN_QUESTION).order_by("answer_due_at").values("answer_due_at")[:1]
    row = readable.values(unread=Coalesce(Subquery(counted), 0), asks_by=Subquery(asked)).first()
    return dict(row) if row else None


def deadline_key_of(message: Message) -> str:
    """The name of the clock of a question."""
    return f"message-{message.pk}"


def message_by_id(message_id: UUID | str) -> Message | None:
    return Message.objects.select_related("case__organisation", "case__owner").filter(pk=message_id).first()


@dataclass(frozen=True)
class Standing:
    """How many messages of a case this person's side has not opened, and by when it was asked for an answer."""

    unread: int
    asks_by: datetime | None


def standing_by_case(cases: Collection[UUID], user: User) -> dict[UUID, Standing]:
    """How the messages of these cases stand for this person, of those with any to read or to answer: one question."""
    ids = ids_of_a_page(cases, most=AT_ONCE)
    told = rows_of(_with_standing, user, kinds_known(), messages_known(), **ids)
    found = {case.pk: Standing(case.unread or 0, case.asks_by) for case in told}  # type: ignore[attr-defined]
    return {pk: standing for pk, standing in found.items() if standing != Standing(0, None)}


def messages_known() -> Hashable:
    """What the words of `cases_with_messages_for` depend on besides the person and the kinds."""
    return tuple(kind.reads_messages for kind in all_kinds())


def _with_standing(user: User, *_known: Hashable, **ids: UUID) -> QuerySet[Case]:
    places = organisation_places(user)
    for_us = Q(is_from_staff=True, case__organisation__in=places)
    for_staff = Q(is_from_staff=False) & ~Q(case__organisation__in=places)
    there = Message.objects.filter(case=OuterRef("pk")).order_by()
    unread = there.filter(UNREAD, for_us | for_staff).values("case").annotate(number=Count("pk")).values("number")
    asked = there.filter(OPEN_QUESTION, for_us).order_by("answer_due_at").values("answer_due_at")[:1]
    readable = cases_with_messages_for(user).filter(pk__in=list(ids.values())).only("pk").order_by()
    return readable.annotate(unread=Subquery(unread), asks_by=Subquery(asked))


def waiting_messages(user: User, *, most: int) -> list[Waiting]:
    """Cases with messages to read or to answer for this person, the most pressing answer first, then the oldest."""
    places = organisation_places(user)
    for_us = Q(is_from_staff=True, case__organisation__in=places) & (UNREAD | OPEN_QUESTION)
    for_staff = Q(is_from_staff=False) & UNREAD & ~Q(case__organisation__in=places) & _is_told(user)
    rows = (
        Message.objects.filter(for_us | for_staff, case__in=cases_with_messages_for(user).values("pk"))
        .values("case", "case__reference", "case__title")
        .annotate(unread=Count("pk", filter=UNREAD), asks_by=Min("answer_due_at"), since=Min("sent_at"))
        .order_by("asks_by", "since", "case")[:most]
    )
    return [
        Waiting(row["case"], row["case__reference"], row["case__title"], row["unread"], row["asks_by"]) for row in rows
    ]


def told_of(message: Message) -> list[User]:
    """Who gets the notice that a message is there: the other side, never somebody who may not read it."""
    people = _organisation_of(message) if message.is_from_staff else _staff_of(message.case)
    return [person for person in people if cases_with_messages_for(person).filter(pk=message.case_id).exists()]


def _organisation_of(message: Message) -> list[User]:
    assert message.case.organisation is not None  # messages are only on cases that have one
    return list(people_of(message.case.organisation))


def _staff_of(case: Case) -> list[User]:
    """Who has the case; while nobody has it, those the kind names and the team in whose queue it stands."""
    if case.owner is not None:
        return [case.owner]
    told: dict[UUID, User] = {}
    for role in {kind_of(case).message_role, case.owner_role} - {None, PROVIDER, NOBODY}:
        told |= {person.pk: person for person in holders_of(Role(str(role)))}
    return list(told.values())


def _is_told(user: User) -> Q:
    """Condition on messages: those of the organisation that this member of staff is told of (as in `_staff_of`)."""
    roles = roles_of(user)
    by_team = Q(case__owner_role__in=roles)
    for kind in all_kinds():
        if kind.message_role in roles:
            by_team |= Q(case__kind=kind.kind)
    return Q(case__owner=user) | (Q(case__owner=None) & by_team)


def _letter(message: Message, case: Case, *, ours: bool, opens: bool, writes: bool) -> Letter:
    is_withdrawn = message.withdrawn_at is not None
    is_new = not ours and opens and message.read_at is None and not is_withdrawn
    is_answered = getattr(message, "answered_by", None) is not None
    return Letter(
        id=message.pk,
        is_ours=ours,
        by=_writer(message, case, ours=ours),
        at=message.sent_at,
        text="" if is_new or (is_withdrawn and not ours) else message.text,
        is_new=is_new,
        standing=_standing(message, ours=ours),
        asks_by=None if is_withdrawn else message.answer_due_at,
        is_answered=is_answered,
        is_withdrawn=is_withdrawn,
        may_be_withdrawn=ours and writes and message.read_at is None and not is_withdrawn and not is_answered,
    )


def _writer(message: Message, case: Case, *, ours: bool) -> str:
    if message.is_from_staff:
        return message.written_by.name if ours else kind_of(case).team
    name = message.written_by.name
    return name if ours or case.organisation is None else f"{name}, {case.organisation.name}"


def _standing(message: Message, *, ours: bool) -> str:
    if message.withdrawn_at is not None:
        return _("Taken back on %(when)s, before it was read") % {"when": _on(message.withdrawn_at)}
    if message.read_at is not None:
        return _("Read on %(when)s") % {"when": _on(message.read_at)}
    return _("Not read yet") if ours else ""


def _on(moment: datetime) -> str:
    return f"{day_in_words(day_in_london(moment))} at {time_in_words(moment)}"
