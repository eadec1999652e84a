"""What goes out by mail to somebody with an account also stands among their notices, even if it cannot be sent."""

import logging
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction

from sandbox_portal.people.actions.notices import tell_in_portal
from sandbox_portal.people.clock import database_now

from .models import OutboxEntry
from .outbox import FORGET_AT_ONCE
from .sending import rendered

logger = logging.getLogger(__name__)
# Their links are secrets of one person, or their words are codes.
NEVER = ("people/", "selection/partner", "reminders/partner")
SECRET_PAGES = ("/link/", "/invitation/", "/reminders/off/")


def notice_mail(entry: OutboxEntry) -> None:
    """Keep the subject and our own page of a mail as a notice, once; a fault here never stops the mail."""
    if entry.name in FORGET_AT_ONCE or entry.name.startswith(NEVER):
        return
    try:
        with transaction.atomic():
            title, _body = rendered(entry.name, entry.payload["context"])
            address = own_page(str(entry.payload["context"].get("link", "")))
            told = {"kind": entry.name, "title": title, "address": address}
            tell_in_portal(entry.payload["to"], key=entry.key, **told, by=None, at=database_now())
    except Exception:
        logger.exception("a notice could not be kept", extra={"entry": str(entry.pk)})


def own_page(link: str) -> str:
    """The path of a page of ours; empty for anything else, and for addresses that are secrets."""
    if not link.startswith(f"{settings.PORTAL_URL}/"):
        return ""
    parts = urlsplit(link)
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    return "" if path.startswith(SECRET_PAGES) or len(path) > 300 else path
