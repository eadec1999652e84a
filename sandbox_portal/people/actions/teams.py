"""Change who does what in an organisation's team."""

from datetime import datetime

from django.db import transaction

from ..choices import PersonVerb, Place
from ..guards import must_own, team_locked
from ..history import tell
from ..letters import send_place_changed, send_taken_out
from ..models import Membership, Organisation, User
from ..queries import forget_rights
from ..refusals import Refused

AN_OWNER_STAYS = "An organisation needs an owner. Make somebody else an owner first."


@transaction.atomic
def change_place(membership: Membership, *, place: Place, by: User, at: datetime) -> Membership:
    """Give a member another place; only an owner may, and the last owner stays one."""
    membership = _for_change(membership, by)
    before = Place(membership.place)
    if before == place:
        raise Refused(f"{membership.user.name} has this place already.")
    if before == Place.OWNER:
        _must_not_be_the_last_owner(membership)
    membership.place = place
    membership.save(update_fields=["place"])
    _tell(PersonVerb.PLACE_CHANGED, membership, by=by, at=at, before=before.value, place=place.value)
    if membership.user != by:
        send_place_changed(membership.user, organisation=membership.organisation.name, place=place.label)
    return membership


@transaction.atomic
def remove_from_team(membership: Membership, *, by: User, at: datetime) -> Membership:
    """Take somebody out of the team at once: their very next click is refused (A08)."""
    membership = _for_change(membership, by)
    if membership.user_id == by.pk:
        raise Refused("You cannot take yourself out. Choose “Leave this team” instead.")
    if membership.place == Place.OWNER:
        _must_not_be_the_last_owner(membership)
    _end(membership, PersonVerb.MEMBER_REMOVED, by=by, at=at)
    send_taken_out(membership.user, organisation=membership.organisation.name)
    return membership


@transaction.atomic
def leave_team(membership: Membership, *, by: User, at: datetime) -> Membership:
    """Go away from a team by oneself; the last owner cannot."""
    organisation = team_locked(membership.organisation)
    membership = _current(membership, organisation)
    if membership.user_id != by.pk:
        raise Refused("Only the person themselves can leave. An owner can take them out.")
    if membership.place == Place.OWNER:
        _must_not_be_the_last_owner(membership)
    return _end(membership, PersonVerb.MEMBER_LEFT, by=by, at=at)


def _for_change(membership: Membership, by: User) -> Membership:
    return _current(membership, must_own(membership.organisation, by))


def _current(membership: Membership, organisation: Organisation) -> Membership:
    found = Membership.objects.filter(pk=membership.pk, organisation=organisation, ended_at=None)
    current = found.select_related("user", "organisation").first()
    if current is None:
        raise Refused("This person is no longer in the team.")
    return current


def _must_not_be_the_last_owner(membership: Membership) -> None:
    owners = Membership.objects.filter(organisation=membership.organisation, place=Place.OWNER, ended_at=None)
    if not owners.exclude(pk=membership.pk).exists():
        raise Refused(AN_OWNER_STAYS)


def _end(membership: Membership, verb: PersonVerb, *, by: User, at: datetime) -> Membership:
    membership.ended_at = at
    membership.save(update_fields=["ended_at"])
    _tell(verb, membership, by=by, at=at, place=membership.place)
    forget_rights(membership.user)
    forget_rights(by)
    return membership


def _tell(verb: PersonVerb, membership: Membership, *, by: User, at: datetime, **data: str) -> None:
    tell(verb, organisation=membership.organisation, person=membership.user, by=by, at=at, data=data)
