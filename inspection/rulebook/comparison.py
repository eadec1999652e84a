"""Two versions of a framework side by side: what came, went, was renamed or moved (R-355)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from .framework import Area, FrameworkContent, Statement
from .telling import LIMITS_TOLD

Kind = Literal["added", "removed", "renamed", "moved", "changed", "same"]
KINDS: dict[Kind, str] = {
    "added": "New",
    "removed": "Left out",
    "renamed": "Renamed",
    "moved": "Moved",
    "changed": "Other words or evidence",
    "same": "The same",
}
# What of a statement is compared beside its title and its place.
COMPARED: dict[str, str] = {
    "description": "what it means",
    "required": "evidence that must be there",
    "required_for": "evidence for single kinds of service",
    "switched_off": "where it does not count",
    "i_statements": "what people can say",
    "prompts": "questions for inspectors",
    "best_practice": "good practice",
    "evidence": "evidence to expect",
    "law": "law",
    "guidance": "guidance",
    "characteristics": "what each rating looks like",
}


@dataclass(frozen=True, slots=True)
class Placed:
    """A statement with the title of its area."""

    statement: Statement
    area: str


@dataclass(frozen=True, slots=True)
class Row:
    """One statement in both versions, or in one. `other` names what else differs."""

    before: Placed | None
    after: Placed | None
    kinds: tuple[Kind, ...]
    other: tuple[str, ...] = ()

    @property
    def labels(self) -> tuple[str, ...]:
        return tuple(KINDS[kind] for kind in self.kinds)

    def speaks_of(self, words: str) -> bool:
        """Whether the words stand in its code or title, in either version."""
        said = " ".join(f"{each.statement.code} {each.statement.title}" for each in (self.before, self.after) if each)
        return words.casefold() in said.casefold()


@dataclass(frozen=True, slots=True)
class Aspect:
    """One thing that is said of the whole framework, in both versions."""

    title: str
    before: str
    after: str

    @property
    def differs(self) -> bool:
        return self.before != self.after


def compare(before: FrameworkContent, after: FrameworkContent) -> tuple[Row, ...]:
    """Every statement of either version, in the order of the newer one; what was left out ends each area."""
    old, new = _placed(before), _placed(after)
    partners = _partners(old, new)
    taken = {key for key in partners.values() if key}
    rows: list[Row] = []
    for area in after.areas:
        rows += (_row(old.get(partners[each.key]), new[each.key]) for each in area.statements)
        rows += (_row(each, None) for key, each in old.items() if key not in taken and _in_area(each, area))
    known = {area.key for area in after.areas}
    rows += (_row(each, None) for key, each in old.items() if key not in taken and each.statement.area_key not in known)
    return tuple(rows)


def aspects(before: FrameworkContent, after: FrameworkContent) -> tuple[Aspect, ...]:
    """What the two versions say of themselves."""
    told: dict[str, Callable[[FrameworkContent], str]] = {
        "Statements": lambda each: str(len(each.by_key)),
        f"{after.area_noun}s": lambda each: ", ".join(area.title for area in each.areas),
        "Kinds of evidence": lambda each: ", ".join(category.title for category in each.categories),
        "Bands": lambda each: ", ".join(f"{band.lowest} to {band.highest}" for band in each.bands),
        "Limits": lambda each: "; ".join(LIMITS_TOLD[code] for code in each.limiters) or "none",
    }
    return tuple(Aspect(title, tell(before), tell(after)) for title, tell in told.items())


def _placed(framework: FrameworkContent) -> dict[str, Placed]:
    return {each.key: Placed(each, area.title) for area in framework.areas for each in area.statements}


def _partners(old: dict[str, Placed], new: dict[str, Placed]) -> dict[str, str]:
    """For each statement of the new version the key of its older self, "" when it is new.

    The same key, else the same name in another area, else the one that says it is carried over to it (R-426).
    """
    names = {key.partition(".")[2]: key for key in old if key not in new}
    carried = {target: key for key, each in old.items() for target in each.statement.carries_over_to}
    found: dict[str, str] = {}
    for key in new:
        older = key if key in old else names.get(key.partition(".")[2]) or carried.get(key) or ""
        found[key] = "" if older in found.values() else older
    return found


def _in_area(placed: Placed, area: Area) -> bool:
    return placed.statement.area_key == area.key


def _row(before: Placed | None, after: Placed | None) -> Row:
    if before is None or after is None:
        return Row(before, after, ("removed",) if after is None else ("added",))
    other = tuple(_other(before.statement, after.statement))
    kinds: list[Kind] = []
    if before.statement.title != after.statement.title:
        kinds.append("renamed")
    if (before.area, before.statement.code) != (after.area, after.statement.code):
        kinds.append("moved")
    if other:
        kinds.append("changed")
    return Row(before, after, tuple(kinds) or ("same",), other)


def _other(before: Statement, after: Statement) -> Iterator[str]:
    for name, title in COMPARED.items():
        if _value(before, name) != _value(after, name):
            yield title


def _value(statement: Statement, name: str) -> Any:
    value = getattr(statement, name)
    return frozenset(value) if name == "required" else value
