"""What the committee is sent: the proposed set as it stands, and who scored."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch

from programme.models import PanelMember
from sandbox_portal.casework.looks import once_a_look
from sandbox_portal.documents.models import IssuedDocument
from sandbox_portal.documents.queries import documents_visible_to
from sandbox_portal.people.models import User

from ..choices import ApplicationStage
from ..models import Application, ConflictDeclaration, Consensus, Proposal, Selection, SubmittedSheet
from .declarations import unnamed
from .draws import draws_published, published_records
from .selections import applications_read_in
from .sight import left_out
from .standings import IN_THE_RUNNING, cut_off_in_force, proposal_in_hand, stale_references

PLACED = (ApplicationStage.PROPOSED, ApplicationStage.RESERVE)
ENDED_EARLIER = (ApplicationStage.OUT_OF_SCOPE, ApplicationStage.NOT_COMMITTED, ApplicationStage.WITHDRAWN)


def selection_record(selection: Selection) -> dict[str, Any]:
    """Names, totals, agreed scores, cut-off and reason, draws, conflicts and stale history, as plain values (R-185)."""
    cut_off = cut_off_in_force(selection)
    return {
        "cut_off": {"value": cut_off.value, "reason": cut_off.reason} if cut_off else None,
        "applications": [_row(application) for application in _ranked(selection)],
        "draws": [record for draw in draws_published(selection.round_id) for record in published_records(draw)],
        "conflicts": _conflicts(selection),
        "stale": list(stale_references(selection)),
        "rescored": _rescored(selection),
    }


def record_for(proposal: Proposal, selection: Selection, user: User, hidden: Sequence[str]) -> dict[str, Any]:
    """What the committee reads of the record besides the ranking, without a row the person may not see."""
    kept_from = {each.reference for each in left_out(selection, user)}
    snapshot = proposal.snapshot
    return {
        "conflicts": [row for row in snapshot["conflicts"] if row["reference"] not in kept_from],
        "rescored": [row for row in snapshot["rescored"] if row["reference"] not in kept_from],
        "changes": [row for row in proposal.modifications if row["reference"] not in kept_from],
        "reason": unnamed(proposal.decision_reason, hidden),
        "exception": unnamed(proposal.exception, hidden),
    }


def proposed_for(selection: Selection, user: User) -> list[Application]:
    """The proposed applications that the person may read, best first."""
    return [each for each in placed_for(selection, user) if each.case.stage == ApplicationStage.PROPOSED]


def placed_for(selection: Selection, user: User) -> list[Application]:
    """The proposed applications and the reserves, best first, that the person may read."""
    placed = applications_read_in(selection, user).filter(case__stage__in=PLACED)
    return list(placed.order_by("rank", "number"))


def issued_record(proposal: Proposal, user: User) -> IssuedDocument | None:
    """The selection record as a document, as far as the person may open it; None while it is being made."""
    return documents_visible_to(user).filter(request_key=record_key(proposal)).first()


def record_key(proposal: Proposal) -> str:
    """The name of the request for the record of a proposal: asked for twice, it is made once."""
    return f"selection-record-{proposal.pk}"


def proposal_by_id(proposal_id: UUID | str) -> Proposal | None:
    """A proposal for work that nobody looks at."""
    proposals = Proposal.objects.select_related("selection__case", "selection__round", "prepared_by", "confirmed_by")
    return proposals.filter(pk=proposal_id).first()


def version_of(proposal: Proposal) -> str:
    """Names what a reader has before them: the proposal, and the decision recorded on it."""
    decided = proposal.decided_at.isoformat() if proposal.decided_at else "undecided"
    return f"{proposal.attempt} {decided}"


def version_in_hand(selection: Selection) -> str:
    proposal = proposal_in_hand(selection)
    return version_of(proposal) if proposal else ""


def has_scored(user: User, selection: Selection) -> bool:
    """True when the person finished a sheet of this round (R-009)."""
    return user.pk in _people_who_scored(selection)


@once_a_look
def _people_who_scored(selection: Selection) -> frozenset[UUID]:
    sheet = SubmittedSheet.objects.filter(member=OuterRef("pk"), application__round=selection.round_id)
    seats = PanelMember.objects.filter(Exists(sheet), round=selection.round_id, user__isnull=False)
    return frozenset(seats.values_list("user", flat=True))


def _ranked(selection: Selection) -> list[Application]:
    current = Consensus.objects.filter(replaced_at=None).order_by("criterion")
    applications = (
        Application.objects.filter(
            round=selection.round_id, submitted_at__isnull=False, case__stage__in=(*IN_THE_RUNNING, *ENDED_EARLIER)
        )
        .select_related("case", "organisation")
        .prefetch_related(Prefetch("consensus", queryset=current, to_attr="agreed"))
    )
    return sorted(applications, key=lambda each: (each.rank or 10_000, -(each.total or 0), each.number or 0))


def _row(application: Application) -> dict[str, Any]:
    return {
        "application": str(application.pk),
        "reference": application.case.reference,
        "organisation": application.organisation.name,
        "stage": application.case.stage,
        "rank": application.rank,
        "total": application.total,
        "scores": [
            {"criterion": score.criterion, "value": score.value, "reason": score.reason, "note": score.moderation_note}
            for score in application.agreed  # type: ignore[attr-defined]
        ],
    }


def _conflicts(selection: Selection) -> list[dict[str, Any]]:
    declared = ConflictDeclaration.objects.filter(
        application__round=selection.round_id, has_conflict=True
    ).select_related("member__user", "application__case")
    return [
        {"member": str(each.member), "reference": each.application.case.reference}
        for each in declared.order_by("application__number", "member__position")
    ]


def _rescored(selection: Selection) -> list[dict[str, Any]]:
    replaced = Consensus.objects.filter(application__round=selection.round_id, replaced_at__isnull=False)
    return [
        {"reference": each.application.case.reference, "criterion": each.criterion, "value": each.value}
        for each in replaced.select_related("application__case").order_by("application__number", "decided_at")
    ]
