"""Send one queued mail. Its identity comes from the entry, so that whoever receives it twice can tell."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from smtplib import SMTPException, SMTPResponseException
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.template import Context
from django.template.loader import get_template

from sandbox_portal.govuk.context import portal

from .models import OutboxEntry

_open_line: ContextVar[Any] = ContextVar("open_line", default=None)


@contextmanager
def one_connection() -> Iterator[None]:
    """Inside the block mails go over one connection to the mail server; after a fault the next begins a new one."""
    line = get_connection()
    if not getattr(line, "can_stay_open", False):
        yield
        return
    token = _open_line.set(line)
    try:
        yield
    finally:
        _open_line.reset(token)
        _hang_up(line)


def send(entry: OutboxEntry) -> None:
    """Render the entry's template and hand the mail to the server; raises when the server does not take it."""
    message = message_of(entry)
    line = _open_line.get()
    if line is None:
        message.send()
        return
    try:
        line.open()
        message.connection = line
        message.send()
    except Exception:
        _hang_up(line)
        raise


def _hang_up(line: Any) -> None:
    with suppress(OSError):  # whatever the server says to our goodbye
        line.close()


def message_of(entry: OutboxEntry) -> EmailMessage:
    """The mail as it will leave: plain text, one address, no tracking."""
    off = entry.payload.get("unsubscribe", "")
    subject, body = rendered(entry.name, {**entry.payload["context"], "unsubscribe": off})
    # RFC 8058: the reader's mail program offers one button, which sends a form there and needs no page.
    stop = {"List-Unsubscribe": f"<{off}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"} if off else {}
    return EmailMessage(
        subject=subject,
        body=body,
        to=[entry.payload["to"]],
        headers={
            "Message-ID": f"<{entry.pk}@{urlsplit(settings.PORTAL_URL).hostname}>",
            "Auto-Submitted": "auto-generated",
            **stop,
        },
    )


def rendered(template: str, context: dict[str, object]) -> tuple[str, str]:
    """Subject (the first line) and body of emails/<template>.txt; text stays as it is, nothing is turned into HTML."""
    values = {**portal(None), "portal_url": settings.PORTAL_URL, **context}
    # The engine escapes for HTML by default, also in .txt files: an apostrophe would arrive as &#x27;.
    text = get_template(f"emails/{template}.txt").template.render(Context(values, autoescape=False))  # type: ignore[attr-defined]
    subject, _, body = text.strip().partition("\n")
    return " ".join(subject.split()), f"{body.strip()}\n"


def plain_reason(error: Exception) -> str | None:
    """Why a mail was not sent, in words without an address or a secret; None when it is not about the mail server."""
    if isinstance(error, SMTPResponseException):
        lasting = "refuses it" if error.smtp_code >= 500 else "cannot take it at the moment"
        return f"The mail server {lasting} (code {error.smtp_code})."
    if isinstance(error, SMTPException):
        return "The mail server refuses this address, or broke off."
    if isinstance(error, OSError):
        return "The mail server cannot be reached."
    return None
