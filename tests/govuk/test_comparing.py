"""Pictures that compare: what is drawn is said, and what too few answered is not told."""

import re

import pytest

from sandbox_portal.govuk.comparing import (
    Axis,
    Pair,
    RadarRow,
    changes_in_words,
    dumbbell_rows,
    radar,
    spread_in_words,
)

VISITS = Pair("My visits are on time", 4, 3, (12, 11))
HEARD = Pair("I am listened to", 2.5, 4, (12, 11))
SAME = Pair("I know who comes", 3, 3, (5, 5))
FEW = Pair("I can say no", 1, 4, (12, 4))
FIVE = [Axis(code, f"Criterion {code}", 4) for code in ("2b", "2c", "3a", "3b", "3c")]


def test_a_row_says_in_words_what_its_line_shows():
    rows = dumbbell_rows([VISITS, HEARD, SAME], lowest=1, highest=4)

    assert [(row.before, row.after, row.change, row.answers) for row in rows] == [
        ("4", "3", "down by 1", "12 before, 11 after"),
        ("2.5", "4", "up by 1.5", "12 before, 11 after"),
        ("3", "3", "the same", "5 before, 5 after"),
    ]


@pytest.mark.parametrize(("value", "place"), [(1, "4.0"), (2.5, "50.0"), (4, "96.0")])
def test_marks_stand_on_one_scale_whole_at_both_ends(value, place):
    row = dumbbell_rows([Pair("a", value, value)], lowest=1, highest=4)[0]

    assert f'<circle class="app-chart__dot" cx="{place}%"' in row.svg
    assert f'<svg x="{place}%" y="16"' in row.svg


def test_fewer_than_five_answers_are_never_told():
    row = dumbbell_rows([FEW], lowest=1, highest=4)[0]

    assert (row.before, row.after, row.svg, row.change) == ("", "", "", "too few answers to show")


@pytest.mark.parametrize(
    ("pairs", "sentence"),
    [
        ([VISITS, HEARD, SAME], "1 of 3 went up; “My visits are on time” went down."),
        ([HEARD, *(Pair(f"{number}.", 2, 1) for number in range(6))], "1 of 7 went up; 6 went down."),
        ([HEARD], "1 of 1 went up."),
        ([HEARD, FEW], "1 of 1 went up."),
        ([FEW], "Too few people answered to show what changed."),
        ([], "Too few people answered to show what changed."),
    ],
)
def test_one_sentence_says_what_changed(pairs, sentence):
    assert changes_in_words(pairs) == sentence


def test_one_sentence_says_where_scores_are_far_apart():
    near, far, further = Pair("2b", 3, 4), Pair("2c", 1, 3), Pair("3a", 1, 4)

    assert spread_in_words([near], distance=2) == "Nobody is far from the others."
    assert spread_in_words([near, far], distance=2) == "On 1 of 2 the scores are far apart: 2c."
    assert spread_in_words([near, far, further], distance=2) == "On 2 of 3 the scores are far apart: 2c, 3a."


def test_a_radar_says_every_number_as_text_and_in_its_table():
    picture = radar(FIVE, [("Your score", [4, 3, 1, 2, 4])], name="scores", title="Your scores")

    assert picture.summary == "Your score: 2b 4, 2c 3, 3a 1, 3b 2, 3c 4."
    assert picture.rows[2] == RadarRow("3a", "Criterion 3a", "4", ("1",))
    assert 'aria-labelledby="scores-title scores-text"' in picture.svg
    assert f'<desc id="scores-text">{picture.summary}</desc>' in picture.svg


def test_the_highest_score_lies_on_the_rim_and_nothing_in_the_middle():
    picture = radar(FIVE, [("Your score", [4, 0, 4, 4, 4])], name="scores", title="Your scores")
    shape = re.search(r'<polygon class="app-chart__area" points="([^"]+)"', picture.svg)[1].split()

    assert shape[:2] == ["180.0,50.0", "180.0,180.0"]


def test_two_series_differ_in_shape_and_not_in_colour_alone():
    picture = radar(FIVE, [("Now", [4] * 5), ("Before", [2] * 5)], name="two", title="Two")

    assert (picture.svg.count("app-chart__dot"), picture.svg.count("app-chart__diamond")) == (5, 5)
    assert [words for _sample, words in picture.series] == ["Now", "Before"]


@pytest.mark.parametrize("number", [2, 9])
def test_too_few_or_too_many_scales_make_a_table_and_no_picture(number):
    axes = [Axis(str(index), str(index), 4) for index in range(number)]
    picture = radar(axes, [("Now", [1] * number)], name="now", title="Now")

    assert (picture.svg, len(picture.rows)) == ("", number)


def test_words_are_never_taken_for_markup():
    axes = [Axis("<b>", "<i>", 4)] * 3
    picture = radar(axes, [("<script>", [1, 1, 1])], name="x", title="<u>")

    assert not {"<b>", "<i>", "<script>", "<u>"} & set(re.findall(r"<[a-z]+>", picture.svg))


def test_nothing_is_styled_in_line():
    drawn = radar(FIVE, [("a", [1] * 5)], name="a", title="a").svg + dumbbell_rows([HEARD], lowest=1, highest=4)[0].svg

    assert "style=" not in drawn
