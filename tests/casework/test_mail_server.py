"""Against a mail server that is slow to take what it is given: nothing is lost, a repeated mail can be told."""

import email

import pytest

from sandbox_portal.casework import outbox
from sandbox_portal.casework.mail import connection_for
from sandbox_portal.casework.models import OutboxEntry
from sandbox_portal.casework.performing import MOST_ATTEMPTS, perform, waiting
from sandbox_portal.casework.relay import Relay, drain
from sandbox_portal.people.clock import database_now

from .smtp_stub import DIE_AFTER_WORDS, DIE_AT_ONCE, LATER, NEVER, MailServer


@pytest.fixture
def server(settings):
    running = MailServer()
    settings.EMAIL_BACKEND = "sandbox_portal.casework.mail.OutgoingMail"
    settings.EMAIL_URL = running.url
    yield running
    running.shutdown()
    running.server_close()


@pytest.fixture
def entry(db):
    return outbox.queue_mail("account", to="ada@example.com", key="m", context={"subject": "Hello", "body": "Wörds"})


def try_until_done(entry):
    """What the relay does over a day; the reasons it noted on the way."""
    reasons = []
    for _ in range(MOST_ATTEMPTS + 1):
        OutboxEntry.objects.update(due_at=database_now())
        perform(entry.pk)
        entry.refresh_from_db()
        reasons.append(entry.last_error)
        if entry.finished_at or entry.given_up_at:
            break
    return reasons


def test_a_mail_reaches_the_server_as_it_was_meant(server, entry):
    drain()

    message = email.message_from_bytes(server.received[0])
    assert (message["To"], message["Subject"]) == ("ada@example.com", "Hello")
    assert message["Message-ID"] == f"<{entry.pk}@localhost>"
    assert message.get_payload(decode=True).decode() == "Wörds\r\n"


def test_a_mail_refused_for_now_for_ever_or_by_a_dead_server_is_tried_until_it_is_taken(server, entry):
    server.script = [LATER, NEVER, DIE_AT_ONCE]

    assert try_until_done(entry) == [
        "The mail server cannot take it at the moment (code 451).",
        "The mail server refuses it (code 550).",
        "The mail server refuses this address, or broke off.",
        "",
    ]
    assert len(server.received) == 1


def test_a_server_that_dies_after_the_words_gets_them_again_with_the_same_identity(server, entry):
    server.script = [DIE_AFTER_WORDS]

    try_until_done(entry)

    identities = [email.message_from_bytes(words)["Message-ID"] for words in server.received]
    assert identities == [f"<{entry.pk}@localhost>"] * 2


def test_a_server_that_is_not_there_is_given_up_after_a_day_and_staff_see_why(server, entry):
    server.shutdown()
    server.server_close()

    reasons = try_until_done(entry)

    assert set(reasons) == {"The mail server cannot be reached."}
    assert (entry.attempts, entry.given_up_at is not None) == (MOST_ATTEMPTS, True)


def three_mails():
    for name in ("a", "b", "c"):
        outbox.queue_mail("account", to="ada@example.com", key=name, context={"subject": name, "body": "Words"})


def test_mails_that_the_relay_sends_in_one_turn_go_over_one_connection(server, db):
    three_mails()

    Relay()._send_mails()

    assert (len(server.received), server.sessions, waiting().count()) == (3, 1, 0)


def test_twin_sent_one_by_one_each_mail_has_its_own_connection(server, db):
    three_mails()

    drain()

    assert (len(server.received), server.sessions) == (3, 3)


def test_after_a_fault_the_next_mail_of_the_turn_goes_over_a_new_connection(server, db):
    server.script = [LATER]
    three_mails()

    Relay()._send_mails()

    assert (len(server.received), server.sessions) == (2, 2)
    assert OutboxEntry.objects.exclude(last_error="").get().attempts == 1


def test_an_address_of_a_mail_server_that_means_nothing_is_refused():
    with pytest.raises(Exception, match="EMAIL_URL must begin with smtps://"):
        connection_for("carrier-pigeon://roof")
