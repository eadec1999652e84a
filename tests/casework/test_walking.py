"""A search whose words fit nearly every case goes along the list; what it finds is what the index of words finds."""

from datetime import timedelta

import pytest
from django.urls import reverse

from sandbox_portal.casework.models import Case
from sandbox_portal.casework.queries import queues
from sandbox_portal.casework.queries.queues import Wanted, queue_of, walk_to
from sandbox_portal.casework.views.rows import PAGE, page_of
from sandbox_portal.people.choices import Role
from sandbox_portal.people.clock import database_now
from tests.factories.people import make_organisation, make_provider, make_staff
from tests.signing_in import sign_in

from .kinds import LEAFLET, LEAFLETS, open_leaflet

EVERY = 45


@pytest.fixture
def cases(db):
    """Forty-five, every seventh about candles and the others about lanterns."""
    organisation = make_organisation("Quiet Harbour")
    owner = make_provider(organisation)
    opened = database_now() - timedelta(days=3)
    for number in range(EVERY):
        title = f"Candle {number}" if number % 7 == 0 else f"Lantern {number}"
        case = open_leaflet(organisation, by=owner, at=database_now(), title=title, reference=f"LF-{number:04}")
        LEAFLETS.take_step(case, "send", by=owner, at=database_now())
        Case.objects.filter(pk=case.pk).update(stage_since=opened + timedelta(minutes=number // 2))
    return Case.objects.filter(kind=LEAFLET.kind)


@pytest.fixture
def lead(db):
    return make_staff(Role.PROGRAMME_LEAD)


def by_the_index(user, text, mark=""):
    wanted = Wanted(q=text)
    page = page_of(queue_of(user, wanted, at=database_now()), user=user, at=database_now(), after=mark)
    return [row.pk for row in page.rows], page.after


def by_walking(user, text, mark="", most=PAGE + 1):
    walk = walk_to(user, Wanted(q=text), mark, at=database_now(), most=most)
    return [str(pk) for pk in walk.shown] if walk else None


def test_it_finds_the_same_in_the_same_order_on_every_page(cases, lead):
    rows, mark = by_the_index(lead, "lantern quiet")

    assert by_walking(lead, "lantern quiet", most=PAGE) == rows
    assert by_walking(lead, "lantern quiet", mark, most=3) == by_the_index(lead, "lantern quiet", mark)[0][:3]


def test_words_that_stand_too_far_apart_are_left_to_the_index(cases, lead):
    assert by_walking(lead, "candle") is None
    assert by_walking(lead, "…") is None


def test_another_order_is_left_to_the_index(cases, lead):
    assert walk_to(lead, Wanted(q="lantern", sort=queues.BY_DUE), "", at=database_now(), most=3) is None


def test_it_walks_no_further_than_it_may(cases, lead, monkeypatch):
    monkeypatch.setattr(queues, "WALKED", 10)

    assert by_walking(lead, "lantern", most=9) is None


def test_a_stranger_finds_nothing_by_walking(cases):
    assert walk_to(make_provider(), Wanted(q="lantern"), "", at=database_now(), most=1) is None


def test_the_page_shows_what_was_found_and_says_how_many_there_are(cases, lead, client, monkeypatch):
    sign_in(client, lead)
    with monkeypatch.context() as patch:
        patch.setattr("sandbox_portal.casework.views.queues.walk_to", lambda *args, **named: None)
        by_index = client.get(reverse("case-queue"), {"q": "lantern"}).context
    walked = client.get(reverse("case-queue"), {"q": "lantern"}).context

    assert ([row.pk for row in walked["rows"]], walked["count"], walked["older_url"]) == (
        [row.pk for row in by_index["rows"]],
        by_index["count"],
        by_index["older_url"],
    )


def test_more_than_a_count_goes_up_to_are_more_than_that(cases, lead, monkeypatch):
    monkeypatch.setattr(queues, "MOST_COUNTED", 20)

    assert walk_to(lead, Wanted(q="quiet"), "", at=database_now(), most=5).many
    monkeypatch.setattr(queues, "MOST_COUNTED", EVERY)
    assert not walk_to(lead, Wanted(q="quiet"), "", at=database_now(), most=5).many
