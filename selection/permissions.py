"""Who may do what in selection: one line, one person, one thing."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from rules import predicate

from programme.models import PanelMember
from sandbox_portal.casework.prepared import rows_of
from sandbox_portal.people.choices import Role
from sandbox_portal.people.models import User
from sandbox_portal.people.permissions import has_role, may_sign_for_organisation, may_write_for_organisation

is_programme_lead = has_role(Role.PROGRAMME_LEAD)
is_committee_member = has_role(Role.COMMITTEE_MEMBER)
may_write_application = may_write_for_organisation
may_send_application = may_sign_for_organisation


@predicate
def sits_on_panel(user: User | None, subject: Any) -> bool:
    """Holds a seat on the panel of the subject's round."""
    return seat_of(user, subject.round_id) is not None


@predicate
def chairs_panel(user: User | None, subject: Any) -> bool:
    """Is the chair of the panel of the subject's round."""
    seat = seat_of(user, subject.round_id)
    return seat is not None and seat.is_chair


@predicate
def leads_discussion(user: User | None, application: Any) -> bool:
    """Records what the panel agrees on this application: the chair, or the next member in order who has no interest.

    A chair with an interest is out of the room like anybody else (R-005), and the panel must still be able to agree.
    """
    seat = seat_of(user, application.round_id)
    if seat is None:
        return False
    first = (
        PanelMember.objects.filter(
            round=application.round_id,
            user__isnull=False,
            declarations__application=application,
            declarations__has_conflict=False,
        )
        .order_by("-is_chair", "position")
        .values_list("pk", flat=True)
        .first()
    )
    return first == seat.pk


def seat_of(user: User | None, round_id: Any) -> PanelMember | None:
    """The person's seat on the panel of a round; read once per user object and round."""
    if user is None or not user.is_authenticated:
        return None
    seats: dict[Any, PanelMember | None] = user.__dict__.setdefault("_panel_seats", {})
    if round_id not in seats:
        seats[round_id] = next(iter(rows_of(_seats, user, round_id=round_id)), None)
    return seats[round_id]


def _seats(user: User, *, round_id: UUID) -> QuerySet[PanelMember]:
    return PanelMember.objects.filter(round_id=round_id, user=user).order_by("pk")[:1]
