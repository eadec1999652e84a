"""Mails leave as plain text with their own identity, one address each; words with codes are forgotten."""

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage

from sandbox_portal.casework import outbox
from sandbox_portal.casework.mail import OutboxMail, check_headers
from sandbox_portal.casework.models import OutboxEntry
from sandbox_portal.casework.relay import drain
from sandbox_portal.casework.sending import message_of


def queue(subject="Your code", body="It's 4 & not 5 <really>", to="ada@example.com", key="m-1"):
    return outbox.queue_mail("account", to=to, key=key, context={"subject": subject, "body": body})


def test_words_arrive_as_they_are(db):
    queue()

    drain()

    assert (mail.outbox[0].subject, mail.outbox[0].body) == ("Your code", "It's 4 & not 5 <really>\n")


def test_the_identity_of_a_mail_comes_from_its_entry_and_is_the_same_each_time(db):
    entry = queue()

    identities = {message_of(entry).message()["Message-ID"] for _ in range(3)}

    assert identities == {f"<{entry.pk}@localhost>"}


def test_a_subject_cannot_bring_another_head_line(db):
    queue(subject="Hello\nBcc: everybody@example.com")

    drain()

    message = mail.outbox[0].message()
    assert (message["Subject"], message["Bcc"]) == ("Hello", None)


def test_words_with_a_code_are_forgotten_when_the_mail_has_gone(db):
    entry = queue()

    drain()

    assert OutboxEntry.objects.get(pk=entry.pk).payload == {}


def test_a_page_that_sends_mail_only_writes_it_down(db):
    OutboxMail().send_messages([EmailMessage("Hi", "Body", to=["a@example.com", "b@example.com"])])
    assert mail.outbox == []

    drain()

    assert sorted(message.to for message in mail.outbox) == [["a@example.com"], ["b@example.com"]]


def test_every_mail_ends_with_who_we_are_and_where_to_ask(db):
    outbox.queue_mail(
        "casework/audit_anchor", to="a@example.com", key="m-2",
        context={"number": 1, "digest": "ab", "events": 2, "recorded_at": "now"},
    )  # fmt: skip

    drain()

    assert "Help: 01632 960 123" in mail.outbox[0].body
    assert mail.outbox[0].message()["Auto-Submitted"] == "auto-generated"


SOUND = {"subject": "A subject", "body": "b", "to": ["a@example.com"], "headers": {"Message-ID": "<1@x>"}}


@pytest.mark.parametrize(
    "wrong",
    [
        {"to": ["a@example.com", "b@example.com"]},
        {"to": []},
        {"bcc": ["b@example.com"]},
        {"to": ["not an address"]},
        {"to": ["a@example.com\nBcc: b@example.com"]},
        {"subject": "Two\nlines"},
        {"subject": " "},
        {"subject": "x" * 201},
        {"headers": {}},
        {"headers": {"Message-ID": "<1@x>", "X-Other": "a\r\nBcc: b@example.com"}},
    ],
)
def test_a_mail_with_an_unsound_head_is_not_sent(wrong):
    with pytest.raises((ValueError, ValidationError)):
        check_headers(EmailMessage(**{**SOUND, **wrong}))


def test_a_mail_with_a_sound_head_is_sent():
    assert check_headers(EmailMessage(**SOUND)) is None
