"""Mail: one backend that sends (for the relay), one that queues (for pages)."""

import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends import smtp
from django.core.mail.backends.base import BaseEmailBackend
from django.core.validators import validate_email

from .outbox import queue_mail

BACKENDS = "django.core.mail.backends"
DOORS = {"smtps": 465, "smtp+starttls": 587, "smtp": 25}
LONGEST_SUBJECT = 200
PATIENCE_WITH_THE_SERVER = 10  # seconds; below the database's limit for a transaction that stands still


class OutgoingMail(BaseEmailBackend):
    """Sends where EMAIL_URL says, and only mails whose heads are sound."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.inner = connection_for(settings.EMAIL_URL)
        self.can_stay_open = isinstance(self.inner, smtp.EmailBackend)

    def open(self) -> bool | None:
        return self.inner.open() if self.can_stay_open else None

    def close(self) -> None:
        self.inner.close()

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            check_headers(message)
        return self.inner.send_messages(email_messages) or 0


class OutboxMail(BaseEmailBackend):
    """Queues each message in the outbox, so that a page never waits for a mail server."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            for address in message.to:
                queue_mail(
                    "account",
                    to=address,
                    key=f"account-mail-{uuid.uuid4()}",
                    context={"subject": str(message.subject), "body": str(message.body)},
                )
        return len(email_messages)


def connection_for(url: str) -> Any:
    """The connection an address stands for: smtps://user:password@host:port (TLS from the first byte),
    smtp+starttls://… (TLS, or nothing is sent), smtp://… (none), file:///folder, console: (on the screen) or memory:
    (for tests)."""
    parts = urlsplit(url)
    if parts.scheme == "file":
        Path(parts.path).mkdir(parents=True, exist_ok=True)
        return get_connection(f"{BACKENDS}.filebased.EmailBackend", file_path=parts.path)
    if parts.scheme in DOORS:
        return get_connection(
            f"{BACKENDS}.smtp.EmailBackend",
            host=parts.hostname,
            port=parts.port or DOORS[parts.scheme],
            username=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
            use_ssl=parts.scheme == "smtps",
            use_tls=parts.scheme == "smtp+starttls",
            timeout=PATIENCE_WITH_THE_SERVER,
        )
    if parts.scheme in {"console", "memory"}:
        return get_connection(f"{BACKENDS}.{'locmem' if parts.scheme == 'memory' else 'console'}.EmailBackend")
    raise ImproperlyConfigured(
        "EMAIL_URL must begin with smtps://, smtp+starttls://, smtp://, file://, console: or memory:."
    )


def check_headers(message: EmailMessage) -> None:
    """Raise ValueError unless the mail has one sound address, one line of subject, and an identity of its own."""
    if len(message.to) != 1 or message.cc or message.bcc:
        raise ValueError("A mail goes to exactly one address, so that nobody learns of another.")
    validate_email(message.to[0])
    subject = str(message.subject)
    if not subject.strip() or len(subject) > LONGEST_SUBJECT or not subject.isprintable():
        raise ValueError("The subject of a mail is one printable line of at most 200 characters.")
    if any("\n" in str(value) or "\r" in str(value) for value in message.extra_headers.values()):
        raise ValueError("A head line of a mail cannot hold a line break.")
    if "Message-ID" not in message.extra_headers:
        raise ValueError("A mail needs a Message-ID of its own, so that a repeated one can be told.")
