"""Letters of a selection: which result gets which, what each may say, and how far they are."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any

from django.db.models import QuerySet

from programme.choices import KeyDateKind
from programme.models import KeyDate, Round
from programme.queries import key_dates
from sandbox_portal.casework.models import OutboxEntry
from sandbox_portal.casework.moments import day_in_words, in_words
from sandbox_portal.casework.queries.assistance import who_typed
from sandbox_portal.casework.working_days import day_in_london
from sandbox_portal.documents.models import IssuedDocument

from ..choices import ApplicationStage as Stage
from ..criteria import Criteria, Kind, total_range
from ..models import Application, Consensus, Selection
from .selections import criteria_of
from .standings import cut_off_in_force

LETTERS_FOR: Mapping[Stage, tuple[str, ...]] = {
    Stage.OUT_OF_SCOPE: ("L-04",),
    Stage.NOT_COMMITTED: ("L-05",),
    Stage.SELECTED: ("L-06", "L-10"),
    Stage.ON_RESERVE_LIST: ("L-07",),
    Stage.NOT_SELECTED: ("L-08",),
}
NO_DAY_YET = "a day that we will tell you"
NO_REASON = "The panel wrote no further reason."
BELOW_THE_LINE = "Your total was below the lowest total that could be selected."
OTHER_SET = (
    "Your total was high enough, but the committee decided on a different set of organisations. "
    "Ring us if you would like to talk it through."
)
PLACE_NOT_OFFERED = "You were on the reserve list. The committee decided not to give you the place that became free."


class LetterState(StrEnum):
    """How far a letter is; the values are the words of the page."""

    BEING_MADE = "Being made"
    HELD = "Ready, held"
    SENT = "Sent"
    FAILED = "Could not be made"


@dataclass(frozen=True)
class LetterRow:
    """One letter of one application."""

    application: Application
    code: str
    state: LetterState
    document: IssuedDocument | None

    @property
    def result(self) -> str:
        return str(Stage(self.application.case.stage).label)


def results_of(selection: Selection) -> QuerySet[Application]:
    """Applications that have a result to be told, in order of reference."""
    return (
        Application.objects.filter(round=selection.round_id, case__stage__in=list(LETTERS_FOR))
        .select_related("case__organisation", "round", "organisation", "promotion")
        .order_by("number")
    )


def letter_rows(selection: Selection) -> list[LetterRow]:
    """Every letter the results need, in order of reference; three queries, whatever their number."""
    wanted = [
        (application, code)
        for application in results_of(selection)
        for code in LETTERS_FOR[Stage(application.case.stage)]
    ]
    cases = {application.pk for application, _ in wanted}
    made = {
        (document.case_id, document.code): document
        for document in IssuedDocument.objects.filter(case__in=cases).order_by("version")
    }
    keys = [_key(application, code) for application, code in wanted]
    waiting = OutboxEntry.objects.filter(key__in=keys, finished_at=None, given_up_at=None)
    being_made = set(waiting.values_list("key", flat=True))
    return [_row(application, code, made.get((application.pk, code)), being_made) for application, code in wanted]


def _row(application: Application, code: str, document: IssuedDocument | None, being_made: set[str]) -> LetterRow:
    if document is not None:
        state = LetterState.SENT if document.released_at else LetterState.HELD
    else:
        state = LetterState.BEING_MADE if _key(application, code) in being_made else LetterState.FAILED
    return LetterRow(application, code, state, document)


def _key(application: Application, code: str) -> str:
    """The key under which documents asks for the first version of a letter."""
    return f"letter-{application.pk}-{code}-1"


@dataclass(frozen=True)
class ResultFacts:
    """What the letters of one selection say, read once for all of them."""

    round: Round
    criteria: Criteria
    cut_off: int | None
    dates: tuple[KeyDate, ...]
    agreed: Mapping[Any, tuple[Consensus, ...]]
    reserves: tuple[Any, ...]

    def of(self, application: Application, code: str) -> dict[str, Any]:
        """The facts of one letter: nothing in them comes from another application."""
        facts: dict[str, Any] = {"round_title": self.round.title}
        if code in {"L-04", "L-05"}:
            return facts | self._failed(application)
        if code == "L-10":
            return facts | {"key_dates": self._key_dates(), "commitments": self._commitments()}
        return facts | self._scored(application)

    def _failed(self, application: Application) -> dict[str, Any]:
        rows = {row.criterion: row for row in self.agreed.get(application.pk, ())}
        for criterion in self.criteria:
            row = rows.get(criterion.code)
            if row is not None and criterion.fails(bool(row.value) if criterion.kind is Kind.GATE else row.value):
                asked = next(each for each in self.round.criteria if each["code"] == criterion.code)
                return {"criterion_question": asked["question"], "reason": row.reason or NO_REASON}
        return {"criterion_question": self.round.title, "reason": NO_REASON}

    def _scored(self, application: Application) -> dict[str, Any]:
        totals = total_range(self.criteria)
        return {
            "scores": self._scores(application),
            "total": application.total,
            "highest_total": totals[-1],
            "lowest_total": totals[0],
            "cut_off": self.cut_off if self.cut_off is not None else "not set",
            "first_workshop_on": self._first_workshop(),
            "reserve_until": self._first_workshop(before=1),
            "reserve_place": self.reserves.index(application.pk) + 1 if application.pk in self.reserves else "",
            "outcome_because": self._because(application),
        }

    def _scores(self, application: Application) -> list[dict[str, Any]]:
        rows = {row.criterion: row for row in self.agreed.get(application.pk, ())}
        return [
            {
                "criterion": f"{criterion.code} {criterion.title}",
                "score": _said(criterion.kind, rows[criterion.code].value),
                "meaning": criterion.label_of(rows[criterion.code].value),
                "reason": rows[criterion.code].reason or NO_REASON,
            }
            for criterion in self.criteria
            if criterion.code in rows
        ]

    def _because(self, application: Application) -> str:
        if getattr(application, "promotion", None) is not None:
            return PLACE_NOT_OFFERED
        is_below = self.cut_off is not None and application.total is not None and application.total < self.cut_off
        return BELOW_THE_LINE if is_below else OTHER_SET

    def _first_workshop(self, *, before: int = 0) -> str:
        first = first_workshop_in(self.dates)
        return day_in_words(day_in_london(first.starts_at) - timedelta(days=before)) if first else NO_DAY_YET

    def _key_dates(self) -> list[dict[str, str]]:
        rows = [{"day": _day(each), "what": ", ".join(filter(None, (each.name, each.place)))} for each in self.dates]
        return rows or [{"day": NO_DAY_YET, "what": "We will tell you the days as soon as they are fixed."}]

    def _commitments(self) -> list[str]:
        listed = self.round.document.get("commitments", ())
        return [_commitment(each) for each in listed] or ["Taking part in the work of the round."]


def facts_of_results(selection: Selection) -> ResultFacts:
    """Read what every letter of the selection needs: five queries, whatever the number of applications."""
    agreed: dict[Any, tuple[Consensus, ...]] = {}
    for row in Consensus.objects.filter(application__round=selection.round_id, replaced_at=None).order_by("criterion"):
        agreed[row.application_id] = (*agreed.get(row.application_id, ()), row)
    cut_off = cut_off_in_force(selection)
    return ResultFacts(
        round=selection.round,
        criteria=criteria_of(selection.round),
        cut_off=cut_off.value if cut_off else None,
        dates=tuple(key_dates(selection.round)),
        agreed=agreed,
        reserves=tuple(reserves_in_order(selection)),
    )


def reserves_in_order(selection: Selection) -> list[Any]:
    """The reserve list, the next to be asked first."""
    waiting = Application.objects.filter(round=selection.round_id, case__stage=Stage.ON_RESERVE_LIST)
    return list(waiting.order_by("rank", "number").values_list("pk", flat=True))


def facts_of_receipt(application: Application) -> dict[str, Any]:
    """What the receipt says besides name and reference."""
    return {
        "round_title": application.round.title,
        "submitted_at": application.submitted_at,
        "decision_by": decision_by(application.round),
        "typed_by": who_typed(application.case),
    }


def first_workshop_in(dates: Iterable[KeyDate]) -> KeyDate | None:
    """The key date before which a reserve can still move up (R-177)."""
    return next((each for each in dates if each.kind == KeyDateKind.WORKSHOP), None)


def decision_by(round_: Round) -> str:
    """The day the committee is to decide by, in words."""
    return decision_in(key_dates(round_))


def decision_in(dates: Iterable[KeyDate]) -> str:
    """The same from key dates that were read already."""
    days = [each.starts_at for each in dates if each.kind == KeyDateKind.SIGN_OFF]
    return day_in_words(day_in_london(max(days))) if days else NO_DAY_YET


def _day(key_date: KeyDate) -> str:
    return day_in_words(day_in_london(key_date.starts_at)) if key_date.is_all_day else in_words(key_date.starts_at)


def _said(kind: Kind, value: int) -> str:
    return ("met" if value else "not met") if kind is Kind.GATE else str(value)


def _commitment(said: Mapping[str, Any]) -> str:
    count = f" ({said['count']})" if said.get("count") else ""
    return f"{said['what']}{count}: {said['detail']}"
