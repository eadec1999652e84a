"""Somebody who types for an organisation: for a while, in one case, with the rights of one who writes and never sends.

A voice is the member of staff as the pages of that one case see them: no role, and the place of a contributor. What
they write carries their own name, and says for whom. Whether they may still do so is asked again under the lock of
every write, so that an organisation that says “stop” is obeyed by what is on its way.
"""

from copy import copy
from datetime import datetime, timedelta
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from sandbox_portal.people.choices import Place
from sandbox_portal.people.clock import DatabaseNow
from sandbox_portal.people.models import User
from sandbox_portal.people.queries import know_rights

from .models import Assistance, Case
from .refusals import Refused

LASTS = timedelta(hours=2)
OVER = "Your time to type for this organisation is over. What you saved before is kept; this was not saved."


def voice_of(typist: User, assistance: Assistance) -> User:
    """The typist as the pages of the case see them; their own rights are left as they are."""
    voice = copy(typist)
    voice._state = copy(typist._state)
    places = {assistance.organisation_id: Place.CONTRIBUTOR} if assistance.organisation_id else {}
    know_rights(voice, roles=frozenset(), places=places)
    setattr(voice, "_assistance", assistance)  # noqa: B010 - no field of the person
    return voice


def speaks_for(user: User | None) -> Assistance | None:
    """What this person types for an organisation by, when they do so in this request."""
    assistance: Assistance | None = getattr(user, "_assistance", None)
    return assistance


def running_assistances() -> QuerySet[Assistance]:
    """Those that have neither been ended nor run out by the database's clock."""
    return Assistance.objects.filter(over_at=None, ends_at__gt=DatabaseNow())


def must_still_type(user: User | None) -> None:
    """Refuse a voice whose time is over; called under the lock of what is written. Nobody else is asked anything."""
    assistance = speaks_for(user)
    if assistance is None:
        return
    if not running_assistances().select_for_update(no_key=True).filter(pk=assistance.pk).exists():
        raise Refused(OVER)


def confined(user: User) -> Q:
    """Condition on cases: a voice reaches the one case it types in, everybody else is not narrowed."""
    assistance = speaks_for(user)
    return Q(pk=assistance.case_id) if assistance else Q()


def is_of_the_case(kwargs: dict[str, Any], case: Case) -> bool:
    """True of an address that names this case, or names no case at all."""
    named = [value for name, value in kwargs.items() if name in {"case", "case_id", "application_id"}]
    return not named or case.pk in named


def spoken_for(case: str, who: str, moment: str) -> Coalesce:
    """Inside a query on rows that somebody wrote: for whom they wrote it then, "" when for nobody."""
    then = Assistance.objects.filter(
        Q(over_at=None) | Q(over_at__gte=OuterRef(moment)),
        case=OuterRef(case),
        typist=OuterRef(who),
        started_at__lte=OuterRef(moment),
        ends_at__gte=OuterRef(moment),
    )
    return Coalesce(Subquery(then.order_by("-started_at").values("agreed_name")[:1]), Value(""))


def told_in_events(by: User | None) -> dict[str, str]:
    """What an event says of somebody who acts for an organisation; nothing of others."""
    assistance = speaks_for(by)
    return {"on_behalf_of": assistance.agreed_name, "assistance": str(assistance.pk)} if assistance else {}


def ends_usually(at: datetime) -> datetime:
    """When typing that begins now ends by itself."""
    return at + LASTS
