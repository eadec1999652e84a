"""When a question is asked: conditions on the answers before it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import Field


@dataclass(frozen=True)
class Condition:
    """One test of one answer (`question` with `equals` or `includes`), or a group: `all`, `any`, `not`.

    A question without an answer, or one that is not asked itself, equals nothing and includes nothing.
    """

    __pydantic_config__ = {"extra": "forbid"}

    question: str = ""
    equals: str | bool | None = None
    includes: str | None = None
    all: tuple["Condition", ...] = ()
    any: tuple["Condition", ...] = ()
    negated: Annotated["Condition | None", Field(alias="not")] = None


def holds(condition: Condition, answers: Mapping[str, Any]) -> bool:
    """True when the raw answers meet the condition."""
    if condition.all:
        return all(holds(part, answers) for part in condition.all)
    if condition.any:
        return any(holds(part, answers) for part in condition.any)
    if condition.negated is not None:
        return not holds(condition.negated, answers)
    answer = chosen_in(answers.get(condition.question))
    if condition.includes is not None:
        return isinstance(answer, list) and condition.includes in answer
    return type(answer) is type(condition.equals) and answer == condition.equals


def truth(condition: Condition, answers: Mapping[str, Any]) -> bool | None:
    """As `holds`, in three values: None while an answer that matters is not there yet (Kleene's logic)."""
    if condition.all:
        return _every([truth(part, answers) for part in condition.all])
    if condition.any:
        return _opposite(_every([_opposite(truth(part, answers)) for part in condition.any]))
    if condition.negated is not None:
        return _opposite(truth(condition.negated, answers))
    answer = chosen_in(answers.get(condition.question))
    is_answered = answer is not None and answer != "" and answer != [] and not isinstance(answer, dict)
    return holds(condition, answers) if is_answered else None


def chosen_in(raw: Any) -> Any:
    """What was chosen, with or without words beside it."""
    return raw.get("chosen") if isinstance(raw, dict) and "chosen" in raw else raw


def _every(values: list[bool | None]) -> bool | None:
    if False in values:
        return False
    return None if None in values else True


def _opposite(value: bool | None) -> bool | None:
    return None if value is None else not value


def tests_in(condition: Condition) -> Iterator[Condition]:
    """Every single test inside the condition, groups taken apart."""
    for part in (*condition.all, *condition.any, *((condition.negated,) if condition.negated else ())):
        yield from tests_in(part)
    if condition.question:
        yield condition


def keys_in(condition: Condition) -> frozenset[str]:
    """The questions the condition looks at."""
    return frozenset(test.question for test in tests_in(condition))


def is_one_thing(condition: Condition) -> bool:
    """True when it is exactly one test or one group, and so is every part of it."""
    is_test = bool(condition.question) and (condition.equals is not None) != (condition.includes is not None)
    has_values = condition.equals is not None or condition.includes is not None
    groups = [bool(condition.all), bool(condition.any), condition.negated is not None]
    if condition.question or has_values:
        return is_test and not any(groups)
    parts = (*condition.all, *condition.any, *((condition.negated,) if condition.negated else ()))
    return groups.count(True) == 1 and all(is_one_thing(part) for part in parts)
