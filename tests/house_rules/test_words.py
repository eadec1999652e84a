"""docs/words.md defines every word a package says it owns."""

import importlib
import re

import pytest

from .source import PACKAGES, ROOT

APPS = [
    *(package for package in PACKAGES if package != "sandbox_portal"),
    *(f"sandbox_portal.{path.parent.name}" for path in sorted((ROOT / "sandbox_portal").glob("*/__init__.py"))),
]
APPS.remove("sandbox_portal.demo")  # plays with the words of all others and has none of its own
DEFINED = {
    row.split("|")[1].strip()
    for row in (ROOT / "docs" / "words.md").read_text().splitlines()
    if row.startswith("| ") and not row.startswith("| Word")
}


def owned(docstring: str) -> list[str]:
    """The words of the sentence “Owns the words a, b and c.” or “Its words: a, b.”"""
    found = re.search(r"(?:[Oo]wns the words?|Its words:)\s+(.+?)\.\s", " ".join(docstring.split()) + " ")
    if not found:
        return []
    plain = re.sub(r"\([^)]*\)", "", found.group(1))
    return [word.strip() for word in plain.replace(" and ", ", ").split(",") if word.strip()]


@pytest.mark.parametrize("app", APPS)
def test_every_word_a_package_owns_is_defined(app):
    docstring = importlib.import_module(app).__doc__ or ""
    words = owned(docstring.replace("hold and release", "hold-and-release"))

    assert words, f"{app} does not say which words it owns"
    assert [word for word in words if word.replace("-and-", " and ") not in DEFINED] == []


def test_no_word_is_defined_twice_in_one_part():
    parts = (ROOT / "docs" / "words.md").read_text().split("\n## ")
    for part in parts:
        words = [row.split("|")[1].strip() for row in part.splitlines() if row.startswith("| ")]
        assert sorted(words) == sorted(set(words))
