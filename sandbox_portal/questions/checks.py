"""Cross-checks as data: what must be so between answers, what to say when it is not."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from .conditions import Condition, tests_in
from .formulas import names_in, parse

DAYS_WITHOUT_A_WORD = 31  # V-22: a longer gap in a history must be explained


class Level(StrEnum):
    """An error stops the form from being sent; a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True)
class Gaps:
    """A history without unexplained gaps: rows or items `from`, `to`, and the words that explain a gap before them.

    `to` may be empty for what still goes on.
    """

    __pydantic_config__ = {"extra": "forbid"}

    starts: str
    ends: str
    explained_by: str
    most_days: int = DAYS_WITHOUT_A_WORD


@dataclass(frozen=True)
class Check:
    """One thing that must be so: exactly one of `rule`, `required`, `forbidden`, `at_least_one`, `must`, `different`
    and `gaps`; only when `when` holds; for each item or row of `each`.

    `at` names the question that is changed to put it right; by itself the last one the check looks at. A warning with
    `confirm` asks “Why is this right?” and the form cannot be sent without the reason. In `message`, {1} and {2} stand
    for the values of the two sides of the rule.
    """

    __pydantic_config__ = {"extra": "forbid"}

    key: str
    message: str
    what_to_do: str = ""
    level: Level = Level.ERROR
    confirm: bool = False
    at: str = ""
    each: str = ""
    when: Condition | None = None
    rule: str = ""
    required: str = ""
    forbidden: str = ""
    at_least_one: tuple[str, ...] = ()
    must: Condition | None = None
    different: tuple[str, ...] = ()
    gaps: Gaps | None = None

    @property
    def kinds(self) -> tuple[str, ...]:
        """Which of the ways to check are said; a good check says one."""
        names = ("rule", "required", "forbidden", "at_least_one", "must", "different", "gaps")
        return tuple(name for name in names if getattr(self, name))


def names_of(check: Check) -> Iterator[tuple[str, str]]:
    """Every answer the check itself looks at, with the function around it: ("sum", "shares.percent")."""
    if check.rule:
        yield from names_in(parse(check.rule))
    for name in (check.required, check.forbidden, *check.at_least_one, *check.different):
        if name:
            yield "", name
    if check.must:
        yield from (("", test.question) for test in tests_in(check.must))
    if check.gaps:
        yield from (("", name) for name in (check.gaps.starts, check.gaps.ends, check.gaps.explained_by))


def home_of(check: Check) -> str:
    """The question whose page shows the failure: `at`, or the last one the check looks at."""
    names = [name.split(".")[0] for _function, name in names_of(check)]
    return check.at or (names[-1] if names else "")
