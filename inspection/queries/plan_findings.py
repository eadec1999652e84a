"""What a result gives an improvement plan to answer to (R-422)."""

from dataclasses import dataclass

from ..choices.improvement import FindingKind
from ..rulebook.journey import LOW_SCORE, TO_GET_BETTER
from .results import Outcome


@dataclass(frozen=True)
class Found:
    """One thing the plan has to answer to."""

    kind: FindingKind
    key: str
    title: str
    words: str = ""


def findings_for_provider(outcome: Outcome) -> list[Found]:
    """Areas that were judged this time to be below good, and what must be done about rules that were not kept."""
    areas = [
        Found(FindingKind.AREA, each.key, f"{each.title}: {each.words.lower()}")
        for each in outcome.areas
        if each.final in TO_GET_BETTER and not each.is_carried_over
    ]
    required = [
        Found(FindingKind.REQUIRED, each.area, f"Keep the rule: {each.regulation}"[:300], each.words)
        for each in outcome.breaches
    ]
    return [*areas, *required]


def findings_for_council(outcome: Outcome) -> list[Found]:
    """Statements with some or significant shortfalls; themes stay inside (R-387)."""
    return [
        Found(FindingKind.STATEMENT, each.key, f"{each.code} {each.title}: score {each.score} of 4")
        for area in outcome.areas
        for each in area.statements
        if each.score is not None and each.score <= LOW_SCORE
    ]
