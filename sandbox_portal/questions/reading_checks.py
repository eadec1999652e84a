"""Faults in the cross-checks of a question set: names nobody asks, kinds that cannot be compared."""

from collections.abc import Iterator
from typing import Any

from sandbox_portal.casework.content_files import Place

from .checks import Check, Level, home_of, names_of
from .conditions import Condition, is_one_thing, tests_in
from .engine import Document, Question, is_another_answer
from .formulas import BadFormulaError, Kind, kind_of, parse
from .parts import parts_of
from .question_types import DAYS, NUMBERS, QuestionType
from .slugs import is_slug

Fault = tuple[Place, str]
WAYS = "“rule”, “required”, “forbidden”, “at_least_one”, “must”, “different” or “gaps”"


def check_faults(document: Document) -> Iterator[Fault]:
    """Everything wrong with the checks, and with dates that are compared with other answers."""
    yield from _date_limits(document)
    seen: set[str] = set()
    for index, check in enumerate(document.checks):
        place: Place = ("checks", index)
        if not is_slug(check.key) or "--" in check.key or check.key in seen:
            yield (*place, "key"), f"“{check.key}” cannot be the key of this check. Each needs a key of its own."
        seen.add(check.key)
        if len(check.kinds) != 1:
            yield place, f"A check says one thing: {WAYS}."
            continue
        yield from ((place if not key else (*place, key), sentence) for key, sentence in _faults(document, check))


def _faults(document: Document, check: Check) -> Iterator[tuple[str, str]]:
    if not check.message.strip():
        yield "message", "A check needs a “message” for people."
    if check.confirm and check.level is not Level.WARNING:
        yield "confirm", "Only a warning can be confirmed: set “level: warning”."
    each = document.questions.get(check.each) if check.each else None
    if check.each and (each is None or each.type not in {QuestionType.GROUP, QuestionType.TABLE}):
        yield "each", f"“{check.each}” is not a group or a table."
        return
    names = _Names(document, each)
    try:
        yield from _names(check, names)
        if check.rule:
            _compare_kinds(check, names)
    except BadFormulaError as error:
        yield check.kinds[0], str(error)
        return
    home = home_of(check)
    if home not in document.questions and not names.is_own(home):
        yield "at" if check.at else check.kinds[0], f"There is no question “{home}”."
    for key, condition in (("when", check.when), ("must", check.must)):
        if condition is not None:
            yield from ((key, sentence) for sentence in _condition(condition, names))
    if check.gaps and not check.each:
        yield "gaps", "Say with “each” which group or table holds the history."


def _names(check: Check, names: "_Names") -> Iterator[tuple[str, str]]:
    for function, name in names_of(check):
        if names.question(name) is None and not (function == "sum" and names.is_summed(name)):
            yield check.kinds[0], f"The check looks at “{name}”, which the form does not ask."
    if check.gaps:
        for name in (check.gaps.starts, check.gaps.ends):
            found = names.question(name)
            if found is not None and found.type not in DAYS:
                yield "gaps", f"“{name}” is not a date or a month."


def _compare_kinds(check: Check, names: "_Names") -> None:
    kinds = [kind_of(amount, names.kind) for amount in parse(check.rule).amounts]
    if len(set(kinds)) > 1 or "span" in kinds:
        raise BadFormulaError(f"The rule compares {' with '.join(f'a {kind}' for kind in dict.fromkeys(kinds))}.")


def _condition(condition: Condition, names: "_Names") -> Iterator[str]:
    if not is_one_thing(condition):
        yield "A condition is one thing: “question” with “equals” or “includes”, or “all”, or “any”, or “not”."
        return
    for test in tests_in(condition):
        found = names.question(test.question)
        if found is None:
            yield f"The condition looks at “{test.question}”, which the form does not ask."
        elif found.own_choices and test.equals is not None and not isinstance(test.equals, bool):
            if test.equals not in {choice.key for choice in found.own_choices}:
                yield f"“{test.equals}” is not a choice of “{test.question}”."
        elif test.includes is not None and test.includes not in {choice.key for choice in found.choices}:
            yield f"“{test.includes}” is not a choice of “{test.question}”."


class _Names:
    """What the names of a check stand for: the questions of the form, and those of the item or row it looks at."""

    def __init__(self, document: Document, each: Question | None) -> None:
        self.document, self.each = document, each

    def is_own(self, root: str) -> bool:
        own = (*self.each.questions, *self.each.columns) if self.each else ()
        return any(question.key == root for question in own)

    def question(self, name: str) -> Question | None:
        root, *path = name.split(".")
        own = (*self.each.questions, *self.each.columns) if self.each else ()
        found = next((question for question in own if question.key == root), self.document.questions.get(root))
        if found is None or not path:
            return found
        key = "__".join(path)
        return next((part for part in parts_of(found) if part.key == key), None)

    def is_summed(self, name: str) -> bool:
        return self._summed(name) is not None

    def kind(self, function: str, name: str) -> Kind:
        """What sort of value a name has in a rule."""
        if function == "sum":
            summed = self._summed(name)
            if summed is None or any(each.type not in NUMBERS for each in summed):
                raise BadFormulaError(f"“sum({name})” needs the numbers of a group or table: “group.question”.")
            return "number"
        found = self.question(name)
        if found is None:
            raise BadFormulaError(f"The check looks at “{name}”, which the form does not ask.")
        if function == "count":
            if found.type not in {QuestionType.GROUP, QuestionType.TABLE, QuestionType.CHOICES}:
                raise BadFormulaError(f"“count({name})” needs a group, a table or a question of type “choices”.")
            return "number"
        return self._plain_kind(function, found, name)

    def _plain_kind(self, function: str, found: Question, name: str) -> Kind:
        if function == "age" and found.type is not QuestionType.DATE:
            raise BadFormulaError(f"“age({name})” needs a date.")
        if function == "age" or found.type in NUMBERS:
            return "number"
        if found.type in DAYS:
            return "date"
        raise BadFormulaError(f"“{name}” is of type “{found.type}”, which is no number and no date.")

    def _summed(self, name: str) -> tuple[Question, ...] | None:
        root, *path = name.split(".")
        whole: Any = self.document.questions.get(root)
        if whole is None or len(path) != 1:
            return None
        inner = tuple(each for each in (*whole.questions, *whole.columns) if each.key == path[0])
        is_row = any(row.key == path[0] for row in whole.rows)
        return inner or (whole.columns if is_row else None)


def _date_limits(document: Document) -> Iterator[Fault]:
    for section_index, section in enumerate(document.sections):
        for index, question in enumerate(section.questions):
            place: Place = ("sections", section_index, "questions", index)
            yield from _limits(document, question, None, place)
            for number, inner in enumerate(question.questions):
                yield from _limits(document, inner, question, (*place, "questions", number))


def _limits(document: Document, question: Question, group: Question | None, place: Place) -> Iterator[Fault]:
    for key in ("not_before", "not_after"):
        limit = getattr(question, key)
        if is_another_answer(limit) and not limit[:1].isdigit():
            found = _Names(document, group).question(limit)
            if found is None:
                yield (*place, key), f"There is no question “{limit}” to compare the date with."
            elif found.type not in DAYS or limit == question.key:
                yield (*place, key), f"“{limit}” is not another date."
