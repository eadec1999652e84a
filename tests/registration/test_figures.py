"""The figures of how registration goes, as a file."""

import csv
import io

import pytest
from django.urls import reverse

from registration.queries.workload import ReturnRate
from sandbox_portal.people.choices import Role
from tests.factories.people import make_staff
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


def test_the_share_that_came_back_is_reckoned_and_nothing_sent_is_no_division():
    assert [ReturnRate(sent, returned, ()).percent for sent, returned in ((0, 0), (6, 1), (3, 2), (4, 4))] == [
        0,
        17,
        67,
        100,
    ]


def test_the_file_names_every_open_stage_and_how_many_came_back(client):
    sign_in(client, make_staff(Role.REGISTRATION_MANAGER))

    answer = client.get(reverse("registration-figures-sheet"))
    rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))

    assert rows[0][:3] == ["figure", "what", "number"]
    assert "Being assessed" in [row[1] for row in rows if row[0] == "stage"]
    assert [row[:3] for row in rows if row[0] in {"sent", "returned as incomplete"}] == [
        ["sent", "", "0"],
        ["returned as incomplete", "", "0"],
    ]
    assert b"Download these figures" in client.get(reverse("registration-service-levels")).content
