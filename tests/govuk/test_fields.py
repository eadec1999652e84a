"""The date in three boxes, and the limit in words."""

import datetime

import pytest
from django.core.exceptions import ValidationError

from sandbox_portal.govuk.fields import GovukDateField, words_at_most

WHAT = "The date you opened"


def refusal(parts, **named):
    field = GovukDateField(what=WHAT, **named)
    with pytest.raises(ValidationError) as refused:
        field.clean(parts)
    return refused.value.messages, field.wrong_parts


@pytest.mark.parametrize(
    "parts", [["3", "9", "2021"], ["03", "09", "2021"], [" 3 ", "Sep", "2021"], ["3", "september", "2021"]]
)
def test_a_date_may_be_written_in_several_ways(parts):
    assert GovukDateField().clean(parts) == datetime.date(2021, 9, 3)


@pytest.mark.parametrize(
    ("parts", "message", "wrong"),
    [
        (["", "", ""], "Enter the date you opened", ()),
        (["", "9", "2021"], "The date you opened must include a day", (0,)),
        (["3", "", ""], "The date you opened must include a month and year", (1, 2)),
        (["3", "9", "21"], "Year must include 4 numbers", (2,)),
        (["3", "9", "٢٠٢١"], "Year must include 4 numbers", (2,)),
        (["3", "13", "2021"], "The date you opened must be a real date", (1,)),
        (["x", "9", "2021"], "The date you opened must be a real date", (0,)),
        (["31", "2", "2021"], "The date you opened must be a real date", ()),
        (["3", "9", "0000"], "The date you opened must be a real date", ()),
        (["-9223372036854775809", "9", "2021"], "The date you opened must be a real date", (0,)),
        (["9" * 5000, "9", "2021"], "The date you opened must be a real date", (0,)),
    ],
)
def test_a_wrong_date_is_told_what_is_wrong_and_where(parts, message, wrong):
    assert refusal(parts) == ([message], wrong)


def test_a_date_outside_the_limits_is_told_the_limit():
    limits = {"earliest": datetime.date(2026, 1, 1), "latest": datetime.date(2026, 12, 31)}

    early, late = refusal(["1", "1", "2020"], **limits), refusal(["1", "1", "2030"], **limits)

    assert early == (["The date you opened must be on or after 1 January 2026"], ())
    assert late == (["The date you opened must be on or before 31 December 2026"], ())


def test_an_optional_date_may_be_left_empty():
    assert GovukDateField(required=False).clean(["", "", ""]) is None


def test_a_date_whose_label_is_a_question_does_not_repeat_the_question():
    field = GovukDateField(label="When did you open?")

    with pytest.raises(ValidationError) as refused:
        field.clean(["3", "", "2020"])

    assert refused.value.messages == ["The date must include a month"]


def test_a_date_has_changed_only_when_a_box_has():
    field, day = GovukDateField(), datetime.date(2021, 9, 3)

    assert [field.has_changed(day, ["3", "9", "2021"]), field.has_changed(day, ["4", "9", "2021"])] == [False, True]


def test_too_many_words_are_counted():
    words_at_most(3)("one two three")

    with pytest.raises(ValidationError) as refused:
        words_at_most(3)("one two three four five")

    assert refused.value.messages == ["Your answer is 2 words too long. The limit is 3 words."]
