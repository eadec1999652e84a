"""Which cross-checks fail. True on paper: answers in, failures out."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from . import raw as read
from .checking import Problem, Wrong
from .checks import Check, Gaps, Level, home_of
from .conditions import Condition, tests_in, truth
from .engine import Answers, Document, Given, Question, asked
from .expanding import expanded
from .formulas import Value, amounts_of, is_met, parse
from .parts import rows_of
from .question_types import QuestionType
from .values import Scope


@dataclass(frozen=True)
class Failure:
    """A check that is not met: the question to change, the item or row it is about, the values of its two sides."""

    check: Check
    key: str
    item: str = ""
    values: tuple[Value | None, ...] = ()

    @property
    def is_error(self) -> bool:
        return self.check.level is Level.ERROR


def unfolded(document: Document, answers: Answers, given: Given) -> Document:
    """The set with the items of its groups, and with a question for each warning that wants its reason."""
    with_items = expanded(document, answers)
    if not any(check.confirm for check in document.checks):
        return with_items
    found = failures(with_items, answers, given)
    return expanded(document, answers, [(each.check.key, each.item) for each in found if each.check.confirm])


def failures(document: Document, answers: Answers, given: Given) -> tuple[Failure, ...]:
    """Every check that is not met, warnings too. What is not answered, or not asked, fails nothing but `required`."""
    if not document.every_check:
        return ()
    counted = {question.key: answers.get(question.key) for question in asked(document, answers)}
    return tuple(_failures(document, counted, given))


def problems_of(document: Document, answers: Answers, given: Given) -> dict[str, Problem]:
    """The errors among the failures, by the question to change; the first of each."""
    found: dict[str, Problem] = {}
    for failure in failures(document, answers, given):
        if failure.is_error and failure.key in document.questions:
            question = document.questions[failure.key]
            found.setdefault(failure.key, Problem(question, Wrong.CHECK, check=failure.check, values=sides(failure)))
    return found


def sides(failure: Failure) -> dict[str, Any]:
    """The values for {1} and {2} of the message."""
    return {str(number): value for number, value in enumerate(failure.values, start=1)}


def _failures(document: Document, counted: Answers, given: Given) -> Iterator[Failure]:
    for check in document.every_check:
        if not check.each or check.gaps:
            yield from _failed(check, Scope(document, counted, given))
            continue
        each = document.questions[check.each]
        for item in _items(each, counted.get(each.key)):
            yield from _failed(check, Scope(document, counted, given, each, item))


def _items(each: Question, raw: Any) -> tuple[str, ...]:
    if each.type is QuestionType.GROUP:
        return read.items_in(raw)
    return tuple(row.key for row in rows_of(each, raw))


def _failed(check: Check, scope: Scope) -> Iterator[Failure]:
    if check.when is not None and _truth(check.when, scope) is not True:
        return
    if check.gaps:
        yield from _gaps(check, check.gaps, scope)
        return
    home = _home(check, scope)
    if home not in scope.answers:
        return
    if check.rule:
        formula = parse(check.rule)
        values = amounts_of(formula, scope.known)
        if is_met(formula, values) is False:
            yield Failure(check, home, scope.item, values)
    elif not _is_so(check, scope):
        yield Failure(check, home, scope.item)


def _is_so(check: Check, scope: Scope) -> bool:
    if check.required:
        return _is_answered(check.required, scope)
    if check.forbidden:
        return not _is_answered(check.forbidden, scope)
    if check.at_least_one:
        return any(_is_answered(name, scope) for name in check.at_least_one)
    if check.must:
        return _truth(check.must, scope) is not False
    said = [words for name in check.different if (words := _words(name, scope))]
    return len(said) == len(set(said))


def _home(check: Check, scope: Scope) -> str:
    home = home_of(check)
    if scope.each and scope.each.type is QuestionType.TABLE and any(c.key == home for c in scope.each.columns):
        return scope.each.key
    return scope.key_of(home)


def _truth(condition: Condition, scope: Scope) -> bool | None:
    raws = {}
    for test in tests_in(condition):
        found = scope.found(test.question)
        raws[test.question] = found[1] if found else None
    return truth(condition, raws)


def _is_answered(name: str, scope: Scope) -> bool:
    found = scope.found(name)
    return found is not None and not read.is_empty(*found)


def _words(name: str, scope: Scope) -> str:
    found = scope.found(name)
    typed = read.typed_in(found[1]) if found else ""
    parts = typed.values() if isinstance(typed, dict) else typed if isinstance(typed, list) else [typed]
    return " ".join(" ".join(str(part or "") for part in parts).casefold().split())


def _gaps(check: Check, gaps: Gaps, scope: Scope) -> Iterator[Failure]:
    """A history in order of time: whoever comes after a long gap must have explained it."""
    each = scope.document.questions.get(check.each)
    if each is None or each.key not in scope.answers:
        return
    spells = sorted(_spells(each, gaps, scope), key=lambda spell: spell[0])
    reached: date | None = None
    for starts, ends, inside in spells:
        is_late = reached is not None and starts - reached > timedelta(days=gaps.most_days + 1)
        if is_late and not _is_answered(gaps.explained_by, inside):
            yield Failure(check, _home(check, inside), inside.item)
        if ends is None:
            return  # still goes on, so nothing after it leaves a gap
        reached = max(reached or ends, ends)


def _spells(each: Question, gaps: Gaps, scope: Scope) -> Iterator[tuple[date, date | None, Scope]]:
    for item in _items(each, scope.answers.get(each.key)):
        inside = Scope(scope.document, scope.answers, scope.given, each, item)
        starts, ends = inside.known("", gaps.starts), inside.known("", gaps.ends)
        is_readable = isinstance(ends, date) or not _is_answered(gaps.ends, inside)
        if isinstance(starts, date) and is_readable:
            yield starts, _last_day(gaps.ends, ends, inside) if isinstance(ends, date) else None, inside


def _last_day(name: str, ends: date, scope: Scope) -> date:
    """The last day of a month, or the day itself."""
    found = scope.found(name)
    is_month = found is not None and found[0].type is QuestionType.MONTH
    return ends.replace(day=monthrange(ends.year, ends.month)[1]) if is_month else ends
