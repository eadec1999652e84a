"""What a person is kept from in a selection: read once, for every sentence, row and number of a page."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from sandbox_portal.casework.looks import once_a_look
from sandbox_portal.people.models import User
from sandbox_portal.people.queries import organisation_places, roles_of

from ..choices import ApplicationStage
from ..models import Application, ConflictDeclaration, Selection
from ..permissions import seat_of
from .applications import SEES_ALL_SENT
from .selections import applications_visible_in
from .tallies import Tallies, tallies_of

IN_RANKING = Q(total__isnull=False) & ~Q(case__stage=ApplicationStage.WITHDRAWN)
IN_REVIEW = Q(s2__isnull=False) & ~Q(
    case__stage__in=(ApplicationStage.WITHDRAWN, ApplicationStage.NOT_COMMITTED, ApplicationStage.STEP2)
)


@dataclass(frozen=True)
class LeftOut:
    """A sent application the person may not read in their office, and whether that is for an interest of theirs."""

    reference: str
    name: str
    is_interest: bool
    in_ranking: bool
    in_review: bool


@once_a_look
def hidden_from(selection: Selection, user: User) -> QuerySet[Application] | None:
    """The sent applications of the selection that this person may not open; None when the numbers say there are none.

    Who has given their word on all of them is kept from those they have an interest in, and from no other.
    """
    tallies, seat = tallies_of(selection.round_id), seat_of(user, selection.round_id)
    oversees = bool(SEES_ALL_SENT & roles_of(user))
    is_open_to_them = oversees if seat is None else (oversees or tallies.is_closed) and _is_all_said(tallies, seat.pk)
    is_known = is_open_to_them and ApplicationStage.DRAFT not in tallies.stages(None)
    if is_known and (seat is None or all(each.clear == each.said for each in tallies.stages(seat.pk).values())):
        return None
    sent = sent_in(selection)
    if not is_known:
        return sent.exclude(pk__in=applications_visible_in(selection, user).order_by().values("pk"))
    ties = ConflictDeclaration.objects.filter(member=seat, has_conflict=True).values("application")
    return sent.filter(pk__in=ties).exclude(organisation__in=organisation_places(user))


def _is_all_said(tallies: Tallies, member: UUID) -> bool:
    return all(tallies.at(member, stage).said == each.sent for stage, each in tallies.stages(None).items())


@once_a_look
def left_out(selection: Selection, user: User) -> list[LeftOut]:
    """The sent applications of the selection that this person may not read, in order of reference."""
    hidden, own = hidden_from(selection, user), organisation_places(user)
    if hidden is None and not own:
        return []
    is_hidden = Q(pk__in=hidden.order_by().values("pk")) if hidden is not None else Q()
    rows = sent_in(selection).filter(is_hidden | Q(organisation__in=own) if own else is_hidden).order_by("number")
    marked = rows.annotate(is_interest=_interest_of(user), in_ranking=IN_RANKING, in_review=IN_REVIEW)
    found = marked.values_list("case__reference", "organisation__name", "is_interest", "in_ranking", "in_review")
    return [LeftOut(str(reference), *facts) for reference, *facts in found]


def sent_in(selection: Selection) -> QuerySet[Application]:
    """Every application that was sent, whoever may read it: for numbers, and where nothing is left out."""
    return Application.objects.filter(round=selection.round_id, submitted_at__isnull=False)


def applications_hidden_from(user: User) -> QuerySet[Application]:
    """Sent applications in which the person has an interest, declared or by their own organisation."""
    return Application.objects.filter(_interest_of(user), submitted_at__isnull=False)


def _interest_of(user: User) -> Q:
    declared = ConflictDeclaration.objects.filter(member__user=user, has_conflict=True).values("application")
    return Q(pk__in=declared) | Q(organisation__in=organisation_places(user))
