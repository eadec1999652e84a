"""docs/recompute.md shows true examples."""

import json
import re
from pathlib import Path

from sandbox_portal.recompute.answers import answer
from sandbox_portal.recompute.kinds import known_kinds

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "recompute.md").read_text("utf-8")


def test_the_first_example_of_each_kind_gives_the_result_printed_below_it():
    for kind in known_kinds():
        section = PAGE.split(f"\n## {kind}\n")[1].split("\n## ")[0]
        given, expected = re.findall(r"```json\n(.*?)```", section, flags=re.DOTALL)
        assert answer(kind, given.encode()) == json.loads(expected)
