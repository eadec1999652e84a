"""Staff see what did not leave the house, without anybody's words, and can try again."""

import pytest

from sandbox_portal.casework import outbox
from sandbox_portal.casework.models import OutboxEntry
from sandbox_portal.casework.performing import MOST_ATTEMPTS
from sandbox_portal.people.choices import Role
from sandbox_portal.people.clock import database_now


@pytest.fixture
def given_up(db):
    entry = outbox.queue_mail("account", to="canary@example.com", key="m-1", context={"subject": "s", "body": "secret"})
    OutboxEntry.objects.filter(pk=entry.pk).update(
        given_up_at=database_now(), attempts=MOST_ATTEMPTS, last_error="The mail server cannot be reached."
    )
    return entry


def test_an_entry_that_was_given_up_is_shown_with_its_reason_and_without_its_words(given_up, lead_client):
    html = lead_client.get("/background/").content.decode()

    assert "The mail server cannot be reached." in html
    assert [word for word in ("canary", "secret") if word in html] == []


def test_trying_again_begins_anew(given_up, lead_client):
    response = lead_client.post(f"/background/{given_up.pk}/retry/", follow=True)

    entry = OutboxEntry.objects.get(pk=given_up.pk)
    assert (entry.given_up_at, entry.attempts) == (None, 0)
    assert "It will be tried again now." in response.content.decode()


def test_a_finished_entry_cannot_be_tried_again(given_up, lead_client):
    OutboxEntry.objects.filter(pk=given_up.pk).update(finished_at=database_now(), given_up_at=None)

    assert lead_client.post(f"/background/{given_up.pk}/retry/").status_code == 404


def test_an_administrator_is_warned_on_the_front_page_and_nobody_else(
    given_up, client, lead_client, sign_in, staff_user
):
    administrator = sign_in(client, staff_user(Role.SYSTEM_ADMINISTRATOR))

    warned = ["needs somebody" in each.get("/").content.decode() for each in (administrator, lead_client)]

    assert warned == [True, False]


def test_a_provider_may_not_look(given_up, provider_client):
    assert provider_client.get("/background/").status_code == 403
