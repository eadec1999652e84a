"""What whoever leads a discussion needs to know: who is still scoring, and what must be looked at again."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from programme.models import PanelMember
from sandbox_portal.casework.looks import once_a_look
from sandbox_portal.people.models import User

from ..choices import SelectionStage
from ..comparison import Cause, stale_because
from ..models import Application, Consensus, Selection, SubmittedSheet
from .applications import applications_scored_by
from .standings import IN_THE_RUNNING, comparisons_of, gone_from, stale_references

MAY_LOOK_AGAIN = frozenset({SelectionStage.CUT_OFF, SelectionStage.DRAW, SelectionStage.PROPOSAL})
WHY_GONE = {
    Cause.WITHDRAWN: "has withdrawn",
    Cause.EXCLUDED: "has left the round",
    Cause.BELOW_CUTOFF: "is below the cut-off",
}


@dataclass(frozen=True)
class MemberState:
    """A member who scores this application, and whether they have finished the step."""

    name: str
    is_finished: bool


def still_scoring(application: Application, step: int) -> list[MemberState]:
    """The members who score this application, in the order of the panel; those with an interest are not named."""
    sheet = SubmittedSheet.objects.filter(member=OuterRef("pk"), application=application, step=step)
    seats = (
        PanelMember.objects.filter(
            round=application.round_id,
            user__isnull=False,
            declarations__application=application,
            declarations__has_conflict=False,
        )
        .select_related("user")
        .annotate(is_finished=Exists(sheet))
        .order_by("position")
    )
    return [MemberState(str(seat), seat.is_finished) for seat in seats]


def stale_applications(selection: Selection, user: User) -> list[Application]:
    """Applications whose score for difference must be looked at again, as far as this member may see them."""
    if selection.case.stage not in MAY_LOOK_AGAIN:
        return []
    rows = applications_scored_by(user).filter(
        round=selection.round_id, case__reference__in=stale_references(selection), case__stage__in=IN_THE_RUNNING
    )
    return list(rows.select_related("round__selection__case").order_by("review_position"))


def reasons_stale(application: Application, user: User) -> list[str]:
    """What has changed in the set this score was compared with; one the member is kept from is not named."""
    selection = application.round.selection
    mine = next(iter(comparisons_of(selection, Q(application=application))), None)
    if mine is None:
        return []
    causes = stale_because(mine, gone_from(selection))
    named = set(
        applications_scored_by(user).filter(case__reference__in=causes).values_list("case__reference", flat=True)
    )
    return [
        f"{reference if reference in named else 'An application you may not see'} {WHY_GONE[cause]}."
        for reference, cause in sorted(causes.items())
    ]


@once_a_look
def agreed_difference(application: Application) -> Consensus | None:
    """The score for difference that counts now."""
    return Consensus.objects.filter(application=application, criterion="3a", replaced_at=None).first()
