"""Pages that no world can show, because a letter or a password opens them, ask at most twelve questions."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from sandbox_portal.people.demo import PASSWORD as DEMO_PASSWORD
from sandbox_portal.people.demo import demo_people
from tests.house_rules.query_counts import assert_within_budget
from tests.signing_in import sign_in

from .links import Wing, fill, make, opened
from .test_sign_in import LEAD, give_password

pytestmark = pytest.mark.django_db


def test_the_pages_of_a_link_ask_at_most_twelve(client, monkeypatch, at):
    monkeypatch.setattr("sandbox_portal.people.links._purposes", {})
    Wing().register()
    link = make(at, timedelta(days=7))
    fill(opened(client, link), link)

    assert_within_budget(client, reverse("link-question", args=[link.pk, 1]))
    assert_within_budget(client, reverse("link-check", args=[link.pk]))
    assert_within_budget(client, reverse("link-decline", args=[link.pk]))
    client.post(reverse("link-check", args=[link.pk]))
    assert_within_budget(client, reverse("link-received", args=[link.pk]))


def test_the_second_step_asks_at_most_twelve(client, at):
    lead = next(each for each in demo_people(at=at) if each.email == LEAD)
    give_password(client, LEAD, DEMO_PASSWORD)

    assert_within_budget(client, reverse("mfa_authenticate"))
    assert_within_budget(sign_in(Client(), lead), reverse("mfa_reauthenticate"))
