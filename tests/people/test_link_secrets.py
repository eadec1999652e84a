"""The secret of a one-time link stands in one letter and one address: not in the database, the pages or the log."""

import io
import logging
from datetime import timedelta
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from sandbox_portal.logging import formatter, redact
from sandbox_portal.people.link_secrets import secret_of
from sandbox_portal.people.queries import address_in_letter
from sandbox_portal.people.sealing import open_marks

from .links import ANSWER, Wing, address, fill, make, opened

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)


@pytest.fixture
def wing(monkeypatch):
    monkeypatch.setattr("sandbox_portal.people.links._purposes", {})
    return Wing().register()


@pytest.fixture
def link(wing, at):
    return make(at, WEEK)


def test_the_pages_tell_no_other_site_their_address_and_are_kept_nowhere(client, link):
    answers = [client.get(address(link)), client.get(reverse("link", args=["wrong"])), client.post(address(link))]
    answers += [client.get(reverse("link-question", args=[link.pk, 1])), client.get(reverse("link-closed"))]

    heads = {(each["Referrer-Policy"], each["Cache-Control"], each["X-Robots-Tag"]) for each in answers}
    assert heads == {("strict-origin", "no-store, private", "noindex, nofollow")}


def test_the_secret_stands_in_the_address_of_the_first_page_alone(client, link):
    secret = secret_of(link.pk, 1)
    fill(opened(client, link), link)
    names = ("link-check", "link-decline")
    found = [client.get(reverse(name, args=[link.pk])).content.decode() for name in names]

    assert [page for page in found if secret in page] == []


def test_the_secret_is_kept_nowhere(client, wing, link):
    """B06: searched for in every table there is."""
    opened(client, link)
    secret = secret_of(link.pk, 1)
    letter = address_in_letter(link)
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        tables = [row[0] for row in cursor.fetchall()]
        found = []
        for table in tables:
            cursor.execute(f'SELECT count(*) FROM "{table}" t WHERE t::text LIKE %s', [f"%{secret}%"])
            found += [table] * cursor.fetchone()[0]

    assert found == []
    assert secret not in letter
    assert urlsplit(open_marks(letter)).path == address(link)


@pytest.fixture
def lines():
    """Everything that is logged at INFO and above, as the handlers of the portal write it."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(formatter())
    root, before = logging.getLogger(), logging.getLogger().level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield written.getvalue
    root.removeHandler(handler)
    root.setLevel(before)


def test_the_secret_and_the_answer_stand_in_no_line_of_the_log(lines, wing, link, monkeypatch):
    """B09: opening, answering, a link that is closed, and a page that breaks on the way, with the whole trace."""
    client, secret = Client(raise_request_exception=False), secret_of(link.pk, 1)
    fill(opened(client, link), link)
    client.post(reverse("link-check", args=[link.pk]))
    client.get(address(link))
    other = make(link.made_at, WEEK)
    monkeypatch.setattr("sandbox_portal.people.views.links.link_by_token", _break)
    broken = client.get(address(other))
    logging.getLogger("gunicorn.access").info('GET %s HTTP/1.1" 200', address(other))
    logging.getLogger("django.request").error("Internal Server Error: %s", address(other))

    said = lines()
    assert broken.status_code == 500
    assert "request answered with 500" in said
    assert "request answered with 404" in said
    for word in (secret, secret_of(other.pk, 1), ANSWER["words"]):
        assert word not in said


def _break(token):
    raise RuntimeError(f"the link {token} could not be read")


def test_twin_without_redaction_the_log_tells_the_secret(lines, link, monkeypatch):
    monkeypatch.setattr("sandbox_portal.logging.SECRETS_IN_TEXT", ())
    client = Client(raise_request_exception=False)
    monkeypatch.setattr("sandbox_portal.people.views.links.link_by_token", _break)
    client.get(address(link))

    assert secret_of(link.pk, 1) in lines()


def test_every_secret_has_what_logs_know_a_secret_by():
    """Letters and digits mixed: of a thousand none passes."""
    secrets = [secret_of(UUID(int=number), 1) for number in range(1000)]
    event = {"event": " ".join(f"GET /link/{each}/" for each in secrets)}

    cleaned = redact(None, "", event)["event"]

    assert cleaned.count("[removed]") == 1000
    assert [each for each in secrets if each in cleaned] == []


def test_a_poisoned_host_does_not_reach_a_letter(settings, link):
    """B11: the host of a letter's link comes from the settings, and no request has a say."""
    assert address_in_letter(link).startswith(f"{settings.PORTAL_URL}/link/")
