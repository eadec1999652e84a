"""What a registered service does next, as the regulator wrote it: content/after_registration.yaml (R-280)."""

from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

from django.conf import settings
from pydantic import BaseModel, ConfigDict, TypeAdapter

from sandbox_portal.casework.content_files import read_content_file, refuse_faults, shape, twice

DUTIES_FILE = "after_registration.yaml"
PLAIN = ConfigDict(extra="forbid", frozen=True)


class Duty(BaseModel):
    """One thing to do; `days` after the day of registration, or none when it is there from then on."""

    model_config = PLAIN

    code: str
    title: str
    text: str
    days: int | None = None
    trial_only: bool = False

    def due_on(self, registered_on: date) -> date | None:
        return None if self.days is None else registered_on + timedelta(days=self.days)


class DutiesFile(BaseModel):
    model_config = PLAIN

    duties: tuple[Duty, ...]


def duties() -> dict[str, Duty]:
    """Every duty by its code, in the order of the file."""
    return _duties(settings.CONTENT_ROOT)


def load_duties(root: Path, at: datetime) -> str:
    """Check the file; it is read where it lies, so there is nothing to store."""
    found = read_duties(root)
    _duties.cache_clear()
    return f"registration: {len(found)} things to do after registration checked"


def read_duties(root: Path) -> dict[str, Duty]:
    """The duties by code; FaultyContent with file and line of everything that is wrong."""
    file = read_content_file(root / DUTIES_FILE, root=root)
    found = shape(file, TypeAdapter(DutiesFile)).duties
    refuse_faults(twice(file, ("duties",), (duty.code for duty in found)))
    return {duty.code: duty for duty in found}


@cache
def _duties(root: Path) -> dict[str, Duty]:
    return read_duties(root)
