"""What the demonstration tells: read from content/demo/rounds.yaml."""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from pydantic import BaseModel, ConfigDict

from sandbox_portal.register.choices import Scheme

SCORED = ("2b", "2c", "3a", "3b", "3c")
GATES = ("1a", "1b", "2a")


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Applicant(Strict):
    """One organisation: what it wrote, and its agreed scores as `2b,2c|3a,3b,3c` or `gate:<the gate it failed>`."""

    name: str
    scores: str
    stage: str
    carers: tuple[int, int]
    kinds: tuple[str, ...]
    arrangements: tuple[str, ...]
    digital: tuple[str, ...]
    describe: str
    model: str
    governance: str
    control: str
    aim: str

    @property
    def sheet(self) -> dict[str, int]:
        """The agreed value of each criterion up to where the assessment ends; gates are 1 and 0."""
        if self.scores.startswith("gate:"):
            failed = self.scores.removeprefix("gate:")
            return {code: 1 for code in GATES if code < failed} | {failed: 0}
        values = (int(value) for value in self.scores.replace("|", ",").split(","))
        return dict.fromkeys(GATES, 1) | dict(zip(SCORED, values, strict=True))


class Interest(Strict):
    application: str
    interest: str


class ScoredRound(Strict):
    cut_off: int
    cut_off_reason: str
    applications: tuple[Applicant, ...]
    panel_conflict: Interest | None = None


class OpenRound(Strict):
    draft: str
    sent: str
    asked_again: str


class RecordedStatus(Strict):
    """One entry of the register; `corrected` says what should have been written, and why it was not."""

    scheme: Scheme
    status: str
    day: date
    part: str = ""
    reason: str = ""
    conditions: tuple[str, ...] = ()
    corrected: str = ""
    note: str = ""


class RegisteredService(Strict):
    """A service the register has known for years, of an organisation nobody in the demonstration signs in for."""

    name: str
    kind: str
    town: str
    postcode: str
    summary: str
    statuses: tuple[RecordedStatus, ...]


class Story(Strict):
    round_3: ScoredRound
    round_4: ScoredRound
    round_5: OpenRound
    registered: tuple[RegisteredService, ...]

    def applicant(self, name: str) -> Applicant:
        return next(each for each in (*self.round_3.applications, *self.round_4.applications) if each.name == name)


@cache
def story() -> Story:
    """Read the story once; a wrong value names its place."""
    path = Path(settings.CONTENT_ROOT) / "demo" / "rounds.yaml"
    values: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return Story.model_validate(values)
