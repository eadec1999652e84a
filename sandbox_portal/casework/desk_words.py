"""The words staff choose from at a case, as the regulator wrote them: flags and the reasons of holds."""

from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Annotated, Literal, TypeVar

from django.conf import settings
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from sandbox_portal.people.choices import Role
from sandbox_portal.people.models import User
from sandbox_portal.people.queries import roles_of

from .content_files import ContentFile, read_content_file, refuse_faults, shape, twice

FLAGS, HOLDS = "flags.yaml", "holds.yaml"
Code = Annotated[str, Field(pattern=r"^[a-z][a-z_]{0,39}$")]
File = TypeVar("File", bound=BaseModel)


class FlagWord(BaseModel):
    """One flag: what it is called, how it is drawn, who may see it (nobody named: all staff)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: Code
    label: str
    colour: Literal["grey", "blue", "teal", "green", "yellow", "orange", "red", "magenta", "purple"]
    about: str
    comes_first: bool = False
    seen_by: tuple[str, ...] = ()

    def is_seen_by(self, user: User) -> bool:
        return not self.seen_by or bool(roles_of(user) & {Role(role) for role in self.seen_by})


class HoldReason(BaseModel):
    """One reason to let a case stand still."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: Code
    label: str
    told: Annotated[str, Field(min_length=1, max_length=500)]
    most_days: Annotated[int, Field(ge=1, le=3650)]


class FlagFile(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    flags: tuple[FlagWord, ...]


class HoldFile(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    reasons: tuple[HoldReason, ...]


def flag_words() -> dict[str, FlagWord]:
    """Every flag by its code, in the order of the file."""
    return {word.code: word for word in _flags(settings.CONTENT_ROOT).flags}


def flags_seen_by(user: User) -> dict[str, FlagWord]:
    """The flags this person may see, raise and filter by."""
    if not roles_of(user):
        return {}
    return {code: word for code, word in flag_words().items() if word.is_seen_by(user)}


def urgent_flags() -> list[str]:
    """The codes that put a case in front of the others."""
    return [code for code, word in flag_words().items() if word.comes_first]


def hold_reasons() -> dict[str, HoldReason]:
    """Every reason by its code, in the order of the file."""
    return {reason.code: reason for reason in _holds(settings.CONTENT_ROOT).reasons}


def load_desk_words(root: Path, at: datetime) -> str:
    """Check both files; they are read where they lie, so there is nothing to store."""
    flags, reasons = read_flags(root), read_holds(root)
    _flags.cache_clear()
    _holds.cache_clear()
    return f"flags: {len(flags.flags)} checked; reasons of holds: {len(reasons.reasons)} checked"


def read_flags(root: Path) -> FlagFile:
    """The flags; FaultyContent with file and line of everything that is wrong."""
    file, read = _shaped(root, FLAGS, FlagFile)
    faults = list(twice(file, ("flags",), [word.code for word in read.flags]))
    for index, word in enumerate(read.flags):
        for role in word.seen_by:
            if role not in Role.values:
                sentence = f"There is no role “{role}”. Use one of {', '.join(Role.values)}."
                faults.append(file.fault(("flags", index, "seen_by"), sentence))
    refuse_faults(faults)
    return read


def read_holds(root: Path) -> HoldFile:
    """The reasons of holds; FaultyContent with file and line of everything that is wrong."""
    file, read = _shaped(root, HOLDS, HoldFile)
    refuse_faults(twice(file, ("reasons",), [reason.code for reason in read.reasons]))
    return read


def _shaped(root: Path, name: str, whole: type[File]) -> tuple[ContentFile, File]:
    file = read_content_file(root / name, root=root)
    words = {*FlagWord.model_fields, *HoldReason.model_fields}
    return file, shape(file, TypeAdapter(whole), keys=words)


@cache
def _flags(root: Path) -> FlagFile:
    return read_flags(root)


@cache
def _holds(root: Path) -> HoldFile:
    return read_holds(root)
