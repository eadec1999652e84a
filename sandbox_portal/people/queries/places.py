"""Who holds which role, and which organisations a person belongs to."""

from typing import Any
from uuid import UUID

from django.db.models import Case, Count, IntegerField, OuterRef, Q, QuerySet, Subquery, UUIDField, Value, When
from django.db.models.functions import Coalesce, TruncDate

from ..choices import Place, Role
from ..clock import DatabaseNow
from ..models import Invitation, Membership, Organisation, RoleGrant, User


def roles_of(user: User | None) -> frozenset[Role]:
    """The roles a person holds now; read once per user object. The clock (None) holds none."""
    if user is None or not user.is_authenticated or not user.is_active:
        return frozenset()
    if not hasattr(user, "_roles"):
        _read_roles_and_places(user)
    roles: frozenset[Role] = getattr(user, "_roles")  # noqa: B009 - mypy knows no such field
    return roles


def current_grants() -> QuerySet[RoleGrant]:
    """Grants that have neither been ended nor run out by the database's date."""
    return RoleGrant.objects.filter(
        Q(expires_on=None) | Q(expires_on__gte=TruncDate(DatabaseNow())), ended_at=None, user__is_active=True
    )


def holders_of(role: Role) -> QuerySet[User]:
    """Active people who hold the role now, by name."""
    return User.objects.filter(pk__in=current_grants().filter(role=role).values("user")).order_by("name", "pk")


def is_staff_address(email: str) -> bool:
    """Whether whoever reads this address holds a role now."""
    return current_grants().filter(user__email__iexact=email).exists()


def organisation_places(user: User | None) -> dict[UUID, Place]:
    """The person's current place in each of their organisations; read once per user object."""
    if user is None or not user.is_authenticated or not user.is_active:
        return {}
    if not hasattr(user, "_places"):
        _read_roles_and_places(user)
    places: dict[UUID, Place] = getattr(user, "_places")  # noqa: B009 - mypy knows no such field
    return places


def _read_roles_and_places(user: User) -> None:
    """Keep both beside the person: nearly every page needs both, so they are one question."""
    nowhere = Value(None, output_field=UUIDField())
    roles = current_grants().filter(user=user).values_list("role", nowhere)
    places = Membership.objects.filter(user=user, ended_at=None).values_list("place", "organisation_id")
    rows = list(roles.union(places, all=True))
    held = frozenset(Role(role) for role, organisation in rows if organisation is None)
    know_rights(user, roles=held, places={organisation: Place(place) for place, organisation in rows if organisation})


def know_rights(user: User, *, roles: frozenset[Role], places: dict[UUID, Place]) -> None:
    """Keep what was read beside the person; through a request's lazy user too, so that nobody reads it again."""
    setattr(user, "_roles", roles)  # noqa: B010 - no field of the person
    setattr(user, "_places", places)  # noqa: B010 - no field of the person


def forget_rights(user: User) -> None:
    """Have them read again: an action has just changed them."""
    for name in ("_roles", "_places"):
        if hasattr(user, name):
            delattr(user, name)


def organisations_visible_to(user: User) -> QuerySet[Organisation]:
    """A person's own organisations; people with a staff role see every organisation."""
    if roles_of(user):
        return Organisation.objects.all()
    return Organisation.objects.filter(pk__in=organisation_places(user))


def own_organisations(user: User) -> QuerySet[Organisation]:
    """The organisations a person has a place in, by name; not those a staff role lets them see."""
    return Organisation.objects.filter(pk__in=organisation_places(user)).order_by("name", "pk")


def teams_of(user: User) -> QuerySet[Organisation]:
    """The person's own organisations, with how many people are in each team and how many invitations wait."""
    people = Membership.objects.filter(organisation=OuterRef("pk"), ended_at=None)
    waiting = Invitation.objects.filter(organisation=OuterRef("pk"), accepted_at=None, revoked_at=None)
    return own_organisations(user).annotate(people=_number_of(people), waiting=_number_of(waiting))


def _number_of(rows: QuerySet[Any]) -> Coalesce:
    """A count beside each row, in the one question."""
    counted = rows.order_by().values("organisation").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def people_of(organisation: Organisation, *places: Place) -> QuerySet[User]:
    """Active people with one of these places in the organisation (any place when none is named)."""
    memberships = Membership.objects.filter(organisation=organisation, ended_at=None)
    if places:
        memberships = memberships.filter(place__in=places)
    return User.objects.filter(is_active=True, pk__in=memberships.values("user")).order_by("name", "pk")


def current_members(organisation: Organisation) -> QuerySet[Membership]:
    """Who is in the organisation's team now, owners first, then by name."""
    rank = Case(*(When(place=place, then=number) for number, place in enumerate(Place)), default=len(Place))
    memberships = Membership.objects.filter(organisation=organisation, ended_at=None).select_related("user")
    return memberships.order_by(rank, "user__name", "pk")
