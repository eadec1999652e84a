"""The grid of 3a: the same answers of an application and of those it is compared with, side by side (R-171)."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sandbox_portal.people.models import User
from sandbox_portal.questions.engine import Given, Question, feeding
from sandbox_portal.questions.models import Answer
from sandbox_portal.questions.queries import document_of, response_of
from sandbox_portal.questions.wording import answer_lines

from ..models import Application
from .applications import applications_scored_by

DIFFERENCE = "3a"
HIDDEN = "Hidden: you declared an interest, or have not said yet that you have none"


@dataclass(frozen=True)
class Column:
    """One application of the grid. A hidden one has neither name nor reference."""

    heading: str
    name: str
    is_mine: bool
    is_hidden: bool


@dataclass(frozen=True)
class Cell:
    lines: tuple[str, ...]
    differs: bool
    is_mine: bool
    is_hidden: bool


@dataclass(frozen=True)
class GridRow:
    label: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Grid:
    columns: tuple[Column, ...]
    rows: tuple[GridRow, ...]


def comparison_grid(application: Application, others: Sequence[Application], user: User) -> Grid | None:
    """The grid as this person may see it: what they are kept from keeps its place and shows nothing."""
    response = response_of(application.case)
    if response is None:
        return None
    questions = feeding(document_of(response.question_set), DIFFERENCE)
    keys = [question.key for question in questions]
    raw = _raw_answers(application, others, keys, user)
    # A sent application has answers; one of which none came is one that the person may not open.
    columns = (
        _column(application, is_mine=True),
        *(_column(each, is_hidden=each.pk not in raw) for each in others),
    )
    shown = [each.pk if each.pk in raw else None for each in (application, *others)]
    return Grid(columns, tuple(_row(question, shown, raw) for question in questions))


def _column(application: Application, *, is_mine: bool = False, is_hidden: bool = False) -> Column:
    if is_hidden:
        return Column(HIDDEN, "", is_mine=False, is_hidden=True)
    return Column(str(application.case.reference), application.organisation.name, is_mine=is_mine, is_hidden=False)


def _raw_answers(
    application: Application, others: Sequence[Application], keys: list[str], user: User
) -> dict[Any, dict[str, Any]]:
    may_open = applications_scored_by(user).order_by().values("pk")
    of_these = [application.pk, *(each.pk for each in others)]
    rows = Answer.objects.filter(response__case__in=of_these, response__case__application__in=may_open)
    raw: dict[Any, dict[str, Any]] = defaultdict(dict)
    for case, key, value in rows.values_list("response__case", "question_key", "raw"):
        raw[case] |= {key: value} if key in keys else {}
    return dict(raw)


def _row(question: Question, shown: list[Any], raw: dict[Any, dict[str, Any]]) -> GridRow:
    nothing = Given()
    lines = [tuple(answer_lines(question, raw[pk].get(question.key), nothing)) if pk else () for pk in shown]
    has_choices = bool(question.choices)
    cells = (
        Cell(each, differs=has_choices and each != lines[0], is_mine=place == 0, is_hidden=shown[place] is None)
        for place, each in enumerate(lines)
    )
    return GridRow(question.public_name or question.label, tuple(cells))
