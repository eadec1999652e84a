"""Why an answer is asked again, as the regulator wrote it in content/return_reasons.yaml."""

from datetime import datetime
from functools import cache
from pathlib import Path

from django.conf import settings
from pydantic import BaseModel, ConfigDict, TypeAdapter

from sandbox_portal.casework.content_files import read_content_file, refuse_faults, shape, twice

FILE = "return_reasons.yaml"


class Reason(BaseModel):
    """One reason: what staff choose, and what the applicant reads."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: str
    label: str
    told: str


class Reasons(BaseModel):
    """The whole file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    reasons: tuple[Reason, ...]


def reason_of(code: str) -> Reason:
    """The reason with this code; KeyError when content/return_reasons.yaml has none."""
    return _all(settings.CONTENT_ROOT)[code]


def load_return_reasons(root: Path, at: datetime) -> str:
    """Check the file; it is read where it lies, so there is nothing to store."""
    reasons = read_return_reasons(root)
    _all.cache_clear()
    return f"reasons for asking again: {len(reasons)} checked"


def read_return_reasons(root: Path) -> dict[str, Reason]:
    """The reasons by code; FaultyContent with the line of each that is there twice."""
    file = read_content_file(root / FILE, root=root)
    reasons = shape(file, TypeAdapter(Reasons)).reasons
    refuse_faults(twice(file, ("reasons",), [reason.code for reason in reasons]))
    return {reason.code: reason for reason in reasons}


@cache
def _all(root: Path) -> dict[str, Reason]:
    return read_return_reasons(root)
