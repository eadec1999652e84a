"""The picture of a round: everything it shows is also said in words."""

import datetime
import re

from sandbox_portal.govuk.charts import KeyDate, Row, Span, bar_rows, phase_timeline

D = datetime.date
APPLY = Span("Applications open", D(2026, 5, 4), D(2026, 6, 12))
SCORE = Span("Panel scores", D(2026, 6, 15), D(2026, 7, 31))
TEST = Span("Testing", D(2026, 9, 1), D(2027, 2, 28))
PAUSE = Span("Winter pause", D(2026, 12, 21), D(2027, 1, 4))
CLOSES = KeyDate("Window closes", D(2026, 6, 12))
COMMITTEE = KeyDate("Committee meets", D(2026, 8, 6))


TODAY = D(2026, 7, 9)


def picture(today=TODAY, **named):
    return phase_timeline([APPLY, SCORE, TEST], [COMMITTEE, CLOSES], [PAUSE], today, **named)


def test_the_rows_say_all_that_is_drawn_in_order_of_time():
    assert picture().rows == [
        Row("Applications open", D(2026, 5, 4), D(2026, 6, 12)),
        Row("Window closes", D(2026, 6, 12), None),
        Row("Panel scores", D(2026, 6, 15), D(2026, 7, 31)),
        Row("Committee meets", D(2026, 8, 6), None),
        Row("Testing", D(2026, 9, 1), D(2027, 2, 28)),
        Row("Winter pause", D(2026, 12, 21), D(2027, 1, 4)),
    ]


def test_the_summary_says_where_we_are():
    days = [D(2026, 1, 1), D(2026, 5, 4), D(2026, 7, 31), D(2026, 8, 1), D(2028, 1, 1)]

    assert [picture(today=day).summary for day in days] == [
        "Next: Applications open, from 4 May 2026.",
        "Now: Applications open, until 12 June 2026.",
        "Now: Panel scores, until 31 July 2026.",
        "Next: Testing, from 1 September 2026.",
        "All phases have ended.",
    ]


def test_the_legend_names_the_marks_by_number_and_today_only_when_it_is_in_the_picture():
    shown, gone = picture(), picture(today=D(2030, 1, 1))

    assert [entry.text for entry in shown.legend] == [
        "Done",
        "Now",
        "To come",
        "Paused",
        "Today, 9 July 2026",
        "Window closes, 12 June 2026",
        "Committee meets, 6 August 2026",
    ]
    assert [entry.text for entry in gone.legend if "Today" in entry.text] == []
    assert ["app-chart__today" in shown.svg, "app-chart__today" in gone.svg] == [True, False]


def test_a_bar_covers_its_first_and_its_last_day():
    svg = phase_timeline([Span("A", D(2026, 1, 1), D(2026, 1, 10))], [], [], D(2026, 1, 3)).svg

    bar = re.search(r'<rect class="app-chart__bar app-chart__bar--now" x="([\d.]+)%" y="[\d.]+" width="([\d.]+)%"', svg)
    assert bar.groups() == ("0.00", "100.00")


def test_the_picture_is_named_described_and_free_of_styles():
    svg = picture(name="round-3").svg

    assert 'role="img" aria-labelledby="round-3-title round-3-text"' in svg
    assert '<desc id="round-3-text">Now: Panel scores, until 31 July 2026.</desc>' in svg
    assert [word for word in ("style", "<script", "href") if word in svg] == []


def test_hostile_names_stay_words():
    hostile = "<script>x</script>"
    shown = phase_timeline(
        [Span(hostile, D(2026, 1, 1), D(2026, 2, 1))],
        [KeyDate(hostile, D(2026, 1, 5))],
        [Span(hostile, D(2026, 1, 8), D(2026, 1, 9))],
        D(2026, 1, 3),
    )

    assert ["<script" in shown.svg, "&lt;script&gt;" in shown.svg] == [False, True]


def test_without_phases_there_is_no_picture_and_a_sentence():
    shown = phase_timeline([], [CLOSES], [], D(2026, 1, 1))

    assert (shown.svg, shown.summary, list(shown.rows)) == ("", "No dates have been set yet.", [])


def test_months_are_named_at_most_four_times_however_long_the_round():
    long = phase_timeline([Span("Long", D(2024, 1, 1), D(2029, 12, 31))], [], [], D(2026, 1, 1)).svg

    assert len(re.findall(r">[A-Z][a-z]{2} \d{4}<", long)) <= 4


def test_bars_share_one_scale_and_say_their_numbers():
    bars = bar_rows([("1", 2), ("2", 8), ("3", 0)], mine="2")

    widths = [re.search(r'width="([\d.]+)%"/>', bar.svg)[1] for bar in bars]
    assert [(bar.label, bar.text, bar.is_mine) for bar in bars] == [
        ("1", "2", False),
        ("2", "8", True),
        ("3", "0", False),
    ]
    assert widths == ["25.0", "100.0", "0.0"]


def test_bars_of_nothing_are_empty():
    assert [bar.text for bar in bar_rows([("1", 0), ("2", 0)])] == ["0", "0"]
    assert bar_rows([]) == []
