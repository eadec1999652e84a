"""What anybody can read of a round."""

import csv
import io
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from programme.choices import RoundStage
from programme.models import Round
from sandbox_portal.people.choices import Role
from sandbox_portal.people.clock import database_now, travelled_to
from tests.factories.rounds import make_round, round_at, seat_panel

pytestmark = pytest.mark.django_db
SHORT_DATES = re.compile(
    r"\b\d{1,2}/\d{1,2}/\d{2,4}\b|\b\d{4}-\d{2}-\d{2}\b|\b\d{1,2} (?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\b"
)
YEARLESS = re.compile(
    r"\b\d{1,2} (?:January|February|March|April|May|June|July|August|September|October|November|December)\b(?! \d{4})"
)


def words_of(response) -> str:
    """The words of a page as somebody reads them: no tags, no attributes, single spaces."""
    html = re.sub(r"<(script|style|svg)\b.*?</\1>", " ", response.content.decode(), flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html))


def page(client, round_: Round, name: str = "round-detail"):
    return client.get(reverse(name, args=[round_.slug]))


@pytest.fixture
def round_3() -> Round:
    """The real round 3, on a day in the middle of its window."""
    return make_round(like=3, number=3)


def test_the_list_says_when_there_is_no_round(client):
    assert "No rounds yet" in words_of(client.get(reverse("round-list")))


def test_the_list_groups_rounds_by_what_a_reader_can_do(client):
    titles = {
        round_at(RoundStage.OPEN, title="Round that is open"),
        make_round(title="Round that is coming", opens="+3 days at 09:00"),
        round_at(RoundStage.SIFTING, title="Round that is being chosen"),
        round_at(RoundStage.ABANDONED, title="Round that was given up"),
    }

    words = words_of(client.get(reverse("round-list")))

    order = ["Open now", "is open", "Coming", "is coming", "Being chosen", "is being chosen", "Finished", "given up"]
    assert len(titles) == 4
    assert [part for part in order if part in words] == order
    assert sorted(order, key=words.index) == order


def test_a_round_the_committee_has_not_approved_is_seen_by_staff_alone(client, sign_in, staff_user):
    round_ = make_round(title="Round nobody may know of")
    Round.objects.filter(pk=round_.pk).update(approved_on=None)

    before = page(client, round_).status_code, words_of(client.get(reverse("round-list")))
    sign_in(client, staff_user(Role.COMMITTEE_MEMBER))
    after = page(client, round_).status_code

    assert (before[0], after) == (404, 200)
    assert "nobody may know" not in before[1]


def test_a_round_whose_window_never_opened_is_not_listed(client):
    with travelled_to(database_now() - timedelta(days=90)):
        round_ = make_round()

    assert page(client, round_).status_code == 404


@pytest.mark.parametrize("name", ["round-detail", "round-print"])
def test_the_page_shows_every_criterion_and_what_each_of_its_scores_looks_like(client, name):
    round_ = round_at(RoundStage.OPEN)

    words = words_of(page(client, round_, name)).replace("&#x27;", "'")

    expected = [
        text for row in round_.criteria for text in (row["question"], row["explanation"], *row["looks_like"].values())
    ]
    assert [text for text in expected if text not in words] == []


def test_the_page_says_who_can_apply_and_what_is_in_and_out(client, round_3):
    words = words_of(page(client, round_3))

    document = round_3.document
    expected = [*document["who_can_apply"], *document["scope_in"], *document["scope_out"], document["not_planned"]]
    assert [text for text in expected if text not in words] == []


