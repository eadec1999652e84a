"""What the committee is sent: the proposed set as it stands, and who scored."""

from typing import Any

from django.db.models import Prefetch

from sandbox_portal.people.models import User

from ..choices import ApplicationStage
from ..models import Application, ConflictDeclaration, Consensus, Selection, SubmittedSheet
from .draws import draws_published, published_records
from .standings import IN_THE_RUNNING, cut_off_in_force, stale_references

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


def has_scored(user: User, selection: Selection) -> bool:
    """True when the person finished a sheet of this round (R-009)."""
    return SubmittedSheet.objects.filter(member__user=user, application__round=selection.round_id).exists()


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
