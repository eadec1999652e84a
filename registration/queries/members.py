"""Members of umbrella bodies: whose they are, how far each is, and who holds things up (R9)."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from sandbox_portal.casework.models import Deadline
from sandbox_portal.people.models import Organisation, User
from sandbox_portal.people.queries import organisation_places, roles_of

from ..choices import MemberSays, MemberState
from ..models import Member, Registration
from .applications import SEES_SENT

STATES: dict[str, Q] = {
    MemberState.NOT_ASKED: Q(asked_at=None),
    MemberState.ASKED: Q(asked_at__isnull=False, answered_at=None, declined_at=None),
    MemberState.CONFIRMED: Q(says=MemberSays.RIGHT),
    MemberState.WRONG: Q(says__in=(MemberSays.WRONG, MemberSays.NO_MEMBER)),
    MemberState.DECLINED: Q(declined_at__isnull=False),
}


def members_visible_to(user: User) -> QuerySet[Member]:
    """Members of one's own organisations; for those who look after registrations, all of them.

    A member has no account and sees, by link, their own facts alone: this is never asked for them.
    """
    found = Member.objects.filter(taken_out_at=None).select_related("link", "organisation")
    return found if SEES_SENT & roles_of(user) else found.filter(organisation__in=organisation_places(user))


def bodies_visible_to(user: User) -> QuerySet[Organisation]:
    """The organisations whose members the person may see."""
    if SEES_SENT & roles_of(user):
        has_members = Q(pk__in=Member.objects.filter(taken_out_at=None).values("organisation"))
        return Organisation.objects.filter(has_members | Q(pk__in=Registration.objects.values("organisation")))
    return Organisation.objects.filter(pk__in=organisation_places(user))


def find_members(members: QuerySet[Member], *, words: str = "", state: str = "") -> QuerySet[Member]:
    """Those that match, by how the name, the town or the address begins."""
    if words:
        members = members.filter(Q(name__istartswith=words) | Q(email__istartswith=words) | Q(town__istartswith=words))
    if state in STATES:
        members = members.filter(STATES[state])
    return members.order_by("name", "pk")


def state_of(member: Member) -> MemberState:
    """How far a member is."""
    if member.asked_at is None:
        return MemberState.NOT_ASKED
    if member.declined_at is not None:
        return MemberState.DECLINED
    if member.answered_at is None:
        return MemberState.ASKED
    return MemberState.CONFIRMED if member.says == MemberSays.RIGHT else MemberState.WRONG


@dataclass(frozen=True)
class Progress:
    """How many members there are, and how many of them are how far."""

    total: int
    by_state: dict[str, int]

    @property
    def confirmed(self) -> int:
        return self.by_state[MemberState.CONFIRMED]

    @property
    def not_asked(self) -> int:
        return self.by_state[MemberState.NOT_ASKED]


def progress_of(members: QuerySet[Member]) -> Progress:
    """One question, for any number of members."""
    counted = members.order_by().aggregate(
        total=Count("pk"), **{str(state): Count("pk", filter=condition) for state, condition in STATES.items()}
    )
    return Progress(counted["total"], {str(state): counted[str(state)] for state in STATES})


def answerable_member(member_id: UUID) -> Member | None:
    """The member a link is about, while they are one and have not answered."""
    found = Member.objects.filter(pk=member_id, taken_out_at=None, answered_at=None, declined_at=None)
    return found.select_related("organisation", "link").first()


def members_to_ask(organisation_id: object, count: int) -> list[Member]:
    """The next ones nobody has written to."""
    found = Member.objects.filter(organisation=organisation_id, taken_out_at=None, asked_at=None)  # type: ignore[misc]
    return list(found.select_related("organisation").order_by("name", "pk")[:count])


def whoever_asked(person_id: UUID) -> User | None:
    """The person in whose name the letters go, while they may still sign in."""
    return User.objects.filter(pk=person_id, is_active=True).first()


def member_of_deadline(deadline: Deadline) -> Member | None:
    """The member who is waited for."""
    return answerable_member(UUID(deadline.subject))
