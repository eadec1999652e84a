"""What a file would change: every wrong cell by sheet, row and cell, or the answers it holds, before and after."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from .. import raw as read
from ..checking import problem_with
from ..engine import Given, Question
from ..expanding import group_and_item, item_key, question_named
from ..queries import Reading, document_of
from ..question_types import QuestionType
from ..spoken import answer_lines
from ..wording import problem_words
from .cells import cell_text, raw_in
from .opening import HEAD_ROWS, Cell, Sheet
from .plan import Tab

MOST_SHOWN = 1_000
MOST_ITEMS = 100


@dataclass(frozen=True)
class BadCell:
    """One thing to put right in the file."""

    sheet: str
    row: int
    place: str
    sentence: str


@dataclass(frozen=True)
class Proposed:
    """One answer the file holds, beside the one that is there."""

    key: str
    question: Question
    about: str
    before: str
    after: str


@dataclass
class Taken:
    """All that was found in a file. Its answers are for saving only when nothing in it is wrong."""

    answers: dict[str, Any] = field(default_factory=dict)
    changes: list[Proposed] = field(default_factory=list)
    wrong: list[BadCell] = field(default_factory=list)


def taken_from(
    sheets: tuple[Sheet, ...], tabs: tuple[Tab, ...], answers: Mapping[str, Any], given: Given, *, sha256: str
) -> Taken:
    """Read every known sheet of a file. An empty cell changes nothing; a row that is missing removes nothing."""
    taken = Taken()
    by_code = {tab.code: tab for tab in tabs}
    known = [(sheet, by_code[code]) for sheet in sheets if (code := _code_of(sheet)) in by_code]
    if not known:
        first = sheets[0].title if sheets else "The file"
        sentence = "is not of this section. The first cell must be as in the file you downloaded"
        taken.wrong.append(BadCell(first, 1, "A1", sentence))
    for sheet, tab in known:
        if tab.group is None:
            _take_questions(taken, sheet, tab, answers, given)
        else:
            _take_items(taken, sheet, tab, answers, given, sha256)
    return taken


def _code_of(sheet: Sheet) -> str:
    return sheet.rows[0][0].text.strip() if sheet.rows and sheet.rows[0] else ""


def _take_questions(taken: Taken, sheet: Sheet, tab: Tab, answers: Mapping[str, Any], given: Given) -> None:
    questions = {question.key: question for question in tab.questions}
    for row in sheet.rows[1:]:
        key = row[0].text.strip() if row else ""
        if len(row) < 3 or not any(cell.text.strip() or cell.wrong for cell in row):
            continue
        if key not in questions:
            _complain(taken, row[0], f"“{key}” is no question of this section")
            continue
        _take(taken, row[2], questions[key], key, "", answers, given)


def _take_items(taken: Taken, sheet: Sheet, tab: Tab, answers: Mapping[str, Any], given: Given, sha256: str) -> None:
    assert tab.group is not None
    there = list(read.items_in(answers.get(tab.group.key)))
    columns = list(_columns(taken, sheet, tab))
    items = list(there)
    for number, row in enumerate(sheet.rows[HEAD_ROWS:], 1):
        if not any(cell.text.strip() or cell.wrong for cell in row[1:]):
            continue
        item = row[0].text.strip()
        if item and item not in there:
            _complain(taken, row[0], "names no row of this form. Leave the cell empty for a new one")
            continue
        if not item:
            item = hashlib.sha256(f"{sha256}:{tab.code}:{row[0].row}".encode()).hexdigest()[:8]
            items.append(item)
        for index, question in columns:
            if index < len(row):
                key = item_key(tab.group.key, item, question.key)
                _take(taken, row[index], question, key, f"{tab.group.name}, row {number}", answers, given)
    most = min(tab.group.at_most or MOST_ITEMS, MOST_ITEMS)
    if len(items) > most:
        taken.wrong.append(BadCell(sheet.title, most + HEAD_ROWS, "A", f"There can be at most {most} rows here"))
    if items != there:
        taken.answers[tab.group.key] = items


def _columns(taken: Taken, sheet: Sheet, tab: Tab) -> Iterator[tuple[int, Question]]:
    questions = {question.key: question for question in tab.questions}
    for index, cell in enumerate(sheet.rows[0][1:], 1):
        key = cell.text.strip()
        if key in questions:
            yield index, questions[key]
        elif key:
            _complain(taken, cell, f"“{key}” is no question of this list")


def _take(
    taken: Taken, cell: Cell, question: Question, key: str, about: str, answers: Mapping[str, Any], given: Given
) -> None:
    if cell.wrong:
        _complain(taken, cell, cell.wrong)
        return
    if not cell.text.strip():
        return
    before = cell_text(question, answers.get(key), given)
    raw = raw_in(question, cell.text, given)
    after = cell_text(question, raw, given)
    if after == before:
        return
    problem = problem_with(question, raw, given)
    if problem is not None:
        _complain(taken, cell, problem_words(problem))
        return
    taken.answers[key] = raw
    taken.changes.append(Proposed(key, question, about, before, after))


def _complain(taken: Taken, cell: Cell, sentence: str) -> None:
    taken.wrong.append(BadCell(cell.sheet, cell.row, cell.place, sentence))


def proposals_of(reading: Reading, answers: Mapping[str, Any]) -> list[Proposed]:
    """What kept answers of a file would change, beside what is stored now, in the order of the form."""
    document = document_of(reading.response.question_set)
    order = {key: number for number, key in enumerate(document.questions)}
    found = []
    for key, raw in answers.items():
        question = question_named(document, key)
        if question is None or question.type is QuestionType.GROUP:
            continue
        group, item = group_and_item(key) or (key, "")
        about = document.questions[group].name if item else ""
        before, after = (_in_words(question, each, reading) for each in (reading.answers.get(key), raw))
        found.append(((order.get(group, len(order)), item), Proposed(key, question, about, before, after)))
    return [proposed for _place, proposed in sorted(found, key=lambda pair: pair[0])]


def _in_words(question: Question, raw: Any, reading: Reading) -> str:
    return "\n".join(answer_lines(question, raw, reading.given))
