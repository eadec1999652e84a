"""Arithmetic of cross-checks, as written in a question set: “lowest <= typical <= highest”.

A formula compares two or more amounts with one of = < <= > >= (not the same one twice is fine: “a < b <= c”). An amount
is made of answers (“carers_now”, “manager.birth_date”, “plan.carers.first”), numbers, “today”, spans (“12 months”),
+, - and *, `sum(table.column)`, `count(group)` and `age(date)`. An amount that is not known yet makes the comparison
neither true nor false.
"""

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Literal

Kind = Literal["number", "date", "span"]
TOKEN = re.compile(r"\s*(?:([0-9]+(?:\.[0-9]+)?)|([a-z][a-z0-9_-]*(?:\.[a-z0-9][a-z0-9_-]*)*)|(<=|>=|[-+*()<>=]))")
UNITS = {"day": 1, "days": 1, "month": 1, "months": 1, "year": 12, "years": 12}
FUNCTIONS = ("sum", "count", "age")
TODAY = "today"


class BadFormulaError(ValueError):
    """The formula cannot be read; its sentence is for the author of the set."""


@dataclass(frozen=True)
class Span:
    months: int = 0
    days: int = 0


Value = Decimal | date | Span
Known = Callable[[str, str], Value | None]
"""Gives the value of a name: `known("", "carers_now")`, `known("sum", "plan.carers")`, `known("", "today")`."""


@dataclass(frozen=True)
class Amount:
    """A leaf (a value, or a function of a name) or two amounts with a sign between them."""

    sign: str = ""
    left: "Amount | None" = None
    right: "Amount | None" = None
    value: Value | None = None
    function: str = ""
    name: str = ""


@dataclass(frozen=True)
class Formula:
    amounts: tuple[Amount, ...]
    signs: tuple[str, ...]


@lru_cache(maxsize=2048)
def parse(text: str) -> Formula:
    """Read a formula. BadFormulaError says what cannot be read."""
    reader = _Reader(_tokens(text))
    amounts, signs = [reader.amount()], []
    while reader.next in ("<", "<=", ">", ">=", "="):
        signs.append(reader.take())
        amounts.append(reader.amount())
    if reader.next or not signs:
        raise BadFormulaError("A rule compares amounts, such as “first <= second”.")
    return Formula(tuple(amounts), tuple(signs))


def names_in(formula: Formula) -> Iterator[tuple[str, str]]:
    """Each answer the formula looks at, with the function around it, in order."""
    waiting = list(reversed(formula.amounts))
    while waiting:
        amount = waiting.pop()
        if amount.name and amount.name != TODAY:
            yield amount.function, amount.name
        waiting += [part for part in (amount.right, amount.left) if part is not None]


def looks_at_today(formula: Formula) -> bool:
    waiting = list(formula.amounts)
    while waiting:
        amount = waiting.pop()
        if amount.name == TODAY or amount.function == "age":
            return True
        waiting += [part for part in (amount.left, amount.right) if part is not None]
    return False


def amounts_of(formula: Formula, known: Known) -> tuple[Value | None, ...]:
    """The value of each side, None where an answer is not known yet."""
    return tuple(_value(amount, known) for amount in formula.amounts)


def is_met(formula: Formula, values: tuple[Value | None, ...]) -> bool | None:
    """True or false; None while it cannot be told. One comparison that fails settles it."""
    pairs = zip(values, formula.signs, values[1:], strict=False)
    found = [None if left is None or right is None else _compare(left, sign, right) for left, sign, right in pairs]
    if False in found:
        return False
    return None if None in found else True


def kind_of(amount: Amount, kind_named: Callable[[str, str], Kind]) -> Kind:
    """What sort of value the amount is. BadFormulaError when its parts do not go together."""
    if amount.sign:
        assert amount.left is not None
        assert amount.right is not None
        kinds = kind_of(amount.left, kind_named), kind_of(amount.right, kind_named)
        found = _TOGETHER.get((kinds[0], amount.sign, kinds[1]))
        if found is None:
            raise BadFormulaError(f"A {kinds[0]} and a {kinds[1]} do not go together with “{amount.sign}”.")
        return found
    if amount.name:
        return "date" if amount.name == TODAY else kind_named(amount.function, amount.name)
    return "span" if isinstance(amount.value, Span) else "number"


