"""What the page of one service shows before everything else. The register draws it; each wing brings its part."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from .models import Service

Builder = Callable[[Service, Any, date], dict[str, Any] | None]


@dataclass(frozen=True)
class ServicePart:
    """A template, and the function `(service, user, day) -> part` that fills it; None leaves the part out.

    `part["schemes"]` names the schemes whose statuses it tells itself, so that the page does not say them twice.
    """

    template: str
    build: Builder
    place: int


_parts: dict[str, ServicePart] = {}


def add_service_part(template: str, build: Builder, *, place: int) -> None:
    """Offer a part; the lowest place comes first. Called from AppConfig.ready()."""
    _parts[template] = ServicePart(template, build, place)


def service_parts_for(service: Service, user: Any, day: date) -> list[tuple[str, dict[str, Any]]]:
    """The parts of the page of this service on a day, in order."""
    ordered = sorted(_parts.values(), key=lambda part: part.place)
    built = [(part.template, part.build(service, user, day)) for part in ordered]
    return [(template, part) for template, part in built if part is not None]
