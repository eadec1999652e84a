"""A result as the pages show it: in plain words, with its reasons, its law and what to do next."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from ..scope import Answers, Because, Walk, becauses, walk
from ..scope_tree import GapList, Indicator, NextStep, Outcome, Reference, Tree

PAGES = {"rounds": "round-list", "register": "register-search", "help": "help"}
TAGS = {
    "register": ("Likely to need registration", "yellow"),
    "exempt": ("Need not register", "green"),
    "other": ("Another activity", "blue"),
    "outside": ("Not in England", "grey"),
    "advice": ("Ask for advice", "blue"),
}


@dataclass(frozen=True)
class Step:
    """One next step with its link, if it has one."""

    text: str
    href: str
    is_outside: bool


@dataclass(frozen=True)
class AnswerRow:
    """One answer of the summary; `change_url` is empty where nothing can be changed."""

    because: Because
    change_url: str


@dataclass(frozen=True)
class ServiceShown:
    """One service and what its answers come to."""

    number: int
    outcome: Outcome
    tag: tuple[str, str]
    reasons: tuple[str, ...]
    indicators: tuple[Indicator, ...]
    doubts: tuple[str, ...]
    rows: tuple[AnswerRow, ...]
    steps: tuple[Step, ...]
    gaps: GapList | None
    alerts: tuple[Indicator, ...]
    laws: tuple[Reference, ...]


def question_address(number: int, question: str) -> str:
    return reverse("scope-question", args=[number, question])


def shown(tree: Tree, services: Sequence[Answers], *, may_change: bool) -> list[ServiceShown]:
    """Every service that has a result."""
    walked = [(number, answers, walk(tree, answers)) for number, answers in enumerate(services, 1)]
    return [_service(tree, number, answers, each, may_change) for number, answers, each in walked if each.outcome]


def _service(tree: Tree, number: int, answers: Answers, walked: Walk, may_change: bool) -> ServiceShown:
    outcome = walked.outcome
    assert outcome is not None
    found = becauses(tree, answers)
    rows = [AnswerRow(each, question_address(number, each.question.code) if may_change else "") for each in found]
    return ServiceShown(
        number=number,
        outcome=outcome,
        tag=TAGS[outcome.kind],
        reasons=outcome.reasons,
        indicators=_named(tree, found, walked.indicators),
        doubts=_doubts(tree, found, walked.doubtful),
        rows=tuple(rows),
        steps=tuple(_step(each) for each in outcome.next),
        gaps=tree.gaps(outcome.gaps),
        alerts=_alerts(tree, outcome),
        laws=tuple(tree.laws(outcome.law)),
    )


def _named(tree: Tree, found: list[Because], codes: tuple[str, ...]) -> tuple[Indicator, ...]:
    lists = [each.question.indicators.list for each in found if each.question.indicators]
    return tuple(item for each in lists for item in tree.indicators(each) if item.code in codes)


def _doubts(tree: Tree, found: list[Because], codes: tuple[str, ...]) -> tuple[str, ...]:
    questions = tuple(each.question.title for each in found if each.question.code in codes)
    return questions + tuple(item.text for item in _named(tree, found, codes))


def _alerts(tree: Tree, outcome: Outcome) -> tuple[Indicator, ...]:
    if not outcome.shows_indicators:
        return ()
    return tuple(item for item in tree.indicators(outcome.shows_indicators) if item.counts)


def _step(step: NextStep) -> Step:
    href: Any = reverse(PAGES[step.page]) if step.page else step.address
    return Step(step.text, href, bool(step.address))
