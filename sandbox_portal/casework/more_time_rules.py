"""Which dates may be moved when an organisation asks for more time (R11), as content/more_time.yaml says."""

from collections.abc import Iterator
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Annotated, Protocol

from django.conf import settings
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from sandbox_portal.people.models import User

from .content import Fault
from .content_files import ContentFile, read_content_file, refuse_faults, shape, twice
from .models import Deadline
from .working_days import WorkingDayCalendar, add_working_days, day_in_london

FILE = "more_time.yaml"


class Follower(Protocol):
    """Moves what else keeps the date of a deadline, in the same transaction."""

    def __call__(self, deadline: Deadline, *, due_at: datetime, by: User, at: datetime) -> None: ...


class ClockRule(BaseModel):
    """One kind of deadline: how much longer at most, in working days, or the sentence that says why never."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: str
    about: str = ""
    longest: Annotated[int, Field(ge=1, le=60)] | None = None
    never: str = ""

    def latest(self, deadline: Deadline, calendar: WorkingDayCalendar) -> date:
        """The last day to which this deadline can be moved."""
        return add_working_days(day_in_london(deadline.due_at), self.longest or 0, calendar=calendar)


class ClockRules(BaseModel):
    """The whole file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    clocks: tuple[ClockRule, ...]


_followers: dict[str, Follower] = {}


def follow(kind: str, follower: Follower) -> None:
    """Say what else keeps the date of deadlines of this kind, and moves with it in the same transaction."""
    _followers[kind] = follower


def follow_move(deadline: Deadline, *, due_at: datetime, by: User, at: datetime) -> None:
    """Let what else keeps this date move with it."""
    follower = _followers.get(deadline.kind)
    if follower is not None:
        follower(deadline, due_at=due_at, by=by, at=at)


def clock_rules() -> dict[str, ClockRule]:
    """The rules by kind of deadline."""
    return _all(settings.CONTENT_ROOT)


def load_more_time(root: Path, at: datetime) -> str:
    """Check the file; it is read where it lies, so there is nothing to store."""
    rules = read_rules(root)
    _all.cache_clear()
    return f"more time: {len(rules)} checked"


def read_rules(root: Path) -> dict[str, ClockRule]:
    """The rules by kind; FaultyContent with file and line of everything that is wrong."""
    if not (root / FILE).exists():
        return {}
    file = read_content_file(root / FILE, root=root)
    rules = shape(file, TypeAdapter(ClockRules)).clocks
    refuse_faults(_faults(file, rules))
    return {rule.kind: rule for rule in rules}


@cache
def _all(root: Path) -> dict[str, ClockRule]:
    return read_rules(root)


def _faults(file: ContentFile, rules: tuple[ClockRule, ...]) -> Iterator[Fault]:
    yield from twice(file, ("clocks",), [rule.kind for rule in rules], key="kind")
    for index, rule in enumerate(rules):
        if bool(rule.longest) == bool(rule.never):
            yield file.fault(("clocks", index, "kind"), "Say how long at most, or why never: one of the two.")
