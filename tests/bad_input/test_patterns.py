"""No pattern of ours takes long over any text: each is tried on texts made to hold it up (D22)."""

import ast
import importlib
import itertools
import pkgutil
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import programme
import sandbox_portal
import selection
from sandbox_portal.questions import raw

PACKAGES = (sandbox_portal, programme, selection)
ROOT = Path(__file__).parents[2]
LENGTH, SHORT = 10_000, 500
IN_PLACE = {"RegexValidator", *(f"re.{way}" for way in ("match", "fullmatch", "search", "sub", "split", "findall"))}
LIMIT = 0.2  # seconds of the processor, for 10,000 characters
PARTS = (
    "a",
    "0",
    " ",
    "\n",
    "-",
    ".",
    ",",
    "(",
    "{",
    "{{ ",
    "'",
    "/",
    "=",
    "a ",
    "a.",
    "a@",
    "0,",
    "a-",
    "\t \n",
    "é",
    "# ",
)
ENDS = ("!", "")
# Tried on no more than 100 letters, as test_a_long_text_is_not_even_looked_at says.
SHORT_TEXTS_ONLY = {each.pattern for each in (raw.TELEPHONE, raw.WHOLE, raw.MONEY, raw.NUMBER)}


def modules() -> Iterator[object]:
    for package in PACKAGES:
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if ".migrations" not in found.name and not found.name.endswith((".wsgi", ".celery", "verify_draw")):
                yield importlib.import_module(found.name)


def compiled() -> dict[str, tuple[re.Pattern[str], bool]]:
    """Every pattern of a module or a class of ours, by its text; and whether it is only tried at the beginning."""
    used = " ".join(path.read_text() for package in PACKAGES for path in Path(package.__path__[0]).rglob("*.py"))
    found: dict[str, tuple[re.Pattern[str], bool]] = {}
    for module in modules():
        own = (each for each in vars(module).values() if getattr(each, "__module__", "") == module.__name__)
        holders = [vars(module), *(vars(each) for each in own if isinstance(each, type))]
        for name, value in ((name, value) for holder in holders for name, value in list(holder.items())):
            if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
                ways = set(re.findall(rf"\b{name}\.(\w+)\(", used))
                found[value.pattern] = (value, bool(ways) and ways <= {"match", "fullmatch"})
    return found


def written_in_place() -> dict[str, tuple[re.Pattern[str], bool]]:
    """Patterns written where they are used: re.sub(r"…", …)."""
    found: dict[str, tuple[re.Pattern[str], bool]] = {}
    for package in PACKAGES:
        for path in Path(package.__path__[0]).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Call) and ast.unparse(node.func) in IN_PLACE:
                    first = node.args[0] if node.args else None
                    if isinstance(first, ast.Constant) and isinstance(first.value, str):
                        at_start = ast.unparse(node.func).endswith("match")
                        found[first.value] = (re.compile(first.value), at_start)
    return found


def longest(pattern: re.Pattern[str], *, only_at_start: bool = False) -> float:
    """The longest time of the processor that it takes over any of the texts; short ones first, to see it coming."""
    own = {letter for letter in pattern.pattern if letter.isprintable() and letter not in "\\^$*+?()[]{}|"}
    look = pattern.match if only_at_start else pattern.search
    worst = 0.0
    for part, end in itertools.product((*PARTS, *sorted(own)), ENDS):
        short = took(look, (part * SHORT)[:SHORT] + end)
        if short * (LENGTH / SHORT) ** 2 > LIMIT / 4:  # it may grow with the square of the length
            worst = max(worst, took(look, (part * LENGTH)[:LENGTH] + end) if short < LIMIT / 4 else short * LENGTH)
        if worst > LIMIT:
            return worst
    return worst


def took(look: Callable[[str], object], text: str) -> float:
    began = time.process_time()
    look(text)
    return time.process_time() - began


def test_no_pattern_takes_long_over_any_text():
    patterns = compiled() | written_in_place()

    slow = {
        text: round(seconds, 2)
        for text, (pattern, only_at_start) in patterns.items()
        if text not in SHORT_TEXTS_ONLY and (seconds := longest(pattern, only_at_start=only_at_start)) > LIMIT
    }

    assert (slow, len(patterns) > 30) == ({}, True)


@pytest.mark.parametrize("slow", [r"\s+\s+$", r"[A-Z0-9-]*[0-9][A-Z0-9-]*\Z"])
def test_twin_a_pattern_that_looks_again_from_every_letter_is_found(slow):
    assert longest(re.compile(slow)) > LIMIT


@pytest.mark.parametrize("read", [raw.is_telephone, raw.whole_number, raw.money])
def test_a_long_text_is_not_even_looked_at(read):
    assert took(read, "0" * 100_000 + "!") < LIMIT
