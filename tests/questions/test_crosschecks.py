"""What must be so between answers: as a table, on plain values."""

from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given as for_any
from hypothesis import strategies as st

from sandbox_portal.questions.checks import Check, Gaps, Level
from sandbox_portal.questions.conditions import Condition, truth
from sandbox_portal.questions.crosschecks import failures, unfolded
from sandbox_portal.questions.engine import Choice, Document, Given, Question, Section
from sandbox_portal.questions.formulas import BadFormulaError, Span, amounts_of, is_met, later_by, parse
from sandbox_portal.questions.question_types import QuestionType as Type
from sandbox_portal.questions.values import age_on

TODAY = date(2026, 5, 1)


def number(key, **more):
    return Question(key, Type.WHOLE_NUMBER, key, **more)


QUESTIONS = (
    *(number(key) for key in ("a01", "a02", "a03", "b", "c", "d01", "d02", "d03")),
    *(Question(key, Type.MONEY, key) for key in ("low", "typical", "high")),
    *(Question(key, Type.DATE, key) for key in ("began", "ended")),
    Question("manager", Type.YES_NO, "manager"),
    Question("note", Type.TEXT, "note"),
    Question("other", Type.TEXT, "other"),
    Question("kinds", Type.CHOICES, "kinds", choices=(Choice("one", "One"), Choice("two", "Two"))),
    Question("boss", Type.PERSON, "boss", parts=("birth_date",)),
    Question(
        "plan", Type.TABLE, "plan", rows=(Choice("r1", "1"), Choice("r2", "2")), columns=(number("n"), number("m"))
    ),
    Question("shares", Type.TABLE, "shares", columns=(Question("share", Type.PERCENTAGE, "share"),)),
    Question(
        "jobs",
        Type.GROUP,
        "jobs",
        one="job",
        required=False,
        questions=(
            Question("from", Type.DATE, "from"),
            Question("to", Type.DATE, "to", required=False),
            Question("why", Type.TEXT, "why", required=False),
            number("hours"),
        ),
    ),
)


def failing(check, answers):
    document = Document("x", 1, "X", (Section("s", "S", QUESTIONS),), checks=(check,))
    document = unfolded(document, answers, Given(today=TODAY))
    return [(failure.key, failure.item) for failure in failures(document, answers, Given(today=TODAY))]


def rule(text, **more):
    return Check("k", "Message", rule=text, **more)


