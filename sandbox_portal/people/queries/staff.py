"""Who works here, with which roles: the list the system administrator looks after."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.db.models.functions import TruncDate

from ..choices import Role
from ..clock import DatabaseNow
from ..models import RoleGrant, SecondStepReset, User
from .places import current_grants, roles_of

PAGE = 30
SOON = timedelta(days=30)


@dataclass(frozen=True)
class People:
    """One page of people and the mark after which the next begins ("" on the last)."""

    rows: Sequence[User]
    after: str
    count: int


def accounts_visible_to(user: User) -> QuerySet[User]:
    """Every account, for those who look after accounts; nobody for others."""
    if roles_of(user) & {Role.SYSTEM_ADMINISTRATOR, Role.AUDITOR}:
        return User.objects.all()
    return User.objects.none()


def people_to_look_after(
    user: User, *, words: str = "", role: str = "", state: str = "staff", after: str = "", size: int = PAGE
) -> People:
    """A page of accounts by name; `state` is staff, ending, past or all."""
    people = accounts_visible_to(user).filter(_in_state(state))
    if role:
        people = people.filter(Exists(_grants_in_state(state).filter(user=OuterRef("pk"), role=role)))
    for word in words.split()[:5]:
        people = people.filter(Q(name__icontains=word) | Q(email__icontains=word))
    held = Prefetch("role_grants", queryset=current_grants().order_by("role"), to_attr="grants_now")
    found = list(people.filter(_beyond(after)).order_by("name", "pk").prefetch_related(held)[: size + 1])
    mark = f"{found[size - 1].pk}~{found[size - 1].name}" if len(found) > size else ""
    return People(found[:size], mark, people.count())


def grants_of(person: User) -> QuerySet[RoleGrant]:
    """The roles somebody holds now, with who gave them."""
    return current_grants().filter(user=person).select_related("granted_by").order_by("role")


def resets_visible_to(user: User) -> QuerySet[SecondStepReset]:
    """Requests to reset a second step that wait for a second person; administrators alone see them."""
    if Role.SYSTEM_ADMINISTRATOR not in roles_of(user):
        return SecondStepReset.objects.none()
    waiting = SecondStepReset.objects.filter(confirmed_at=None, dropped_at=None)
    return waiting.select_related("user", "asked_by").order_by("asked_at", "pk")


def ends_soon(grant: RoleGrant, today: date) -> bool:
    """Ends within thirty days, so that somebody should think of it."""
    return grant.expires_on is not None and grant.expires_on <= today + SOON


def _grants_in_state(state: str) -> QuerySet[RoleGrant]:
    if state == "past":
        return RoleGrant.objects.exclude(pk__in=current_grants().values("pk"))
    if state == "ending":
        return current_grants().filter(expires_on__lte=TruncDate(DatabaseNow() + SOON))
    return current_grants()


def _in_state(state: str) -> Q:
    if state == "all":
        return Q()
    return Q(Exists(_grants_in_state(state).filter(user=OuterRef("pk"))))


def _beyond(mark: str) -> Q:
    """People after the mark of a page; a mark that is none is the beginning."""
    pk, _tilde, name = mark.partition("~")
    try:
        after = UUID(pk)
    except ValueError:
        return Q()
    return Q(name__gt=name) | Q(name=name, pk__gt=after)
