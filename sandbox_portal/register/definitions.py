"""Kinds of service and statuses as the regulator wrote them: content/service_kinds.yaml and content/statuses.yaml."""

from collections.abc import Iterator
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Literal

from django.conf import settings
from pydantic import BaseModel, ConfigDict, TypeAdapter

from sandbox_portal.casework.content import Fault
from sandbox_portal.casework.content_files import ContentFile, read_content_file, refuse_faults, shape, twice

from .choices import WHOLE, Scheme

KINDS_FILE = "service_kinds.yaml"
STATUSES_FILE = "statuses.yaml"
PLAIN = ConfigDict(extra="forbid", frozen=True)


class ServiceKind(BaseModel):
    """A kind of care the register knows; `tried_in` names the rounds that try a kind on trial (R-262)."""

    model_config = PLAIN

    code: str
    label: str
    meaning: str
    status: Literal["standard", "trial", "open", "closed"]
    tried_in: tuple[str, ...] = ()


class Status(BaseModel):
    """One status of a scheme; `holds`: the service has what the scheme gives; `ends`: it has lost it for good."""

    model_config = PLAIN

    code: str
    label: str
    colour: Literal["green", "blue", "yellow", "orange", "red", "grey"]
    holds: bool
    ends: bool = False
    meaning: str


class Part(BaseModel):
    """What a scheme judges apart from the whole."""

    model_config = PLAIN

    code: str
    label: str


class SchemeDefinition(BaseModel):
    """A scheme with its parts and its statuses."""

    model_config = PLAIN

    code: Scheme
    label: str
    parts: tuple[Part, ...] = ()
    statuses: tuple[Status, ...]


class KindsFile(BaseModel):
    model_config = PLAIN

    service_kinds: tuple[ServiceKind, ...]


class StatusesFile(BaseModel):
    model_config = PLAIN

    schemes: tuple[SchemeDefinition, ...]


def service_kinds() -> dict[str, ServiceKind]:
    """Every kind of service by its code, in the order of the file."""
    return _kinds(settings.CONTENT_ROOT)


def schemes() -> dict[str, SchemeDefinition]:
    """Every scheme by its code, in the order of the file."""
    return _schemes(settings.CONTENT_ROOT)


def kind_tried_in(round_slug: str) -> ServiceKind | None:
    """The kind of service that a round tries, if one is."""
    return next((kind for kind in service_kinds().values() if round_slug in kind.tried_in), None)


def status_of(scheme: str, code: str) -> Status:
    """The words of a status; KeyError when the scheme has no such status."""
    return {status.code: status for status in schemes()[scheme].statuses}[code]


def ended_statuses(scheme: str) -> frozenset[str]:
    """The statuses by which what the scheme gave has ended."""
    return frozenset(status.code for status in schemes()[scheme].statuses if status.ends)


def part_label(scheme: str, part: str) -> str:
    """The words of a part, and those of the scheme for the whole; KeyError when the scheme has no such part."""
    definition = schemes()[scheme]
    return definition.label if part == WHOLE else {each.code: each.label for each in definition.parts}[part]


def load_definitions(root: Path, at: datetime) -> str:
    """Check both files; they are read where they lie, so there is nothing to store."""
    kinds, found = read_kinds(root), read_schemes(root)
    _kinds.cache_clear()
    _schemes.cache_clear()
    return f"register: {len(kinds)} kinds of service and {len(found)} schemes checked"


def read_kinds(root: Path) -> dict[str, ServiceKind]:
    """The kinds by code; FaultyContent with file and line of everything that is wrong."""
    file = read_content_file(root / KINDS_FILE, root=root)
    kinds = shape(file, TypeAdapter(KindsFile)).service_kinds
    refuse_faults([*twice(file, ("service_kinds",), [kind.code for kind in kinds]), *_untried(file, kinds)])
    return {kind.code: kind for kind in kinds}


def read_schemes(root: Path) -> dict[str, SchemeDefinition]:
    """The schemes by code; FaultyContent with file and line of everything that is wrong."""
    file = read_content_file(root / STATUSES_FILE, root=root)
    found = shape(file, TypeAdapter(StatusesFile)).schemes
    faults = list(twice(file, ("schemes",), [str(scheme.code) for scheme in found]))
    for index, scheme in enumerate(found):
        faults += twice(file, ("schemes", index, "statuses"), [status.code for status in scheme.statuses])
        faults += twice(file, ("schemes", index, "parts"), [part.code for part in scheme.parts])
        faults += _held_and_ended(file, index, scheme)
    missing = sorted(set(Scheme.values) - {str(scheme.code) for scheme in found})
    faults += [file.fault(("schemes",), f"There are no statuses for “{code}”.") for code in missing]
    refuse_faults(faults)
    return {str(scheme.code): scheme for scheme in found}


def _untried(file: ContentFile, kinds: tuple[ServiceKind, ...]) -> Iterator[Fault]:
    for index, kind in enumerate(kinds):
        if (kind.status == "trial") != bool(kind.tried_in):
            yield file.fault(("service_kinds", index), "A kind on trial, and only such a kind, names its rounds.")


def _held_and_ended(file: ContentFile, index: int, scheme: SchemeDefinition) -> Iterator[Fault]:
    for number, status in enumerate(scheme.statuses):
        if status.holds and status.ends:
            yield file.fault(("schemes", index, "statuses", number), "What has ended is not held any more.")


@cache
def _kinds(root: Path) -> dict[str, ServiceKind]:
    return read_kinds(root)


@cache
def _schemes(root: Path) -> dict[str, SchemeDefinition]:
    return read_schemes(root)