def later_by(day: date, span: Span) -> date:
    """The day so much later: a month has no 31st, so the last day there is."""
    months = day.year * 12 + day.month - 1 + span.months
    year, month = divmod(months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1])) + timedelta(days=span.days)


_TOGETHER: dict[tuple[str, str, str], Kind] = {
    ("number", "+", "number"): "number",
    ("number", "-", "number"): "number",
    ("number", "*", "number"): "number",
    ("date", "+", "span"): "date",
    ("date", "-", "span"): "date",
}


def _value(amount: Amount, known: Known) -> Value | None:
    if amount.sign == "":
        return known(amount.function, amount.name) if amount.name else amount.value
    assert amount.left is not None
    assert amount.right is not None
    left, right = _value(amount.left, known), _value(amount.right, known)
    if left is None or right is None:
        return None
    if isinstance(left, date) and isinstance(right, Span):
        turned = 1 if amount.sign == "+" else -1
        return _moved(left, Span(turned * right.months, turned * right.days))
    if isinstance(left, Decimal) and isinstance(right, Decimal):
        return {"+": left + right, "-": left - right, "*": left * right}[amount.sign]
    return None


def _moved(day: date, span: Span) -> date | None:
    try:
        return later_by(day, span)
    except (ValueError, OverflowError):
        return None


def _compare(left: Value, sign: str, right: Value) -> bool | None:
    if isinstance(left, Span) or isinstance(right, Span) or isinstance(left, date) != isinstance(right, date):
        return None
    order = (left > right) - (left < right)  # type: ignore[operator]
    return {"=": order == 0, "<": order < 0, "<=": order <= 0, ">": order > 0, ">=": order >= 0}[sign]


def _tokens(text: str) -> list[str]:
    found, position, text = [], 0, text.strip()
    while position < len(text):
        match = TOKEN.match(text, position)
        if match is None:
            raise BadFormulaError(f"“{text[position:].strip()[:20]}” cannot be read in a rule.")
        found.append(match[0].strip())
        position = match.end()
    return found


class _Reader:
    def __init__(self, tokens: list[str]) -> None:
        self.tokens, self.depth = tokens, 0

    @property
    def next(self) -> str:
        return self.tokens[0] if self.tokens else ""

    def take(self) -> str:
        if not self.tokens:
            raise BadFormulaError("The rule stops too early.")
        return self.tokens.pop(0)

    def amount(self) -> Amount:
        found = self.product()
        while self.next in ("+", "-"):
            found = Amount(sign=self.take(), left=found, right=self.product())
        return found

    def product(self) -> Amount:
        found = self.leaf()
        while self.next == "*":
            found = Amount(sign=self.take(), left=found, right=self.leaf())
        return found

    def leaf(self) -> Amount:
        token = self.take()
        if token == "(":  # noqa: S105 - a bracket
            self.depth += 1
            if self.depth > 10:
                raise BadFormulaError("The rule has too many brackets inside each other.")
            found = self.amount()
            self._close()
            return found
        if token[0].isdigit():
            return self._number(token)
        if not token[0].isalpha():
            raise BadFormulaError(f"“{token}” cannot stand here in a rule.")
        if token in FUNCTIONS and self.next == "(":
            self.take()
            name = self.take()
            self._close()
            return Amount(function=token, name=name)
        return Amount(name=token)

    def _number(self, token: str) -> Amount:
        if self.next not in UNITS:
            return Amount(value=Decimal(token))
        unit = self.take()
        if "." in token:
            raise BadFormulaError(f"“{token} {unit}” must be a whole number.")
        count = int(token) * UNITS[unit]
        return Amount(value=Span(days=count) if unit.startswith("day") else Span(months=count))

    def _close(self) -> None:
        if self.take() != ")":
            raise BadFormulaError("A bracket is not closed.")