@pytest.mark.parametrize(
    ("text", "answers", "fails"),
    [
        # Ages must add up to the people there are (EX-H4), bands may overlap (EX-H5).
        ("a03 + b = a01 + a02", {"a01": "30", "a02": "6", "a03": "24", "b": "12"}, False),
        ("a03 + b = a01 + a02", {"a01": "30", "a02": "6", "a03": "24", "b": "11"}, True),
        ("a03 <= a01 + a02", {"a01": "30", "a02": "6", "a03": "37"}, True),
        # Visits made and missed, with a twentieth of tolerance (EX-H6).
        ("d02 + d03 <= d01 * 1.05", {"d01": "400", "d02": "398", "d03": "5"}, False),
        ("d02 + d03 <= d01 * 1.05", {"d01": "400", "d02": "418", "d03": "5"}, True),
        # Lowest, typical, highest.
        ("low <= typical <= high", {"low": "10", "typical": "£12.50", "high": "1,012.50"}, False),
        ("low <= typical <= high", {"low": "13", "typical": "12", "high": ""}, True),
        ("low <= typical <= high", {"low": "13", "typical": "", "high": "20"}, False),
        # Blank is not nought, and what is not known yet says nothing.
        ("a01 >= 1", {"a01": ""}, False),
        ("a01 >= 1", {"a01": "0"}, True),
        ("a01 >= 1", {"a01": {"not_known_yet": True, "typed": "0"}}, False),
        ("a01 >= 1", {"a01": "rubbish"}, False),
        ("a01 = 2 + 3 * 4", {"a01": "14"}, False),
        ("a01 - (b - c) = 0", {"a01": "1", "b": "3", "c": "2"}, False),
        # Days.
        ("ended >= began", {"began": ["1", "1", "2020"], "ended": ["31", "12", "2019"]}, True),
        ("ended >= began", {"began": ["1", "1", "2020"], "ended": ["1", "1", "2020"]}, False),
        ("began >= today - 12 months", {"began": ["1", "5", "2025"]}, False),
        ("began >= today - 12 months", {"began": ["30", "4", "2025"]}, True),
        ("age(boss.birth_date) >= 18", {"boss": {"birth_date": ["1", "5", "2008"]}}, False),
        ("age(boss.birth_date) >= 18", {"boss": {"birth_date": ["2", "5", "2008"]}}, True),
        # Tables and counts.
        ("sum(plan.n) = a01", {"a01": "3", "plan": {"r1__n": "1", "r2__n": "2"}}, False),
        ("sum(plan.r1) = 5", {"plan": {"r1__n": "1", "r1__m": "2", "r2__n": "9"}}, True),
        ("plan.r1.n <= plan.r2.n", {"plan": {"r1__n": "3", "r2__n": "2"}}, True),
        ("sum(shares.share) = 100", {"shares": {"1__share": "60", "3__share": "40%"}}, False),
        ("sum(shares.share) = 100", {"shares": {"1__share": "60", "2__share": "39.9"}}, True),
        ("count(jobs) = a01", {"jobs": ["aaaa", "bbbb"], "a01": "2"}, False),
        ("count(jobs) = a01", {"jobs": ["aaaa"], "a01": "2"}, True),
        ("count(kinds) <= 1", {"kinds": ["one", "two"]}, True),
    ],
)
def test_a_rule_compares_amounts(text, answers, fails):
    assert bool(failing(rule(text), answers)) is fails


@pytest.mark.parametrize(
    ("check", "answers", "fails"),
    [
        (Check("k", "M", required="note", when=Condition("manager", equals="no")), {"manager": "no"}, True),
        (Check("k", "M", required="note", when=Condition("manager", equals="no")), {"manager": "yes"}, False),
        (Check("k", "M", required="note", when=Condition("manager", equals="no")), {}, False),
        (
            Check("k", "M", required="note", when=Condition("manager", equals="no")),
            {"manager": "no", "note": "x"},
            False,
        ),
        (
            Check("k", "M", forbidden="note", when=Condition("manager", equals="no")),
            {"manager": "no", "note": "x"},
            True,
        ),
        (Check("k", "M", forbidden="note", when=Condition("manager", equals="no")), {"manager": "no"}, False),
        (Check("k", "M", at_least_one=("note", "other")), {"note": " "}, True),
        (Check("k", "M", at_least_one=("note", "other")), {"other": "x"}, False),
        (Check("k", "M", must=Condition("manager", equals="yes")), {"manager": "no"}, True),
        (Check("k", "M", must=Condition("manager", equals="yes")), {}, False),
        (Check("k", "M", different=("note", "other")), {"note": "Sam  Lee", "other": "sam lee"}, True),
        (Check("k", "M", different=("note", "other")), {"note": "", "other": ""}, False),
    ],
)
def test_a_check_of_words_and_choices(check, answers, fails):
    assert bool(failing(check, answers)) is fails


def test_a_check_of_each_item_or_row_names_the_one_that_fails():
    answers = {"jobs": ["aaaa", "bbbb"], "jobs--aaaa--hours": "50", "jobs--bbbb--hours": "20"}
    assert failing(rule("hours <= 48", each="jobs"), answers) == [("jobs--aaaa--hours", "aaaa")]
    cells = {"plan": {"r1__n": "1", "r1__m": "2", "r2__n": "3", "r2__m": "2"}}
    assert failing(rule("n <= m", each="plan"), cells) == [("plan", "r2")]


