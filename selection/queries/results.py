"""What an applicant may be told of its own result, and what the public may be told of a round (R-186 to R-188)."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from programme.models import Round

from ..choices import ApplicationStage as Stage
from ..choices import DrawPurpose, SelectionStage
from ..criteria import Criterion, Kind
from ..models import Application, Consensus, Selection
from .selections import criteria_of
from .standings import cut_off_in_force

ANNOUNCED = frozenset({SelectionStage.RELEASED, SelectionStage.ENDED})
RESULTS = (
    Stage.SELECTED,
    Stage.ON_RESERVE_LIST,
    Stage.NOT_SELECTED,
    Stage.NOT_COMMITTED,
    Stage.OUT_OF_SCOPE,
    Stage.WITHDRAWN,
)


@dataclass(frozen=True)
class OwnScore:
    """One agreed score as its applicant reads it."""

    criterion: Criterion
    value: int
    reason: str

    @property
    def in_words(self) -> str:
        if self.criterion.kind is Kind.GATE:
            return "Met" if self.value else "Not met"
        return f"{self.value} out of {self.criterion.highest}: {self.criterion.label_of(self.value)}"


def is_announced(selection: Selection) -> bool:
    """True once the letters have been sent."""
    return selection.case.stage in ANNOUNCED


def own_scores(application: Application) -> list[OwnScore]:
    """The agreed scores and reasons of one application, in the order of the criteria."""
    agreed = {row.criterion: row for row in Consensus.objects.filter(application=application, replaced_at=None)}
    return [
        OwnScore(criterion, agreed[criterion.code].value, agreed[criterion.code].reason)
        for criterion in criteria_of(application.round)
        if criterion.code in agreed
    ]


def recompute_facts(application: Application) -> dict[str, Any]:
    """One application's agreed scores in the form that `recompute selection` reads (R-186)."""
    selection = Selection.objects.select_related("round").get(round=application.round_id)
    cut_off = cut_off_in_force(selection)
    scores = {
        score.criterion.code: bool(score.value) if score.criterion.kind is Kind.GATE else score.value
        for score in own_scores(application)
    }
    return {
        "max_places": selection.round.max_places,
        "min_places": selection.round.min_places,
        "cutoff": cut_off.value if cut_off else None,
        "applications": [{"ref": application.case.reference, **scores}],
    }


def selection_facts(selection: Selection) -> dict[str, Any]:
    """The whole selection in the form that `recompute selection` reads; for those who may see every score."""
    cut_off = cut_off_in_force(selection)
    drawn = selection.draws.filter(voided_at=None, drawn_at__isnull=False)
    keys = dict(drawn.values_list("purpose", "key"))
    agreed = Consensus.objects.filter(application__round=selection.round_id, replaced_at=None)
    scores: dict[Any, dict[str, int | bool]] = {}
    gates = {criterion.code for criterion in criteria_of(selection.round) if criterion.kind is Kind.GATE}
    for row in agreed:
        scores.setdefault(row.application_id, {})[row.criterion] = (
            bool(row.value) if row.criterion in gates else row.value
        )
    sent = Application.objects.filter(round=selection.round_id, submitted_at__isnull=False).select_related("case")
    return {
        "max_places": selection.round.max_places,
        "min_places": selection.round.min_places,
        "cutoff": cut_off.value if cut_off else None,
        "review_key": keys.get(DrawPurpose.REVIEW),
        "draw_key": keys.get(DrawPurpose.PLACES),
        "applications": [
            {"ref": each.case.reference, **scores.get(each.pk, {})}
            | ({"withdrawn": True} if each.case.stage == Stage.WITHDRAWN else {})
            for each in sent.order_by("number")
        ],
    }


def selected_in(round_: Round) -> QuerySet[Application]:
    """The applications that have a place, whether they may be named or not."""
    return (
        Application.objects.filter(round=round_, case__stage=Stage.SELECTED)
        .select_related("case", "organisation", "round")
        .order_by("number")
    )


def names_published(round_: Round) -> QuerySet[Application]:
    """Selected applications whose organisation agreed to be named, once the letters have been sent (R-187)."""
    return (
        Application.objects.filter(
            round=round_,
            round__selection__case__stage__in=ANNOUNCED,
            case__stage=Stage.SELECTED,
            name_consent=True,
        )
        .select_related("organisation")
        .order_by("organisation__name", "number")
    )


@dataclass(frozen=True)
class GateCount:
    """How many applications passed and failed one gate."""

    criterion: Criterion
    passed: int
    failed: int


@dataclass(frozen=True)
class RoundStatistics:
    """Numbers of a round with nobody's name: applications, passes at each gate, results, totals (R-188)."""

    received: int
    gates: tuple[GateCount, ...]
    results: tuple[tuple[str, int], ...]
    totals: tuple[tuple[int, int], ...]
    selected: int
    selected_not_named: int


def statistics_of(selection: Selection) -> RoundStatistics:
    """Count the round in two queries, whatever its size."""
    sent = Application.objects.filter(round=selection.round_id, submitted_at__isnull=False).order_by()
    stages: Counter[str] = Counter()
    totals: Counter[int] = Counter()
    named = 0
    counted = sent.values_list("case__stage", "total", "name_consent").annotate(count=Count("pk"))
    for stage, total, may_be_named, count in counted:
        stages[stage] += count
        totals.update({} if total is None else {total: count})
        named += count if stage == Stage.SELECTED and may_be_named else 0
    selected = stages[Stage.SELECTED]
    return RoundStatistics(
        received=stages.total(),
        gates=_gates(selection),
        results=tuple((stage.label, stages[stage]) for stage in RESULTS),
        totals=tuple((total, totals[total]) for total in range(min(totals), max(totals) + 1)) if totals else (),
        selected=selected,
        selected_not_named=selected - named,
    )


def _gates(selection: Selection) -> tuple[GateCount, ...]:
    gates = [criterion for criterion in criteria_of(selection.round) if criterion.kind is Kind.GATE]
    counted = {
        row["criterion"]: row
        for row in Consensus.objects.filter(
            application__round=selection.round_id, replaced_at=None, criterion__in=[gate.code for gate in gates]
        )
        .values("criterion")
        .annotate(passed=Count("pk", filter=Q(value=1)), failed=Count("pk", filter=Q(value=0)))
        .order_by()
    }
    nothing = {"passed": 0, "failed": 0}
    return tuple(
        GateCount(gate, counted.get(gate.code, nothing)["passed"], counted.get(gate.code, nothing)["failed"])
        for gate in gates
    )
