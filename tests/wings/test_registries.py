"""The page of house rules lists every registry by which a wing tells the ground something, and no other."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "house-rules.md").read_text()
# Module-level functions that keep what they are given in a table of their module.
TAKES = re.compile(r"^def ((?:add|register|tell|every)(?:_[a-z_]+)?|audience|handler|worker|recheck)\(", re.MULTILINE)
KEEPS = re.compile(r"^_[a-z_]+(?::[^=\n]+)? = (?:\{\}|\[\]|_[a-z]+|[a-z]+\(\))$|^DESCRIPTIONS: dict", re.MULTILINE)


def registries(folders: tuple[str, ...] = ("sandbox_portal", "programme")) -> set[tuple[str, str]]:
    """(file, function) for every function that takes something into its module's table."""
    found = set()
    for folder in folders:
        for path in (ROOT / folder).rglob("*.py"):
            text = path.read_text()
            if KEEPS.search(text) and not {"migrations", "views", "sheets"} & set(path.parts):
                found |= {(path.relative_to(ROOT).as_posix(), name) for name in TAKES.findall(text)}
    return found


def unlisted(page: str) -> list[str]:
    return sorted(
        f"{path}: {name}"
        for path, name in registries()
        if name not in page or (path not in page and not name.startswith("tell_"))
    )


def test_every_registry_is_listed():
    assert len(registries()) > 15
    assert unlisted(PAGE) == []


def test_a_registry_that_nobody_listed_is_reported():
    """The twin."""
    without = PAGE.replace("add_case_part", "").replace("case_parts.py", "")

    assert unlisted(without) == ["sandbox_portal/casework/case_parts.py: add_case_part"]


def test_every_file_the_list_names_is_there():
    named = re.findall(r"\| `((?:sandbox_portal|programme)/[\w./]+)` \|", PAGE)

    assert [path for path in named if not (ROOT / path).exists()] == []
