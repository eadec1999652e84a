"""What belongs into the bundle of a case. Each app says what it has; only what the person may see is ever named."""

import io
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, BinaryIO

from django.core.serializers.json import DjangoJSONEncoder

from sandbox_portal.casework.models import Case
from sandbox_portal.people.models import Organisation, User

from .. import storage

WHOLE_CASE = "00 The case"


@dataclass(frozen=True)
class Item:
    """One file of a bundle. Making it asks nothing of its bytes: `open` does, when its turn comes.

    `key` names it for good; `kind` says what it is without its name, for the list of what was left out; `refusal` is
    why it cannot be given although the person may see it, such as a file that is still being checked.
    """

    key: str
    folder: str
    name: str
    kind: str
    open: Callable[[], BinaryIO]
    about: str = ""
    refusal: str = ""
    is_packed: bool = False  # packed already by its own format, so that the ZIP stores it as it is


Gatherer = Callable[[Case, User], Iterable[Item]]
_gatherers: dict[str, tuple[int, Gatherer]] = {}


def add_contents(name: str, gather: Gatherer, *, place: int) -> None:
    """Say what an app has for the bundle of a case; called from AppConfig.ready(). The lowest place comes first."""
    _gatherers[name] = (place, gather)


OrganisationGatherer = Callable[[Organisation, User], Iterable[Item]]
_organisation_gatherers: dict[str, OrganisationGatherer] = {}


def add_organisation_contents(name: str, gather: OrganisationGatherer) -> None:
    """The same for the bundle of an organisation, beside its cases."""
    _organisation_gatherers[name] = gather


def items_of_organisation(organisation: Organisation, user: User) -> Iterator[Item]:
    """What apps have of the organisation itself."""
    for gather in _organisation_gatherers.values():
        yield from gather(organisation, user)


def items_of(case: Case, user: User) -> list[Item]:
    """Everything of a case this person may have, in an order that is the same each time, under names all different.

    The caller has made sure that the person may see the case.
    """
    ordered = sorted(_gatherers.values(), key=lambda entry: entry[0])
    return list(_numbered(item for _place, gather in ordered for item in gather(case, user)))


def stored(name: str, sha256: str) -> BinaryIO:
    """Open stored bytes that still are what their row says; OSError when they are damaged or gone."""
    content = storage.open_whole(name, sha256)
    if content is None:
        raise OSError("damaged or gone")
    return content


def as_json(values: Any) -> BinaryIO:
    """Plain JSON for people and programs."""
    text = json.dumps(values, indent=2, ensure_ascii=False, cls=DjangoJSONEncoder)
    return io.BytesIO(text.encode("utf-8", "replace"))


def json_item(key: str, name: str, kind: str, make: Callable[[], Any], *, folder: str = WHOLE_CASE) -> Item:
    """A file of data that is made when its turn comes."""
    return Item(key, folder, name, kind, lambda: as_json(make()))


def stored_item(key: str, folder: str, name: str, kind: str, *, stored_name: str, sha256: str, **more: Any) -> Item:
    """A file that is kept as it is: its very bytes."""
    return Item(key, folder, name, kind, partial(stored, stored_name, sha256), is_packed=True, **more)


def _numbered(items: Iterable[Item]) -> Iterator[Item]:
    """Put a number before each name: no two are the same on any disk, and the order stays."""
    counts: dict[str, int] = {}
    for item in items:
        counts[item.folder] = counts.get(item.folder, 0) + 1
        yield replace(item, name=f"{counts[item.folder]:03} {item.name}")
