"""Every pair in content/examples/ comes out as its expected file says."""

import json
from pathlib import Path

import pytest

from sandbox_portal.recompute.answers import answer
from sandbox_portal.recompute.kinds import known_kinds

EXAMPLES = Path(__file__).resolve().parents[2] / "content" / "examples"
FILES = sorted(path for path in EXAMPLES.glob("*/*.json") if not path.name.endswith(".expected.json"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_the_example_gives_its_expected_result(path):
    expected = json.loads(path.with_suffix(".expected.json").read_text("utf-8"))

    assert answer(path.parent.name, path.read_bytes()) == expected


def test_every_expected_file_belongs_to_an_example_and_every_kind_has_examples():
    examples = {path.with_suffix(".expected.json") for path in FILES}

    assert examples == set(EXAMPLES.glob("*/*.expected.json"))
    assert {path.parent.name for path in FILES} == set(known_kinds())
