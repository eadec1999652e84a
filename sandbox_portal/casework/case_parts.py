"""What the page of one case shows beside its own words. Casework draws it; each app brings its part."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sandbox_portal.people.models import User

from .models import Case

Builder = Callable[[Case, User, datetime], dict[str, Any] | None]


@dataclass(frozen=True)
class CasePart:
    """A template, and the function `(case, user, at) -> part` that fills it; None leaves the part out."""

    template: str
    build: Builder
    place: int


_parts: dict[str, CasePart] = {}


def add_case_part(template: str, build: Builder, *, place: int) -> None:
    """Offer a part; the lowest place comes first. Called from AppConfig.ready()."""
    _parts[template] = CasePart(template, build, place)


def case_parts_for(case: Case, user: User, at: datetime) -> list[tuple[str, dict[str, Any]]]:
    """The parts this person sees on the page of this case, in order."""
    ordered = sorted(_parts.values(), key=lambda part: part.place)
    built = [(part.template, part.build(case, user, at)) for part in ordered]
    return [(template, part) for template, part in built if part is not None]
