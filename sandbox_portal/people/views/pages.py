"""What pages of people share: the record, newest first, a page by the event one stands on; and faulty forms."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from sandbox_portal.govuk.paging import page_by_key

from ..choices import Place, Role
from ..models import PersonEvent


def page_of_events(events: QuerySet[PersonEvent], request: HttpRequest) -> dict[str, Any]:
    """`items` for components/timeline.html and the addresses of the pages beside this one."""
    found, beside = page_by_key(request, events)
    return {"items": [_item(event) for event in found], **beside}


def _item(event: PersonEvent) -> dict[str, Any]:
    about = event.person.name if event.person else event.data.get("email", "")
    by = event.by.name if event.by else _("the service itself")
    title = f"{event.get_verb_display()}: {about}" if about else event.get_verb_display()
    return {"title": title, "by": by, "at": event.at, "note": "\n".join(filter(None, [_what(event.data), event.note]))}


def _what(data: dict[str, Any]) -> str:
    """The role or the place an event is about, in words."""
    if "before" in data and "now" in data:
        return _("From “%(before)s” to “%(now)s”.") % data
    words = []
    if data.get("before"):
        words.append(Place(data["before"]).label + " →")
    if data.get("place"):
        words.append(Place(data["place"]).label)
    if data.get("role"):
        words.append(Role(data["role"]).label)
    return " ".join(str(word) for word in words)
