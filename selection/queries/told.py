"""What an applicant is told of its application, and nothing that gives away the panel's work before its time.

| Stage of the application                | Before the letters are sent | Afterwards            |
|-----------------------------------------|-----------------------------|-----------------------|
| draft, withdrawn                        | the same                    | the same              |
| sent                                    | Sent                        | –                     |
| asked again                             | We have asked you for more  | –                     |
| with the panel, placed, passed, failed  | With the panel              | its own result        |
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from programme.choices import KeyDateKind
from programme.models import KeyDate
from sandbox_portal.casework.models import Case
from sandbox_portal.documents.models import IssuedDocument
from sandbox_portal.documents.queries import letter_of

from ..choices import ApplicationStage as Stage
from ..choices import SelectionStage
from ..models import Application
from .results import ANNOUNCED


class Told(StrEnum):
    """The stages an applicant knows; the values are the words."""

    DRAFT = "Draft"
    SENT = "Sent"
    ASKED_AGAIN = "We have asked you for more"
    WITH_PANEL = "With the panel"
    SELECTED = "Selected"
    RESERVE = "On the reserve list"
    NOT_SELECTED = "Not selected"
    OUT_OF_SCOPE = "Out of scope"
    NOT_COMMITTED = "Not able to commit"
    WITHDRAWN = "Withdrawn"


RESULT = {
    Stage.SELECTED: Told.SELECTED,
    Stage.ON_RESERVE_LIST: Told.RESERVE,
    Stage.NOT_SELECTED: Told.NOT_SELECTED,
    Stage.OUT_OF_SCOPE: Told.OUT_OF_SCOPE,
    Stage.NOT_COMMITTED: Told.NOT_COMMITTED,
}
COLOURS = {
    Told.DRAFT: "grey",
    Told.SENT: "blue",
    Told.ASKED_AGAIN: "yellow",
    Told.WITH_PANEL: "blue",
    Told.SELECTED: "green",
    Told.RESERVE: "teal",
}


def told_stage(case: Case) -> Told:
    """The one stage that may be said to the applicant (table above)."""
    stage = Stage(case.stage)
    if stage == Stage.DRAFT:
        return Told.DRAFT
    if stage == Stage.WITHDRAWN:
        return Told.WITHDRAWN
    if stage == Stage.ASKED_AGAIN:
        return Told.ASKED_AGAIN
    if result_is_told(case):
        return RESULT.get(stage, Told.WITH_PANEL)
    return Told.SENT if stage == Stage.SUBMITTED else Told.WITH_PANEL


def result_is_told(case: Case) -> bool:
    """True once the letters of the round have been sent."""
    selection = getattr(case.application.round, "selection", None)
    return selection is not None and SelectionStage(selection.case.stage) in ANNOUNCED


@dataclass(frozen=True)
class Milestone:
    """One row of “what happens next”. `state` is done, now or ahead; `on` is None when no day is known."""

    what: str
    on: datetime | None
    state: str

    @property
    def words(self) -> str:
        return {"done": "Done", "now": "Now", "ahead": "To come"}[self.state]


def milestones(application: Application, key_dates: Sequence[KeyDate], at: datetime) -> list[Milestone]:
    """The way of any application through its round, by the round's public dates alone."""
    dates = {KeyDateKind(each.kind): each for each in reversed(key_dates)}
    told = told_stage(application.case)
    rows = [
        ("You send your application", application.submitted_at),
        ("The window closes. No more applications can be sent", application.round.closes_at),
        ("The panel reads and scores the applications", _when(dates.get(KeyDateKind.SIFT))),
        ("The committee decides who takes part", _when(dates.get(KeyDateKind.SIGN_OFF))),
        ("We send you a letter with the result", None),
        ("The first workshop, for those who were selected", _when(dates.get(KeyDateKind.WORKSHOP))),
    ]
    reached = _reached(told, application, at)
    return [Milestone(what, on, _state(index, reached)) for index, (what, on) in enumerate(rows)]


def _reached(told: Told, application: Application, at: datetime) -> int:
    """The index of the row that is now."""
    if told is Told.DRAFT:
        return 0
    if told in RESULT.values():
        return 5
    if told is Told.WITH_PANEL:
        return 2
    return 1 if at < application.round.closes_at else 2


def _state(index: int, reached: int) -> str:
    return "done" if index < reached else "now" if index == reached else "ahead"


def _when(key_date: KeyDate | None) -> datetime | None:
    return key_date.starts_at if key_date else None


@dataclass(frozen=True)
class Receipt:
    """The receipt of an application: the letter, and the copy of the answers; each None while it is being made."""

    letter: IssuedDocument | None
    copy: IssuedDocument | None

    @property
    def done(self) -> int:
        return sum(each is not None for each in (self.letter, self.copy))

    @property
    def is_complete(self) -> bool:
        return self.done == self.total

    @property
    def total(self) -> int:
        return 2

    @property
    def text(self) -> str:
        return f"{self.done} of {self.total} documents made"


COPY = "COPY"


def receipt_of(application: Application) -> Receipt:
    """How far the receipt is."""
    return Receipt(letter_of(application.case, "L-03"), letter_of(application.case, COPY))