def test_the_page_shows_the_key_dates_of_the_papers_and_which_of_them_are_a_must(client, round_3):
    html = page(client, round_3).content.decode()

    table = html[html.index("Must you come?") : html.index("Phases of the round")]
    rows = [re.findall(r"<t[hd][^>]*>\s*(.*?)\s*</t[hd]>", row) for row in table.split("<tr")[1:]]
    assert [(row[0], row[1], row[3]) for row in rows] == [
        ("The panel reads and scores the applications", "31 October 2019", "No"),
        ("Last day for the committee to decide who takes part", "27 November 2019", "No"),
        ("First workshop", "28 November 2019", "Yes"),
        ("Second workshop", "12 December 2019", "Yes"),
        ("Results are launched at a summit", "1 September 2020", "No"),
    ]


def test_an_open_round_says_until_when_in_words(client):
    round_ = round_at(RoundStage.OPEN)
    day = f"{round_.closes_at:%A} {round_.closes_at.day} {round_.closes_at:%B %Y}"

    assert f"We must have your application before 5pm on {day}." in words_of(page(client, round_))


@pytest.mark.parametrize(
    ("stage", "sentence"),
    [
        (RoundStage.PREPARING, "You cannot apply yet."),
        (RoundStage.SIFTING, "You cannot apply any more"),
        (RoundStage.PAUSED, "Staff are needed elsewhere."),
        (RoundStage.ABANDONED, "Too few people can take part."),
    ],
)
def test_a_round_that_takes_no_applications_says_why(client, stage, sentence):
    words = words_of(page(client, round_at(stage)))

    assert sentence in words
    assert "can we apply?" not in words


def test_the_window_closes_on_the_page_at_the_second_of_the_database_clock(client):
    round_ = round_at(RoundStage.OPEN)

    with travelled_to(round_.closes_at - timedelta(seconds=20)):
        before = words_of(page(client, round_))
    with travelled_to(round_.closes_at):
        after = words_of(page(client, round_))

    assert ("You can apply now" in before, "You can apply now" in after) == (True, False)
    assert "You cannot apply any more" in after


@pytest.mark.parametrize("name", ["round-list", "round-detail", "round-print"])
def test_every_date_has_its_day_month_and_year(client, round_3, name):
    round_at(RoundStage.OPEN)
    address = reverse(name) if name == "round-list" else reverse(name, args=[round_3.slug])

    words = words_of(client.get(address))

    assert SHORT_DATES.findall(words) == []
    assert YEARLESS.findall(words) == []


def test_no_page_names_a_member_of_the_panel(client, programme_lead):
    round_ = round_at(RoundStage.OPEN)
    names = {seat.user.name for seat in seat_panel(round_, lead=programme_lead)}

    words = words_of(page(client, round_)) + words_of(page(client, round_, "round-print"))

    assert len(names) == 7
    assert {name for name in names if name in words} == set()


def test_the_list_asks_the_database_the_same_number_of_things_for_1_and_30_rounds(client, django_assert_num_queries):
    round_at(RoundStage.OPEN)
    with CaptureQueriesContext(connection) as for_one:
        client.get(reverse("round-list"))
    for _ in range(29):
        round_at(RoundStage.OPEN)

    with django_assert_num_queries(len(for_one)):
        client.get(reverse("round-list"))

    assert len(for_one) <= 12


def test_a_round_page_asks_the_database_at_most_12_things(client, django_assert_max_num_queries):
    round_ = round_at(RoundStage.PAUSED)

    with django_assert_max_num_queries(12):
        page(client, round_)


def test_the_front_page_lists_open_rounds(client):
    round_ = round_at(RoundStage.OPEN)

    assert round_.title in words_of(client.get(reverse("home")))


def test_the_dates_behind_the_picture_can_be_taken_as_a_sheet(client):
    round_ = round_at(RoundStage.OPEN)

    answer = client.get(reverse("round-sheet", args=[round_.slug]))

    rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    phases = {str(phase): phase.planned_start.isoformat() for phase in round_.phases.all()}
    assert rows[0] == ["What", "From", "To"]
    assert {name: starts for name, starts, _ends in rows if name in phases} == phases
    assert len(rows) == 1 + round_.phases.count() + round_.key_dates.count()
