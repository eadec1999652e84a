"""How far the answers have come: which questions are asked, and the state of each task."""

import pytest

from sandbox_portal.questions.checking import problems
from sandbox_portal.questions.engine import Given, asked, asked_pages, follow_ups
from sandbox_portal.questions.progress import Status, progress
from sandbox_portal.questions.reading import read_question_set
from tests.questions.kinds import CONTENT, DATES

_FILE, PICNIC = read_question_set(CONTENT / "question_sets" / "picnic-1.yaml", root=CONTENT)
GIVEN = Given(choices={"outings": DATES})
COMING = {"dates": {"first": {"coming": True, "who": "Sam"}}, "none": False}
PEOPLE = {"host_name": "Sam", "adults": "4", "email": {"not_known_yet": True, "typed": ""}}
FOOD = {"diet": "anything", "sandwiches": "Cheese"}
ALL_BUT_THE_PROMISE = {**PEOPLE, **FOOD, "dates": COMING}
WHOLE = {**ALL_BUT_THE_PROMISE, "tidy": True}


def statuses(answers: dict) -> list[Status]:
    return [part.status for part in progress(PICNIC, answers, GIVEN)]


def keys_asked(answers: dict) -> list[str]:
    return [question.key for question in asked(PICNIC, answers)]


ALWAYS = ["host_name", "adults", "children", "email", "diet", "sandwiches", "dates", "map", "tidy"]


@pytest.mark.parametrize(
    ("answers", "more"),
    [
        ({}, set()),
        ({"diet": "anything", "eggs": "yes"}, set()),
        ({"diet": "no_meat"}, {"eggs"}),
        ({"diet": "no_meat", "eggs": "no"}, {"eggs"}),
        ({"diet": "no_meat", "eggs": "yes"}, {"eggs", "egg_kind"}),
    ],
)
def test_a_question_is_asked_when_its_condition_holds(answers, more):
    assert set(keys_asked(answers)) == {*ALWAYS, *more}


def test_questions_of_a_page_come_together():
    pages = [(page.key, [question.key for question in page.questions]) for page in asked_pages(PICNIC, {})]

    assert pages[:3] == [("host_name", ["host_name"]), ("numbers", ["adults", "children"]), ("email", ["email"])]


def test_follow_ups_are_found_through_other_follow_ups():
    assert follow_ups(PICNIC, "diet") == {"eggs", "egg_kind"}
    assert follow_ups(PICNIC, "eggs") == {"egg_kind"}
    assert follow_ups(PICNIC, "sandwiches") == frozenset()


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({}, [Status.NOT_STARTED, Status.NOT_STARTED, Status.NOT_STARTED, Status.CANNOT_START]),
        ({"host_name": "Sam"}, [Status.IN_PROGRESS, Status.NOT_STARTED, Status.NOT_STARTED, Status.CANNOT_START]),
        ({"host_name": " "}, [Status.NOT_STARTED, Status.NOT_STARTED, Status.NOT_STARTED, Status.CANNOT_START]),
        ({"adults": "lots"}, [Status.PROBLEM, Status.NOT_STARTED, Status.NOT_STARTED, Status.CANNOT_START]),
        ({"children": ""}, [Status.IN_PROGRESS, Status.NOT_STARTED, Status.NOT_STARTED, Status.CANNOT_START]),
        (PEOPLE, [Status.COMPLETED, Status.NOT_STARTED, Status.NOT_STARTED, Status.CANNOT_START]),
        (
            {**PEOPLE, **FOOD, "diet": "no_meat"},
            [Status.COMPLETED, Status.IN_PROGRESS, Status.NOT_STARTED, Status.CANNOT_START],
        ),
        (ALL_BUT_THE_PROMISE, [Status.COMPLETED, Status.COMPLETED, Status.COMPLETED, Status.NOT_STARTED]),
        (WHOLE, [Status.COMPLETED] * 4),
        ({"tidy": True}, [Status.NOT_STARTED, Status.NOT_STARTED, Status.NOT_STARTED, Status.COMPLETED]),
    ],
)
def test_each_task_has_its_state(answers, expected):
    assert statuses(answers) == expected


def test_nothing_is_missing_when_everything_asked_is_answered():
    assert problems(PICNIC, WHOLE, GIVEN) == ()


def test_each_gap_names_its_exact_question():
    gaps = problems(PICNIC, {**WHOLE, "diet": "no_meat", "adults": "0"}, GIVEN)

    assert [(gap.question.key, gap.wrong.value) for gap in gaps] == [("adults", "too_small"), ("eggs", "missing")]
