"""Routing as the regulator wrote it in content/routing.yaml: who has a stage, how it is worked, what is usual."""

from collections.abc import Iterator
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from django.conf import settings
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from sandbox_portal.people.choices import Role

from .content import Fault
from .content_files import ContentFile, read_content_file, refuse_faults, shape

FILE = "routing.yaml"
Days = Annotated[int, Field(ge=1, le=3650)]


class Queue(BaseModel):
    """The queue of one role."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    role: str
    most_at_once: Annotated[int, Field(ge=1, le=1000)]
    given_out_by: tuple[str, ...]


class Rule(BaseModel):
    """What differs, for one stage of one kind, from the table of steps."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: str
    stage: str
    queue: str = ""
    worked: Literal["alone", "together"] = "together"
    usual_days: Days | None = None
    person_within_days: Days | None = None

    @property
    def is_taken_by_one(self) -> bool:
        return self.worked == "alone"

    @property
    def person_within(self) -> timedelta | None:
        return timedelta(days=self.person_within_days) if self.person_within_days else None


class Routing(BaseModel):
    """The whole file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    queues: tuple[Queue, ...]
    stages: tuple[Rule, ...]

    def rule(self, kind: str, stage: str) -> Rule:
        """What is said of the stage; where nothing is, everything is as in the table of steps."""
        return next((rule for rule in self.stages if (rule.kind, rule.stage) == (kind, stage)), _usual(kind, stage))

    def queue(self, role: str) -> Queue | None:
        return next((queue for queue in self.queues if queue.role == role), None)


def routing() -> Routing:
    """The rules in force."""
    return _read(settings.CONTENT_ROOT)


def forget_routing() -> None:
    """The file has changed: read it again."""
    _read.cache_clear()


def read_routing(root: Path) -> tuple[ContentFile, Routing]:
    """The file and what it says; FaultyContent with file and line of everything wrong that it alone can show."""
    file = read_content_file(root / FILE, root=root)
    words = {*Queue.model_fields, *Rule.model_fields, *Routing.model_fields}
    read = shape(file, TypeAdapter(Routing), keys=words)
    refuse_faults([*_faulty_queues(file, read), *_faulty_stages(file, read)])
    return file, read


@cache
def _read(root: Path) -> Routing:
    return read_routing(root)[1]


@cache
def _usual(kind: str, stage: str) -> Rule:
    return Rule(kind=kind, stage=stage)


def _faulty_queues(file: ContentFile, read: Routing) -> Iterator[Fault]:
    seen: set[str] = set()
    for index, queue in enumerate(read.queues):
        place = ("queues", index)
        if queue.role in seen:
            yield file.fault((*place, "role"), f"The queue of “{queue.role}” is here twice. Keep one.")
        seen.add(queue.role)
        for role in (queue.role, *queue.given_out_by):
            if role not in Role.values:
                yield file.fault((*place, "role"), f"There is no role “{role}”. Use one of {', '.join(Role.values)}.")


def _faulty_stages(file: ContentFile, read: Routing) -> Iterator[Fault]:
    seen: set[tuple[str, str]] = set()
    for index, rule in enumerate(read.stages):
        place = ("stages", index)
        if (rule.kind, rule.stage) in seen:
            yield file.fault((*place, "stage"), f"The stage “{rule.stage}” of “{rule.kind}” is here twice. Keep one.")
        seen.add((rule.kind, rule.stage))
        if rule.queue and rule.queue not in Role.values:
            yield file.fault(
                (*place, "queue"), f"There is no role “{rule.queue}”. Use one of {', '.join(Role.values)}."
            )
        if rule.person_within_days and not rule.is_taken_by_one:
            yield file.fault(
                (*place, "person_within_days"),
                "Only a stage that is worked alone waits for a person. Write “worked: alone” or take the days away.",
            )
