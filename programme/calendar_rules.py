"""The calendar of a round on paper: lengths, starts, pauses, and how many commitments were kept (C.2 to C.4)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from itertools import pairwise

SHORTEST_CORE, LONGEST_CORE = timedelta(weeks=12), timedelta(weeks=14)  # 84 to 98 days
FIRST_CORE_PHASE, LAST_CORE_PHASE = 2, 3  # EX-C2
DAYS_IN_WEEK = 7


@dataclass(frozen=True)
class PlannedPhase:
    number: int
    start: date
    end: date


@dataclass(frozen=True)
class Pause:
    """A time in which the round stands still: from `start` until the day it is resumed."""

    start: date
    resumed: date

    @property
    def length(self) -> timedelta:
        return self.resumed - self.start


class Clock(StrEnum):
    """Whether a pause of the round stops a timer (R-131)."""

    PROGRAMME = "programme"
    STATUTORY = "statutory"


def whole_length(phases: Sequence[PlannedPhase]) -> timedelta:
    return max(phase.end for phase in phases) - min(phase.start for phase in phases)


def core_length(phases: Iterable[PlannedPhase]) -> timedelta:
    """Give the length of the core work: from the start of phase 2 to the end of phase 3."""
    return whole_length([phase for phase in phases if FIRST_CORE_PHASE <= phase.number <= LAST_CORE_PHASE])


def core_length_warning(phases: Iterable[PlannedPhase]) -> str | None:
    """Warn, and never block, when the core work is not planned for 12 to 14 weeks (R-113)."""
    length = core_length(phases)
    if SHORTEST_CORE <= length <= LONGEST_CORE:
        return None
    return f"{in_weeks(length)}, planned {SHORTEST_CORE.days // DAYS_IN_WEEK}–{LONGEST_CORE.days // DAYS_IN_WEEK}"


def in_weeks(length: timedelta) -> str:
    """Write a length as people say it: “16 weeks 2 days”."""
    weeks, days = divmod(length.days, DAYS_IN_WEEK)
    parts = [_counted(weeks, "week")] * bool(weeks) + [_counted(days, "day")] * bool(days or not weeks)
    return " ".join(parts)


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def start_needs_reason(
    phase: PlannedPhase, *, starts_on: date, decided_on: date, previous_end: date | None
) -> str | None:
    """Say why this actual start needs a written reason; None when it needs none (R-111, EX-C3)."""
    if starts_on < decided_on:
        return f"Phase {phase.number} would start before the committee's decision."
    if previous_end is not None and starts_on < previous_end:
        return f"Phase {phase.number} would start before the planned end of the phase before it."
    return None


def overlapping(pauses: Iterable[Pause]) -> tuple[Pause, Pause] | None:
    """Find two pauses that overlap, which may not be (R-133); one may start on the day another ends."""
    ordered = sorted(pauses, key=lambda pause: (pause.start, pause.resumed))
    for earlier, later in pairwise(ordered):
        if later.start < earlier.resumed:
            return earlier, later
    return None


def after_pause(planned: date, *, pause: Pause, clock: Clock = Clock.PROGRAMME) -> date:
    """Move a date that was still to come by the length of the pause; statutory dates stand (R-131, R-132)."""
    if clock is Clock.STATUTORY or planned < pause.start:
        return planned
    return planned + pause.length


def phases_after_pause(phases: Iterable[PlannedPhase], *, pause: Pause) -> tuple[PlannedPhase, ...]:
    """Move what remains of the plan; a phase that had begun keeps its start (EX-C5)."""
    return tuple(
        replace(phase, start=after_pause(phase.start, pause=pause), end=after_pause(phase.end, pause=pause))
        for phase in phases
    )


class LineState(StrEnum):
    """States of one line of the commitment ledger (R-121)."""

    PLANNED = "planned"
    SENT = "sent"
    DONE = "done"
    DONE_LATE = "done_late"
    MISSED = "missed"
    EXCUSED = "excused"


KEPT = frozenset({LineState.DONE, LineState.DONE_LATE})


@dataclass(frozen=True)
class CommitmentScore:
    kept: int
    due: int

    @property
    def percentage(self) -> int | None:
        """Round half up; None while nothing is due."""
        if not self.due:
            return None
        return int((Decimal(self.kept * 100) / self.due).quantize(Decimal(1), ROUND_HALF_UP))


def commitment_score(due_on: Mapping[str, date], states: Mapping[str, LineState], *, today: date) -> CommitmentScore:
    """Count the lines kept among those due so far; excused lines leave the count (R-126)."""
    due = [line for line, day in due_on.items() if day <= today and states[line] is not LineState.EXCUSED]
    return CommitmentScore(kept=sum(states[line] in KEPT for line in due), due=len(due))
