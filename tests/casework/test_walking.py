"""A search whose words fit nearly every case goes along the list; what it finds is what the index of words finds."""

from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse

from sandbox_portal.casework import prepared
from sandbox_portal.casework.models import Case
from sandbox_portal.casework.queries import kinds_known, queue_pages
from sandbox_portal.casework.queries.cases import cases_worked_by
from sandbox_portal.casework.queries.queue_pages import found_in
from sandbox_portal.casework.queries.queues import Wanted
from sandbox_portal.casework.views.rows import PAGE
from sandbox_portal.people.choices import Role
from sandbox_portal.people.clock import database_now
from tests.factories.people import make_organisation, make_provider, make_staff
from tests.signing_in import sign_in

from .kinds import LEAFLET, LEAFLETS, open_leaflet

EVERY = 45


@pytest.fixture(scope="module")
def cases(kept_database):
    """Forty-five, every seventh about candles and the others about lanterns."""
    organisation = make_organisation("Quiet Harbour")
    owner = make_provider(organisation)
    opened = database_now() - timedelta(days=3)
    for number in range(EVERY):
        title = f"Candle {number}" if number % 7 == 0 else f"Lantern {number}"
        case = open_leaflet(organisation, by=owner, at=database_now(), title=title, reference=f"LF-{number:04}")
        LEAFLETS.take_step(case, "send", by=owner, at=database_now())
        due = opened + timedelta(days=9, minutes=number % 4) if number % 3 else None
        Case.objects.filter(pk=case.pk).update(stage_since=opened + timedelta(minutes=number // 2), due_at=due)
    return Case.objects.filter(kind=LEAFLET.kind)


@pytest.fixture
def lead(db):
    return make_staff(Role.PROGRAMME_LEAD)


@pytest.fixture
def found(monkeypatch):
    """A page of what the words find, and how many there are; `walked` is how far the list is gone along."""

    def find(user, text, mark="", most=PAGE + 1, walked=500, order="stage_since", **limits):
        prepared._kept.clear()  # how far is written into a question
        for name, limit in {"WALKED": walked, **limits}.items():
            monkeypatch.setattr(queue_pages, name, limit)
        wanted, at = Wanted(q=text), database_now()
        cases, count = found_in(cases_worked_by, user, wanted, mark, order=order, at=at, most=most)
        return [case.reference for case in cases], count

    return find


def mark_of(reference, order="stage_since"):
    case = Case.objects.get(reference=reference)
    return f"{getattr(case, order).isoformat()}~{case.pk}"


BY_AGE = ["lantern quiet", "lantern", "candle", "quiet harbour", "lf-0007", "zebra lantern", "…"]
BY_DATE = ["lantern", "candle", "zebra lantern"]


@pytest.mark.parametrize(
    ("words", "order"), [*((each, "stage_since") for each in BY_AGE), *((each, "due_order") for each in BY_DATE)]
)
def test_it_finds_the_same_in_the_same_order_on_every_page_as_the_index_of_words(cases, lead, found, words, order):
    for most in (5, EVERY + 5):
        how = {"most": most, "order": order}
        by_index = found(lead, words, **how, walked=0)

        assert found(lead, words, **how) == found(lead, words, **how, walked=9) == by_index
        for reference in by_index[0][:1]:
            after = mark_of(reference, order)
            assert found(lead, words, after, **how) == found(lead, words, after, **how, walked=0)


def test_another_order_finds_the_same_cases(cases, lead, found):
    by_age, by_date = found(lead, "lantern quiet"), found(lead, "lantern quiet", order="due_order", most=EVERY)

    assert (len(by_age[0]), by_age[1], by_date[1]) == (PAGE + 1, 38, 38)


def test_a_stranger_finds_nothing(cases, found):
    assert found(make_provider(), "lantern quiet") == ([], 0)


def test_more_than_a_count_goes_up_to_are_more_than_that(cases, lead, found):
    assert found(lead, "quiet harbour", most=5, MOST_COUNTED=20) == (found(lead, "quiet harbour", most=5)[0], 21)
    assert found(lead, "quiet harbour", most=5, MOST_COUNTED=EVERY)[1] == EVERY
    assert found(lead, "quiet harbour", most=5, MOST_COUNTED=20, COUNTED_ALONG=10)[1] == 21


def test_the_page_shows_what_was_found_and_says_how_many_there_are(cases, lead, client, found):
    expected, count = found(lead, "lantern")
    context = sign_in(client, lead).get(reverse("case-queue"), {"q": "lantern"}).context

    assert [row.reference for row in context["rows"]] == expected[:PAGE]
    assert (context["count"], bool(context["older_url"])) == (f"{count} cases", True)


def test_no_question_that_picks_cases_joins_more_tables_than_postgresql_puts_in_order(lead):
    """Past eight it joins as written: every case with all that a row shows, before it looks which are wanted."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW join_collapse_limit")
        most = int(cursor.fetchone()[0])
    wanted = (kinds_known(), cases_worked_by, Wanted(), "stage_since", PAGE + 1)

    assert str(queue_pages._which(lead, *wanted).query).partition("WHERE")[0].count(" JOIN ") < most
