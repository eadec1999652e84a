"""Whatever was typed, the rules answer: they never fail."""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from registration.validation import validate, validate_manager
from registration.validation.building import application_from, manager_from
from registration.validation.facts import Around
from registration.validation.purpose import five_items
from sandbox_portal.questions.engine import Document
from sandbox_portal.questions.expanding import expanded
from sandbox_portal.questions.parts import parts_of
from sandbox_portal.questions.question_types import QuestionType
from sandbox_portal.questions.reading import read_question_set

CONTENT = Path(__file__).parents[2] / "content"
AROUND = Around(date(2024, 2, 29), limits={"aims": 1}, changed=("aims",), trial_application=True, serves_adults=True)
ITEMS = {"partners": ["aaaa"], "directors": ["bbbb"], "insurance": ["cccc"], "locations": ["dddd"]}
MORE = {"documents": ["eeee"], "jobs": ["ffff", "gggg"], "referees": ["hhhh"]}
WORDS = some.sampled_from(
    ["", "yes", "no", "9434765919", "Mrs Elm 1/2/1990", "31", "12", "0", "9999", "1", "£5", "\0ü"]
)
BOXES = some.lists(WORDS | some.none(), max_size=4)
ODD = some.none() | some.booleans() | some.integers() | WORDS | some.text(max_size=8) | BOXES


@cache
def form(name: str) -> Document:
    document = read_question_set(CONTENT / "question_sets" / f"{name}-1.yaml", root=CONTENT)[1]
    return expanded(document, ITEMS | MORE)


def raw_for(question: Any) -> some.SearchStrategy[Any]:
    """Something of the right sort more often than not, and anything at all else."""
    keys = [choice.key for choice in question.own_choices] or [""]
    right: some.SearchStrategy[Any] = WORDS
    if question.type is QuestionType.GROUP:
        return some.just((ITEMS | MORE)[question.key]) | ODD
    if question.type is QuestionType.CHOICES:
        right = some.lists(some.sampled_from(keys))
    elif question.own_choices:
        right = some.sampled_from(keys)
    elif question.type in {QuestionType.DATE, QuestionType.MONTH}:
        right = BOXES
    elif parts := parts_of(question):
        right = some.dictionaries(some.sampled_from([part.key for part in parts]), ODD)
    return right | ODD | some.fixed_dictionaries({"not_known_yet": ODD, "typed": ODD, "chosen": ODD, "words": ODD})


def answers_to(name: str) -> some.SearchStrategy[dict[str, Any]]:
    return some.fixed_dictionaries({}, optional={key: raw_for(each) for key, each in form(name).questions.items()})


@pytest.mark.parametrize("name", ["registration-application", "registration-manager"])
def test_no_answers_make_a_validation_crash(name):
    @settings(max_examples=25, deadline=None, derandomize=True)
    @given(answers_to(name))
    def check(answers):
        applied, manager = application_from(answers, {}), manager_from(answers)

        found = (*validate(applied, AROUND), *validate_manager(manager, AROUND))

        assert all(finding.rule and finding.message for finding in found)
        assert [item.number for item in five_items(applied, AROUND)] == [1, 2, 3, 4, 5]

    check()
