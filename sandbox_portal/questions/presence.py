"""Who else has this form open now. A person is here for a minute after their page was heard of last."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sandbox_portal.people.models import User

from .models import Presence, Response

HERE = timedelta(seconds=60)


@dataclass(frozen=True)
class Here:
    """Somebody who has a page of the form open."""

    name: str
    section_key: str
    page_key: str


def others_here(response: Response, user: User, at: datetime) -> list[Here]:
    """Everybody else who is in this form now, by name."""
    rows = Presence.objects.filter(response=response, seen_at__gt=at - HERE).exclude(user=user)
    named = rows.order_by("user__name", "pk").values_list("user__name", "section_key", "page_key")
    return [Here(*row) for row in named]


def writing_here(others: list[Here], section_key: str, page_key: str) -> str:
    """Say who has the same page open: “Amira Khan is writing here.”; nothing when nobody has."""
    names = [each.name for each in others if (each.section_key, each.page_key) == (section_key, page_key)]
    if not names:
        return ""
    if len(names) == 1:
        return f"{names[0]} is writing here."
    return f"{', '.join(names[:-1])} and {names[-1]} are writing here."
