"""Pages for everybody."""

import pytest
from django.urls import reverse

from sandbox_portal.people import context, front
from sandbox_portal.people.doors import STAFF
from sandbox_portal.people.templatetags.people import device

pytestmark = pytest.mark.django_db


def test_the_security_contact_is_as_rfc_9116_has_it(client, settings):
    response = client.get("/.well-known/security.txt")
    fields = dict(line.split(": ", 1) for line in response.content.decode().splitlines())

    assert response["Content-Type"].startswith("text/plain")
    assert set(fields) >= {"Contact", "Expires"}
    assert fields["Canonical"] == f"{settings.PORTAL_URL}/.well-known/security.txt"


def test_parts_of_the_front_page_come_in_their_order_and_only_when_there_is_something(monkeypatch, at):
    monkeypatch.setattr(front, "_parts", {})
    front.add_part("second.html", lambda user, at: {"x": 2}, place=20)
    front.add_part("first.html", lambda user, at: {"x": 1}, place=10)
    front.add_part("none.html", lambda user, at: None, place=5)

    assert front.parts_for(None, at) == [("first.html", {"x": 1}), ("second.html", {"x": 2})]


def test_navigation_shows_an_entry_to_its_audience_alone(monkeypatch, provider_client, lead_client):
    monkeypatch.setattr(context, "_entries", [])
    monkeypatch.setattr(context, "_offered", {})
    context.add_entry("For staff alone", "help", STAFF)

    texts = [
        "For staff alone" in each.get(reverse("privacy")).content.decode() for each in (provider_client, lead_client)
    ]

    assert texts == [False, True]


def test_pages_of_one_group_share_an_entry_and_name_each_other_where_one_may_open_two(monkeypatch, lead_client):
    monkeypatch.setattr(context, "_entries", [])
    monkeypatch.setattr(context, "_offered", {})
    context.add_entry("First of the portal", "help", STAFF, group="portal")
    alone = lead_client.get(reverse("help")).content.decode()
    context.add_entry("Second of the portal", "privacy", STAFF, group="portal")
    here, elsewhere = (lead_client.get(reverse(name)).content.decode() for name in ("help", "cookies"))

    assert ("First of the portal" in alone, "The portal" in alone) == (True, False)
    assert ("First of the portal" in here, "Second of the portal" in here, "The portal" in here) == (True, True, True)
    assert ("First of the portal" in elsewhere, "The portal" in elsewhere) == (False, True)


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130 Safari/537.36", "Chrome on Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0", "Firefox on Linux"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18 Safari/604", "Safari on an iPhone or iPad"),
        ("", "A browser"),
    ],
)
def test_devices_are_said_in_words(user_agent, words):
    assert device(user_agent) == words
