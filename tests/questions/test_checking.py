"""What counts as an answer, type by type."""

from decimal import Decimal

import pytest

from sandbox_portal.questions import raw
from sandbox_portal.questions.checking import Problem, Wrong, dates_not_promised, problem_with
from sandbox_portal.questions.engine import Choice, Given, Question
from sandbox_portal.questions.question_types import QuestionType as Type

NOTHING = Given()
COLOURS = (Choice("red", "Red"), Choice("blue", "Blue"), Choice("none", "None"))
DATES = Given(choices={"days": (Choice("one", "1 May", mandatory=True), Choice("two", "2 May"))})


def asked(kind: Type, **more) -> Question:
    return Question(key="q", type=kind, label="A question", **more)


def wrong(question: Question, answer, given: Given = NOTHING) -> Wrong | None:
    problem = problem_with(question, answer, given)
    return problem.wrong if problem else None


@pytest.mark.parametrize(
    ("kind", "empty"),
    [
        (Type.TEXT, ""),
        (Type.TEXT, " \n\t"),
        (Type.LONG_TEXT, None),
        (Type.WHOLE_NUMBER, ""),
        (Type.CHOICE, ""),
        (Type.CHOICES, []),
        (Type.YES_NO, ""),
        (Type.DATE, ["", " ", ""]),
        (Type.DATE, None),
        (Type.DECLARATION, False),
        (Type.ATTEND_DATES, {"dates": {}, "none": False}),
        (Type.ATTEND_DATES, {"dates": {"one": {"coming": False, "who": "Sam"}}, "none": False}),
    ],
)
def test_an_empty_answer_is_missing_when_it_is_required_and_fine_when_it_is_not(kind, empty):
    more = {"choices": COLOURS} if kind in {Type.CHOICE, Type.CHOICES} else {}
    more |= {"choices_from": "days"} if kind is Type.ATTEND_DATES else {}

    assert wrong(asked(kind, **more), empty, DATES) is Wrong.MISSING
    assert wrong(asked(kind, required=False, **more), empty, DATES) is None


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("12", 12),
        (" 12 ", 12),
        ("1,200", 1200),
        ("1 200", 1200),
        ("about 20", 20),
        ("About 20", 20),
        ("0", 0),
        ("-3", -3),
        ("12.5", None),
        ("twelve", None),
        ("1,20", None),
        ("١٢", None),
        ("1e3", None),
        ("9" * 16, None),
        ("9" * 5000, None),
        (12, None),
    ],
)
def test_a_whole_number_is_read_as_people_write_it(typed, number):
    assert raw.whole_number(typed) == number


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("12", Decimal(12)),
        ("£1,234.50", Decimal("1234.50")),
        ("about £20", Decimal(20)),
        ("12.345", None),
        ("-1", None),
        ("£", None),
        ("12 pounds", None),
    ],
)
def test_money_is_read_as_people_write_it(typed, amount):
    assert raw.money(typed) == amount


def test_a_number_outside_its_limits_says_the_limit():
    question = asked(Type.WHOLE_NUMBER, smallest=1, largest=50)

    assert problem_with(question, "0", NOTHING) == Problem(question, Wrong.TOO_SMALL, values={"smallest": 1})
    assert problem_with(question, "51", NOTHING) == Problem(question, Wrong.TOO_LARGE, values={"largest": 50})
    assert problem_with(question, "50", NOTHING) is None


@pytest.mark.parametrize(
    ("boxes", "problem"),
    [
        (["12", "9", "2026"], None),
        (["12", "September", "2026"], None),
        (["29", "2", "2024"], None),
        (["29", "2", "2023"], Wrong.NOT_A_DATE),
        (["12", "13", "2026"], Wrong.NOT_A_DATE),
        (["12", "9", "26"], Wrong.NOT_A_DATE),
        (["a", "b", "c"], Wrong.NOT_A_DATE),
        (["12", "", "2026"], Wrong.DATE_INCOMPLETE),
        (["12"], Wrong.DATE_INCOMPLETE),
    ],
)
def test_a_date_is_a_real_day(boxes, problem):
    assert wrong(asked(Type.DATE), boxes) is problem


