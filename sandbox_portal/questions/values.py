"""What answers are worth to a cross-check: numbers and days; None while one is not there, set aside or unreadable."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from . import raw as read
from .engine import Answers, Document, Given, Question
from .expanding import item_key
from .formulas import TODAY, Value
from .parts import part_of, parts_of, rows_filled, rows_of
from .question_types import DAYS, NUMBERS, QuestionType


@dataclass(frozen=True)
class Scope:
    """Where a check looks: the whole form, an item of a group, or a row of a table. `answers` are those asked for."""

    document: Document
    answers: Answers
    given: Given
    each: Question | None = None
    item: str = ""

    def found(self, name: str) -> tuple[Question, Any] | None:
        """The question of a name and its raw answer: “carers”, “manager.birth_date”, “plan.carers.first”."""
        root, *path = name.split(".")
        if self.each and self.each.type is QuestionType.TABLE and not path:
            column = next((column for column in self.each.columns if column.key == root), None)
            if column is not None:
                return column, part_of(self.answers.get(self.each.key), f"{self.item}__{root}")
        key = self.key_of(root)
        question = self.document.questions.get(key)
        if question is None:
            return None
        raw = self.answers.get(key)
        if not path:
            return question, raw
        part_key = "__".join(path)
        part = next((part for part in parts_of(question, raw) if part.key == part_key), None)
        return (part, part_of(raw, part_key)) if part else None

    def key_of(self, root: str) -> str:
        """The name of the answer: inside an item, its own questions come first."""
        is_own = self.each and any(question.key == root for question in self.each.questions)
        return item_key(self.each.key, self.item, root) if self.each and is_own else root

    def known(self, function: str, name: str) -> Value | None:
        """For formulas."""
        if function == "sum":
            return self._sum(name)
        if function == "count":
            return self._count(name)
        if function == "age":
            born = self.known("", name)
            return age_on(born, self.given.today) if isinstance(born, date) and self.given.today else None
        if name == TODAY:
            return self.given.today
        found = self.found(name)
        return value_in(*found) if found else None

    def _sum(self, name: str) -> Decimal | None:
        total = Decimal(0)
        for question, raw in self._all(name):
            value = value_in(question, raw)
            if not isinstance(value, Decimal):
                return None
            total += value
        return total

    def _all(self, name: str) -> Iterator[tuple[Question, Any]]:
        """The cells of a column or of a row, or one question of every item."""
        root, key = name.split(".")
        whole = self.document.questions[root]
        raw = self.answers.get(root)
        if whole.type is QuestionType.GROUP:
            inner = next(question for question in whole.questions if question.key == key)
            for item in read.items_in(raw):
                yield inner, self.answers.get(item_key(root, item, key))
            return
        rows = rows_of(whole) if whole.rows else rows_of(whole, raw)
        for row in rows:
            for column in whole.columns:
                cell = part_of(raw, f"{row.key}__{column.key}")
                is_blank_row = not whole.rows and not _is_filled(whole, raw, row.key)
                if key in (row.key, column.key) and not is_blank_row:
                    yield column, cell

    def _count(self, name: str) -> Decimal | None:
        found = self.found(name)
        if found is None:
            return None
        question, raw = found
        if question.type is QuestionType.GROUP:
            return Decimal(len(read.items_in(raw))) if raw is not None else None
        if question.type is QuestionType.TABLE:
            rows = [row.key for row in rows_of(question, raw)] if rows_filled(raw) else []
            return Decimal(sum(_is_filled(question, raw, row) for row in rows))
        chosen = read.chosen_in(read.typed_in(raw))
        return Decimal(len(set(chosen))) if isinstance(chosen, list) and chosen else None


def value_in(question: Question, raw: Any) -> Value | None:
    """The number or the day in an answer."""
    if read.is_set_aside(raw):
        return None
    if question.type in NUMBERS:
        return read.number_in(question, raw)
    if question.type in DAYS:
        return read.calendar_day(raw) if question.type is QuestionType.DATE else read.calendar_month(raw)
    return None


def age_on(born: date, today: date) -> Decimal:
    """Whole years; somebody born on 29 February has their birthday on 1 March of other years."""
    return Decimal(today.year - born.year - ((today.month, today.day) < (born.month, born.day)))


def _is_filled(table: Question, raw: Any, row: str) -> bool:
    return any(not read.is_empty(column, part_of(raw, f"{row}__{column.key}")) for column in table.columns)
