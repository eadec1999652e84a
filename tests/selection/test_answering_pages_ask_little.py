"""The pages on which an application is answered stay within twelve questions to the database."""

import pytest
from django.test import Client
from django.urls import reverse

from sandbox_portal.people.queries import people_of
from tests.factories.rounds import round_at
from tests.factories.selection import answer_everything, make_draft
from tests.house_rules.query_counts import queries_of
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("response-task-list", ()),
        ("response-check-answers", ()),
        ("response-blank-form", ()),
        ("response-question", ("what-you-do", "work_now")),
        ("response-question", ("key-dates", "key_dates")),
    ],
)
def test_a_page_of_an_application_asks_at_most_twelve_questions(name, parts):
    draft = make_draft(round_at("open"))
    answer_everything(draft)
    client = Client()
    sign_in(client, people_of(draft.organisation)[0])
    address = reverse(name, args=[draft.pk, *parts])
    client.get(address)  # the set is read once per process

    assert len(queries_of(client, address)) <= 12
