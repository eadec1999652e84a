"""Parts of the front page. People draws the page and knows no job; each app brings its part when it starts."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from .queries import organisation_places, teams_of

Builder = Callable[[Any, datetime], dict[str, Any] | None]


@dataclass(frozen=True)
class Part:
    """A template, and the function `(user, at) -> context` that fills it; None leaves the part out."""

    template: str
    build: Builder
    place: int


_parts: dict[str, Part] = {}


def add_part(template: str, build: Builder, *, place: int) -> None:
    """Offer a part; the lowest place comes first. Called from AppConfig.ready()."""
    _parts[template] = Part(template, build, place)


def team_part(user: Any, at: datetime) -> dict[str, Any] | None:
    """People's own part: the teams the person is in."""
    return {"teams": teams_of(user)} if organisation_places(user) else None


def parts_for(user: Any, at: datetime) -> list[tuple[str, dict[str, Any]]]:
    """The parts this person sees now, in order, each with its own context."""
    ordered = sorted(_parts.values(), key=lambda part: part.place)
    built = [(part.template, part.build(user, at)) for part in ordered]
    return [(template, context) for template, context in built if context is not None]
