"""A tree that cannot be asked is not loaded, and its author reads the file, the line and what to do (R-204)."""

import shutil
from pathlib import Path

import pytest

from registration.scope_file import read_trees
from sandbox_portal.casework.content import FaultyContent

FILE = Path(__file__).resolve().parents[2] / "content" / "scope" / "umbrella-scope-1.yaml"
WORDS = FILE.read_text(encoding="utf-8")


@pytest.fixture
def told(tmp_path):
    """The faults of the file after a change of its words, each with the line it names."""

    def look(*change: str) -> list[str]:
        root = tmp_path / "content"
        (root / "scope").mkdir(parents=True, exist_ok=True)
        assert change[0] in WORDS
        (root / "scope" / FILE.name).write_text(WORDS.replace(*change, 1), encoding="utf-8")
        with pytest.raises(FaultyContent) as refused:
            read_trees(root)
        return [str(fault) for fault in refused.value.faults]

    return look


def line(words: str) -> int:
    return WORDS[: WORDS.index(words)].count("\n") + 1


def place(words: str) -> str:
    return f"content/scope/{FILE.name}, line {line(words)}"


def test_the_file_as_it_is_has_no_faults(tmp_path):
    shutil.copytree(FILE.parent, tmp_path / "content" / "scope")

    assert [tree.version for _file, tree in read_trees(tmp_path / "content")] == [1]


def test_a_path_to_nowhere_is_told_with_its_line(told):
    assert told("go: OUT_OF_JURISDICTION", "go: OUT_OF_JURISDICTON") == [
        f"{place('go: OUT_OF_JURISDICTION')}: “OUT_OF_JURISDICTON” is no question and no outcome."
    ]


def test_a_question_nobody_can_reach_is_told(told):
    assert told("go: Q11,", "go: Q9,") == [
        f"{place('- code: Q11')}: No path leads to Q11.",
        f"{place('- code: NOT_REGULATED_SUPPORT')}: No path leads to NOT_REGULATED_SUPPORT.",
    ]


def test_a_path_that_comes_back_is_told_for_every_question_on_it(told):
    found = told("go: REGISTER_INDIVIDUAL", "go: Q6")

    assert found[:2] == [
        f"{place('- code: Q6')}: The path from Q6 can come back to it, so it may never end.",
        f"{place('- code: Q7')}: The path from Q7 can come back to it, so it may never end.",
    ]


def test_an_outcome_without_reasons_is_told(told):
    reasons = WORDS[WORDS.index("    reasons:") : WORDS.index("    law: [ACT-8]\n    next:")]

    assert told(reasons, "") == [
        f"{place('- code: OUT_OF_JURISDICTION')}: OUT_OF_JURISDICTION has no reasons. Say why somebody ends there."
    ]


def test_an_outcome_without_its_place_in_the_law_is_told(told):
    assert told("    law: [ACT-8]\n    next:", "    next:") == [
        f"{place('- code: OUT_OF_JURISDICTION')}: OUT_OF_JURISDICTION names no place in the law. "
        "Say under “law” which one it comes from."
    ]


def test_a_place_in_the_law_that_is_not_listed_is_told(told):
    assert told("law: [REG-2, ACT-10]", "law: [REG-2, ACT-11]") == [
        f"{place('law: [REG-2, ACT-10]')}: There is no place in the law called “ACT-11”."
    ]


def test_an_answer_that_neither_leads_on_nor_explains_is_told(told):
    found = told("go: Q3, because", "because")

    assert found[0] == (
        f"{place('go: Q3, because')}: “Yes, we help, or remind and stay” must lead on (go) "
        "or explain and ask again (explain), one of the two."
    )


def test_a_misspelt_key_says_what_was_meant(told):
    found = told("    headline: It depends", "    headlin: It depends")

    assert (
        f"{place('headline: It depends')}: “headlin” is not a word that can stand here. Did you mean “headline”?"
        in found
    )


def test_the_same_version_in_two_files_is_told(tmp_path):
    root = tmp_path / "content"
    (root / "scope").mkdir(parents=True)
    for name in ("a.yaml", "b.yaml"):
        (root / "scope" / name).write_text(WORDS, encoding="utf-8")

    with pytest.raises(FaultyContent, match=r"b\.yaml, line 4: Version 1 of “umbrella-scope” stands in another file"):
        read_trees(root)