GAPS = Check("k", "M", each="jobs", gaps=Gaps("from", "to", "why"))


@pytest.mark.parametrize(
    ("ended", "begins", "why", "fails"),
    [
        (["31", "1", "2020"], ["3", "3", "2020"], "", False),  # 31 days between
        (["31", "1", "2020"], ["4", "3", "2020"], "", True),  # 32 days
        (["31", "1", "2020"], ["4", "3", "2020"], "I travelled", False),
        ("", ["4", "3", "2030"], "", False),  # the first still goes on
    ],
)
def test_a_gap_in_a_history_must_be_explained(ended, begins, why, fails):
    answers = {
        "jobs": ["later", "first"],
        "jobs--first--from": ["1", "1", "2019"],
        "jobs--first--to": ended,
        "jobs--later--from": begins,
        "jobs--later--why": why,
    }

    assert failing(GAPS, answers) == ([("jobs--later--why", "later")] if fails else [])


def test_a_warning_stops_nothing_by_itself():
    document = Document("x", 1, "X", (Section("s", "S", QUESTIONS),), checks=(rule("a01 <= 1", level=Level.WARNING),))
    (failure,) = failures(document, {"a01": "2"}, Given())

    assert not failure.is_error
    assert failure.values == (Decimal(2), Decimal(1))
    assert unfolded(document, {"a01": "2"}, Given()) is document


YES, NO, OPEN = "yes", "no", ""
IS = Condition("manager", equals="yes")


@pytest.mark.parametrize(
    ("condition", "told"),
    [
        (IS, {YES: True, NO: False, OPEN: None}),
        (Condition(negated=IS), {YES: False, NO: True, OPEN: None}),
        (Condition(all=(IS, Condition("note", equals="x"))), {YES: None, NO: False, OPEN: None}),
        (Condition(any=(IS, Condition("note", equals="x"))), {YES: True, NO: None, OPEN: None}),
    ],
)
def test_a_condition_has_three_values(condition, told):
    assert {answer: truth(condition, {"manager": answer}) for answer in told} == told


@pytest.mark.parametrize(
    "text", ["", "a01", "a01 <", "a01 <= (b", "a01 $ b", "<= a01", "a01 = b c", "sum(", "1.5 days < b"]
)
def test_a_rule_that_cannot_be_read_says_so(text):
    with pytest.raises(BadFormulaError):
        parse(text)


@pytest.mark.parametrize(
    ("day", "span", "found"),
    [
        (date(2024, 2, 29), Span(months=12), date(2025, 2, 28)),
        (date(2026, 1, 31), Span(months=1), date(2026, 2, 28)),
        (date(2020, 1, 6), Span(months=-12), date(2019, 1, 6)),  # the same day of the month a year before (EX-F1)
        (date(2026, 5, 1), Span(days=-70), date(2026, 2, 20)),
    ],
)
def test_months_keep_the_day_where_there_is_one(day, span, found):
    assert later_by(day, span) == found


@for_any(st.lists(st.one_of(st.none(), st.integers(0, 9)), min_size=2, max_size=5))
def test_a_chain_is_wrong_only_when_two_neighbours_are(numbers):
    formula = parse(" <= ".join(f"n{index}" for index in range(len(numbers))))
    values = amounts_of(formula, lambda function, name: None if (n := numbers[int(name[1:])]) is None else Decimal(n))
    pairs = [(a, b) for a, b in pairwise(numbers) if a is not None and b is not None]

    assert (is_met(formula, values) is False) == any(a > b for a, b in pairs)
    assert (is_met(formula, values) is True) == (None not in numbers and numbers == sorted(numbers))


@for_any(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.dates(date(1900, 1, 1), date(2100, 1, 1)))
def test_nobody_gets_younger(born, today):
    if born <= today:
        assert age_on(born, today) <= age_on(born, later_by(today, Span(days=1)))
        assert age_on(born, later_by(born, Span(months=216))) in {Decimal(17), Decimal(18)}
