"""The wing's own pages in a browser: axe finds nothing, at a desk and on a phone; and they ask the database little."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sandbox_portal.people.choices import Role
from tests.factories.people import make_organisation, make_provider, make_staff
from tests.house_rules.axe import LAYOUT, problems_on
from tests.signing_in import sign_in

from .factory import decided, draft_of, load_words, sent_by


def pages(owner, organisation, lead, second) -> list[tuple[object, str]]:
    """Each page with somebody it is for, at a stage where it has most to show."""
    draft = draft_of(organisation, owner)
    over = decided(sent_by(owner, organisation), lead, second)
    return [
        (owner, reverse("list-request-start")),
        (owner, reverse("list-request-send", args=[draft.pk])),
        (owner, reverse("list-request", args=[over.pk])),
        (lead, reverse("list-request", args=[over.pk])),
        (lead, reverse("list-request-letter", args=[over.pk])),
    ]


def scene() -> list[tuple[object, str]]:
    load_words()
    organisation = make_organisation("Harbour Kitchen")
    leads = [make_staff(Role.PROGRAMME_LEAD) for _ in range(2)]
    return pages(make_provider(organisation), organisation, *leads)


@pytest.mark.django_db
def test_a_page_asks_at_most_thirty_questions():
    """Everything that hangs on a case is on one page here, so it asks more than the pages of the main job."""
    asked = {}
    for user, address in scene():
        client = sign_in(Client(), user)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        asked[address] = len([each for each in queries if "SAVEPOINT" not in each["sql"]])

    assert {address: count for address, count in asked.items() if count > 30} == {}


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_its_pages_are_accessible(open_page):
    found = []
    for user, address in scene():
        window = open_page(user)
        answer = window.goto(address)
        found += [f"{address}: {each}" for each in problems_on(window)]
        found += [] if answer.status == 200 else [f"{address}: {answer.status}"]
        window.set_viewport_size({"width": 375, "height": 800})
        found += [f"{address} on a phone: {each}" for each in problems_on(window, LAYOUT)]

    assert found == []
