"""Parts of the front page. People draws the page and knows no job; each app brings its part when it starts."""

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from .queries import organisation_places, teams_of

Builder = Callable[[Any, datetime], dict[str, Any] | None]
Asks = Callable[[Any, datetime], Iterable[Any]]
AtOnce = Callable[[list[Any]], AbstractContextManager[None]]


@dataclass(frozen=True)
class Part:
    """A template, and the function `(user, at) -> context` that fills it; None leaves the part out.

    `asks(user, at)` says which questions it puts to the database, so that those of all parts are put together.
    """

    template: str
    build: Builder
    place: int
    asks: Asks | None = None


_parts: dict[str, Part] = {}
_at_once: list[AtOnce] = []


def add_part(template: str, build: Builder, *, place: int, asks: Asks | None = None) -> None:
    """Offer a part; the lowest place comes first. Called from AppConfig.ready()."""
    _parts[template] = Part(template, build, place, asks)


def tell_how_to_ask_at_once(at_once: AtOnce) -> None:
    """Say how the questions of several parts are put to the database together: only casework knows."""
    _at_once[:] = [at_once]


def team_part(user: Any, at: datetime) -> dict[str, Any] | None:
    """People's own part: the teams the person is in."""
    return {"teams": teams_of(user)} if organisation_places(user) else None


def parts_for(user: Any, at: datetime) -> list[tuple[str, dict[str, Any]]]:
    """The parts this person sees now, in order, each with its own context."""
    ordered = sorted(_parts.values(), key=lambda part: part.place)
    asked = [question for part in ordered if part.asks for question in part.asks(user, at)]
    with _at_once[0](asked) if _at_once else nullcontext():
        built = [(part.template, part.build(user, at)) for part in ordered]
    return [(template, context) for template, context in built if context is not None]
