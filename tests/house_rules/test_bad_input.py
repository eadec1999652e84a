"""Every danger of the map has its line in docs/bad-input.md, and every test named there exists."""

import ast
import re
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "bad-input.md"
DANGERS = [
    *(f"B{number:02}" for number in range(1, 16)),
    *(f"C{number:02}" for number in range(1, 9)),
    "C08b",
    *(f"C{number:02}" for number in range(9, 31)),
    *(f"D{number:02}" for number in range(1, 25)),
]
ROW = re.compile(r"^\| ([BCD]\d\db?) \| ([^|]+) \| (.+) \|$", re.MULTILINE)
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")


def rows(text: str) -> dict[str, str]:
    return {danger: shown for danger, _what, shown in ROW.findall(text)}


@cache
def names_in(path: str) -> frozenset[str]:
    file = ROOT / path
    if not file.exists():
        return frozenset()
    return frozenset(node.name for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.FunctionDef))


def faults(text: str) -> list[str]:
    found = [f"{danger} has no line" for danger in DANGERS if danger not in rows(text)]
    for danger, shown in rows(text).items():
        named = NAMED.findall(shown)
        found += [f"{danger}: there is no {path}::{name}" for path, name in named if name not in names_in(path)]
        if not named and not shown.startswith("Not here: "):
            found.append(f"{danger} names no test and does not say why")
    return found


def test_every_danger_has_its_test_or_says_why_not():
    assert faults(PAGE.read_text()) == []


def test_a_line_without_its_test_is_reported():
    text = PAGE.read_text().replace("test_a_code_works_once", "test_a_code_works_for_ever")

    assert faults(text) == [
        "B05: there is no tests/people/test_sign_in.py::test_a_code_works_for_ever",
    ]
    assert faults("")[:2] == ["B01 has no line", "B02 has no line"]
