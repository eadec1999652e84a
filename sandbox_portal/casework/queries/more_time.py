"""Dates of an organisation, and its questions for more time.

| Reader                                   | Sees                                                             |
|------------------------------------------|------------------------------------------------------------------|
| member of the organisation               | its dates on the case, and what it asked, with our answer        |
| staff who may write on the case          | the questions and their answers; they answer them                |
| staff who see the case and only read     | the questions and their answers                                  |
"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, QuerySet

from sandbox_portal.people.models import User
from sandbox_portal.people.permissions import may_write_for_organisation
from sandbox_portal.people.queries import holders_of, organisation_places, roles_of

from ..choices import NOBODY, PROVIDER, MoreTimeState
from ..deadlines import running
from ..kinds import kind_of
from ..models import Case, Deadline, MoreTime
from ..more_time_rules import clock_rules
from .cases import cases_visible_to

NOT_YOURS = "Your place in this organisation lets you read, not ask for more time."
ASKED_ALREADY = "You have asked already. We will answer by email and here."
GIVEN_ALREADY = "This date was moved once already. It cannot be moved again."
PASSED = "This date has passed. Write to us or call us."
STANDS_STILL = "This date does not run while the case is on hold, so you need not ask."


def more_time_visible_to(user: User) -> QuerySet[MoreTime]:
    """Questions for more time on cases the person sees."""
    seen = cases_visible_to(user).values("pk")
    return MoreTime.objects.filter(case__in=seen).select_related(
        "deadline", "case__organisation", "asked_by", "answered_by"
    )


def more_time_waiting_for(user: User) -> QuerySet[MoreTime]:
    """Questions that wait, on cases the person sees as staff; the nearest date first."""
    return more_time_seen_by_staff(user).filter(state=MoreTimeState.WAITING).order_by("due_at", "pk")


def more_time_seen_by_staff(user: User) -> QuerySet[MoreTime]:
    """Questions of organisations the person does not belong to, on cases they see by their role."""
    if not roles_of(user):
        return MoreTime.objects.none()
    return more_time_visible_to(user).exclude(case__organisation__in=organisation_places(user))


def own_deadlines(case: Case) -> QuerySet[Deadline]:
    """The running dates of a case that are the organisation's to keep, the nearest first, with what it asked."""
    return deadlines_of(case).filter(running())


def deadlines_of(case: Case) -> QuerySet[Deadline]:
    """The same with those that are over, whose answers can still be read."""
    asked = Prefetch("more_time", queryset=MoreTime.objects.order_by("-asked_at"), to_attr="asked")
    return Deadline.objects.filter(case=case, kind__in=clock_rules()).prefetch_related(asked)


def asking_refusal(deadline: Deadline, user: User, at: datetime) -> str | None:
    """Why this person cannot ask for more time on this deadline now; None when they can."""
    rule = clock_rules().get(deadline.kind)
    if rule is None:
        return "This date is the same for everybody. It cannot be moved for one of you."
    if rule.never:
        return rule.never
    if not may_write_for_organisation.test(user, deadline.case):
        return NOT_YOURS
    if deadline.done_at or deadline.cancelled_at or deadline.due_at <= at:
        return PASSED
    if deadline.paused_at:
        return STANDS_STILL
    states = {each.state for each in _asked(deadline)}
    if MoreTimeState.GRANTED in states:
        return GIVEN_ALREADY
    return ASKED_ALREADY if MoreTimeState.WAITING in states else None


def _asked(deadline: Deadline) -> list[MoreTime]:
    read: list[MoreTime] | None = getattr(deadline, "asked", None)
    return read if read is not None else list(deadline.more_time.all())


def answering_refusal(asked: MoreTime, user: User) -> str | None:
    """Why this person cannot answer the question; None when they can."""
    if asked.state != MoreTimeState.WAITING:
        return "This question has been answered already."
    if asked.case.organisation_id in organisation_places(user):
        return "You belong to the organisation that asks."
    if not roles_of(user):
        return "Only those who work on the case answer this."
    return kind_of(asked.case).may_message(asked.case, user)


@dataclass(frozen=True)
class OwnDate:
    """One date an organisation has to keep, what it may do about it, and what it was told."""

    deadline: Deadline
    refusal: str | None
    newest: MoreTime | None


def own_dates(case: Case, user: User, at: datetime) -> list[OwnDate]:
    """The dates of a case as its organisation sees them; two questions at most, none when no clock runs."""
    if case.due_at is None and case.held_since is None:
        return []
    return [
        OwnDate(each, asking_refusal(each, user, at), next(iter(_asked(each)), None)) for each in own_deadlines(case)
    ]


def people_to_answer(case: Case) -> list[User]:
    """Who is told of a question: whoever has the case, else those whom its kind or its queue names."""
    if case.owner is not None:
        return [case.owner]
    named = {kind_of(case).message_role, case.owner_role} - {None, PROVIDER, NOBODY}
    people = {person.pk: person for role in sorted(map(str, named)) for person in holders_of(role)}  # type: ignore[arg-type]
    return list(people.values())
