"""The page for whoever adds a kind of case names only what is there."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "adding-a-kind-of-case.md"
NAMED = re.compile(r"`((?:tests|sandbox_portal|content|docs|script)/[\w./-]*\w/?|pyproject\.toml)`")
ROOMS = ("choices", "signals", "models", "queries", "permissions", "workflow", "actions", "forms", "views", "urls")


def missing(text: str) -> list[str]:
    return [name for name in NAMED.findall(text) if not (ROOT / name).exists()]


def test_every_path_of_the_walk_through_exists():
    text = PAGE.read_text()

    assert len(NAMED.findall(text)) > 25
    assert missing(text) == []


def test_a_path_that_is_gone_is_reported():
    """The twin."""
    assert missing("See `tests/gone.py` and `docs/house-rules.md`.") == ["tests/gone.py"]


def test_the_walk_through_names_every_room_of_the_wing():
    text = PAGE.read_text()

    assert [room for room in (*ROOMS, "tasks", "case_kinds", "apps") if f"`{room}.py`" not in text] == []
