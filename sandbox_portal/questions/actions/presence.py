"""Say that somebody has a page of a form open."""

from datetime import datetime

from sandbox_portal.people.models import User

from ..engine import Page
from ..models import Presence, Response


def say_here(response: Response, *, page: Page, by: User, at: datetime) -> None:
    """Note the page a person is on, in one statement; the note before it goes. Nothing of it is kept as history."""
    row = Presence(response=response, user=by, section_key=page.section.key, page_key=page.key, seen_at=at)
    Presence.objects.bulk_create(
        [row],
        update_conflicts=True,
        unique_fields=["response", "user"],
        update_fields=["section_key", "page_key", "seen_at"],
    )
