"""World A and world B: the same rows twice, each text of one marked, so that a leak between them shows.

Every app brings its rows by a function in tests/factories/<app>.py:

    @builds(place=30)
    def build(world: World) -> None:
        round_ = ...make it with world.canary("Round", "title") in its private texts...
        world.ids["round_slug"] = round_.slug          # fills <slug:round_slug> in every URL
        world.ids_of["panel-detail"] = {"pk": panel.pk}  # fills the URL of this name alone
        world.people["conflicted"] = ...                 # one more point of view
        world.public.add(round_.title)                   # may be seen by anybody: never with a canary

Place: people 10, programme 20, selection 30, ground that hangs on cases (questions, documents) 40.
"""

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import tests.factories
from sandbox_portal.people.clock import database_now
from sandbox_portal.people.models import User
from tests.tidy_tables import count_rows

MARK = "ZQA"
Builder = Callable[["World"], None]
_builders: dict[str, tuple[int, Builder]] = {}


@dataclass
class World:
    """The rows of one world and the people who look at them."""

    letter: str
    at: datetime
    people: dict[str, User] = field(default_factory=dict)
    ids: dict[str, Any] = field(default_factory=dict)
    ids_of: dict[str, dict[str, Any]] = field(default_factory=dict)
    things: dict[str, Any] = field(default_factory=dict)
    public: set[str] = field(default_factory=set)

    def canary(self, model: str, name: str) -> str:
        """A text that only people of this world may ever read."""
        return f"{MARK}-{self.letter}-{model}-{name}"

    def kwargs(self, page: Any) -> dict[str, Any]:
        """What the URL of a page needs; KeyError says which app must give it in its factory."""
        own = self.ids_of.get(page.name, {})
        return {name: own[name] if name in own else self.ids[name] for name in page.parameters}


def builds(*, place: int) -> Callable[[Builder], Builder]:
    """Let a function take part in building every world; the lowest place comes first."""

    def register(builder: Builder) -> Builder:
        _builders[f"{builder.__module__}.{builder.__qualname__}"] = (place, builder)
        return builder

    return register


def build_world(letter: str) -> World:
    """Build one world by every registered function."""
    for module in pkgutil.iter_modules(tests.factories.__path__):
        importlib.import_module(f"tests.factories.{module.name}")
    world = World(letter, database_now())
    for _place, builder in sorted(_builders.values(), key=lambda entry: entry[0]):
        builder(world)
    count_rows()
    return world
