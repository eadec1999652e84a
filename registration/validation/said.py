"""Answers as plain values: never an error, whatever was typed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sandbox_portal.questions import raw as read
from sandbox_portal.questions.expanding import item_key
from sandbox_portal.questions.formulas import Span, later_by


@dataclass(frozen=True)
class Said:
    """The answers to what is asked, raw, by question. What is not answered, set aside or unreadable is nothing."""

    answers: Mapping[str, Any]

    def raw(self, key: str) -> Any:
        raw = self.answers.get(key)
        return None if read.is_set_aside(raw) else raw

    def text(self, key: str) -> str:
        return plain(self.raw(key))

    def choice(self, key: str) -> str:
        return plain(read.chosen_in(self.raw(key)))

    def choices(self, key: str) -> frozenset[str]:
        chosen = read.chosen_in(self.raw(key))
        return frozenset(each for each in chosen if isinstance(each, str)) if isinstance(chosen, list) else frozenset()

    def is_ticked(self, key: str) -> bool:
        return self.raw(key) is True

    def day(self, key: str) -> date | None:
        return read.calendar_day(self.raw(key))

    def month(self, key: str) -> date | None:
        return read.calendar_month(self.raw(key))

    def number(self, key: str) -> int | None:
        return read.whole_number(self.raw(key))

    def pounds(self, key: str) -> Decimal | None:
        return read.money(self.raw(key))

    def part(self, key: str, part: str) -> Any:
        raw = self.raw(key)
        return raw.get(part) if isinstance(raw, dict) else None

    def cell(self, table: str, row: str, column: str) -> int | None:
        return read.whole_number(self.part(table, f"{row}__{column}"))

    def items(self, group: str) -> Iterator[tuple[str, str]]:
        """The items of a group, each as what stands before the names of its answers, and its number."""
        for number, item in enumerate(read.items_in(self.raw(group)), start=1):
            yield item_key(group, item, ""), str(number)

    def is_answered(self, key: str) -> bool:
        raw = self.raw(key)
        if isinstance(raw, dict):
            return any(str(value or "").strip() for value in raw.values())
        return bool(str(raw or "").strip())


def is_older(day: date, months: int, today: date) -> bool:
    """True when the day lies before the same day so many months ago."""
    return day < later_by(today, Span(months=-months))


def plain(raw: Any) -> str:
    return raw.strip() if isinstance(raw, str) else ""
