"""Links that other wings put on a round's pages, such as the public draw. The programme knows no wing by name."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from .models import Round

Link = tuple[Any, str]
Links = Callable[[Round, Any, datetime], Iterable[Link]]

_links: list[Links] = []


def add_links(links: Links) -> None:
    """Offer `(round, user, at) -> [(words, address)]` on the round's pages; called from AppConfig.ready()."""
    if links not in _links:
        _links.append(links)


def links_of(round_: Round, user: Any, at: datetime) -> list[Link]:
    """Every link this person may follow from the round's page now."""
    return [link for links in _links for link in links(round_, user, at)]