@pytest.mark.parametrize(
    ("kind", "typed", "problem"),
    [
        (Type.EMAIL, "name@example.org", None),
        (Type.EMAIL, "name@example", Wrong.NOT_AN_EMAIL),
        (Type.EMAIL, "two words@example.org", Wrong.NOT_AN_EMAIL),
        (Type.EMAIL, "x" * 300 + "@example.org", Wrong.NOT_AN_EMAIL),
        (Type.TELEPHONE, "01632 960 123", None),
        (Type.TELEPHONE, "+44 (0)1632 960123 ext 4", None),
        (Type.TELEPHONE, "960", Wrong.NOT_A_TELEPHONE),
        (Type.TELEPHONE, "ring me", Wrong.NOT_A_TELEPHONE),
        (Type.YES_NO, "yes", None),
        (Type.YES_NO, "perhaps", Wrong.NOT_IN_LIST),
        (Type.CHOICE, "red", None),
        (Type.CHOICE, "green", Wrong.NOT_IN_LIST),
        (Type.CHOICES, ["red", "blue"], None),
        (Type.CHOICES, ["red", "green"], Wrong.NOT_IN_LIST),
        (Type.CHOICES, "red", Wrong.NOT_IN_LIST),
        (Type.CHOICES, ["none"], None),
        (Type.CHOICES, ["none", "red"], Wrong.BOTH_NONE_AND_SOME),
        (Type.DECLARATION, True, None),
        (Type.TEXT, "anything ‮ at all 🙂", None),
    ],
)
def test_an_answer_fits_its_type(kind, typed, problem):
    listed = {"choices": COLOURS} if kind in {Type.CHOICE, Type.CHOICES} else {}
    listed |= {"exclusive": "none"} if kind is Type.CHOICES else {}

    assert wrong(asked(kind, **listed), typed) is problem


def test_a_text_longer_than_its_guide_is_not_wrong():
    assert wrong(asked(Type.LONG_TEXT, words=3), "one two three four five") is None


def test_not_known_yet_is_an_answer_only_where_the_set_allows_it():
    answer = raw.not_known_yet("")

    assert wrong(asked(Type.WHOLE_NUMBER, may_be_unknown=True), answer) is None
    assert wrong(asked(Type.WHOLE_NUMBER), answer) is Wrong.MISSING


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        ({"dates": {"one": {"coming": True, "who": "Sam"}}, "none": False}, None),
        ({"dates": {"two": {"coming": True, "who": "Sam"}}, "none": False}, None),
        ({"dates": {"one": {"coming": True, "who": " "}}, "none": False}, Wrong.NAME_MISSING),
        ({"dates": {}, "none": True}, None),
        ({"dates": {"one": {"coming": True, "who": "Sam"}}, "none": True}, Wrong.BOTH_NONE_AND_SOME),
        ({"dates": {"gone": {"coming": True, "who": "Sam"}}, "none": False}, Wrong.MISSING),
        ("rubbish", Wrong.MISSING),
    ],
)
def test_a_key_date_needs_a_tick_and_a_name(answer, problem):
    assert wrong(asked(Type.ATTEND_DATES, choices_from="days"), answer, DATES) is problem


def test_key_dates_are_not_asked_for_while_the_round_has_none():
    assert wrong(asked(Type.ATTEND_DATES, choices_from="days"), None, NOTHING) is None


def test_a_mandatory_date_without_a_name_is_told_but_does_not_stop_the_form():
    question = asked(Type.ATTEND_DATES, choices_from="days")
    answer = {"dates": {"two": {"coming": True, "who": "Sam"}}, "none": False}

    assert [choice.key for choice in dates_not_promised(question, answer, DATES)] == ["one"]


@pytest.mark.parametrize(("count", "problem"), [(0, Wrong.MISSING), (1, None), (2, None), (3, Wrong.TOO_MANY_FILES)])
def test_files_are_counted(count, problem):
    assert wrong(asked(Type.FILE, most_files=2), None, Given(files={"q": count})) is problem
