"""What a file of content/rounds/ or content/criteria/ holds: plain values, with days that may count from loading."""

import re
from datetime import date, datetime, time, timedelta
from typing import Annotated, Literal

from pydantic import AfterValidator, ConfigDict, Field, StringConstraints
from pydantic.dataclasses import dataclass
from pydantic_core import PydanticCustomError

from sandbox_portal.casework.working_days import LONDON

STRICT = ConfigDict(extra="forbid")  # a misspelt word is a fault, not a word to pass over
WHEN = re.compile(r"(?:(\d{4}-\d{2}-\d{2})|today|([+-]\d{1,4}) days?)(?: at (\d{2}:\d{2}))?\Z")
NOT_A_DAY = "“{given}” is not a day. Write 2019-09-16, or days from loading such as “+10 days”, “-3 days” or “today”"
NOT_A_MOMENT = "“{given}” has no time. Write the time after the day, such as “2019-09-16 at 09:00”"

Words = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Code = Annotated[str, StringConstraints(pattern=r"^[0-9a-z]+(-[0-9a-z]+)*$")]
Count = Annotated[int, Field(ge=0, le=500)]


def _day(text: str) -> str:
    try:
        day_of(text, today=date(2000, 1, 1))
    except ValueError:
        raise PydanticCustomError("not_a_day", NOT_A_DAY, {"given": text}) from None
    return text


def _moment(text: str) -> str:
    if not has_time(_day(text)):
        raise PydanticCustomError("not_a_moment", NOT_A_MOMENT, {"given": text})
    return text


Day = Annotated[str, AfterValidator(_day)]
Moment = Annotated[str, AfterValidator(_moment)]


def day_of(text: str, *, today: date) -> date:
    """The day the words name; relative words count from `today`, the day of loading (R-852)."""
    found = WHEN.match(text)
    if found is None:
        raise ValueError(text)
    if found[1]:
        return date.fromisoformat(found[1])
    return today + timedelta(days=int(found[2] or 0))


def has_time(text: str) -> bool:
    return " at " in text


def moment_of(text: str, *, today: date) -> datetime:
    """The moment the words name, by the clocks of London; the beginning of the day when they name no time."""
    found = WHEN.match(text)
    clock = time.fromisoformat(found[3]) if found and found[3] else time()
    return datetime.combine(day_of(text, today=today), clock, LONDON)


@dataclass(frozen=True, config=STRICT)
class Window:
    opens: Moment
    closes: Moment


@dataclass(frozen=True, config=STRICT)
class Places:
    fewest: Annotated[int, Field(ge=1, le=500)]
    most: Annotated[int, Field(ge=1, le=500)]


@dataclass(frozen=True, config=STRICT)
class Questions:
    name: Code
    version: Annotated[int, Field(ge=1)]


@dataclass(frozen=True, config=STRICT)
class Benefits:
    people: tuple[Words, ...]
    providers: tuple[Words, ...]


@dataclass(frozen=True, config=STRICT)
class Commitment:
    """How often something is asked of a participant (R-120); `count` 0 means as often as there is one."""

    what: Words
    count: Count
    detail: Words


@dataclass(frozen=True, config=STRICT)
class Output:
    """One of the four fixed kinds of result (R-101)."""

    kind: Literal["what_good_looks_like", "registration", "inspection", "monitoring"]
    expected: bool
    comment: Words


@dataclass(frozen=True, config=STRICT)
class Length:
    weeks_from: Count
    weeks_to: Count
    note: Words


@dataclass(frozen=True, config=STRICT)
class Seat:
    group: Literal["regulator", "independent", "expert_by_experience"]
    chair: bool = False


@dataclass(frozen=True, config=STRICT)
class PanelShape:
    note: Words
    seats: tuple[Seat, ...]


@dataclass(frozen=True, config=STRICT)
class PhasePlan:
    name: Words
    starts: Day
    ends: Day
    activities: tuple[Words, ...]
    gate: str = ""


@dataclass(frozen=True, config=STRICT)
class Date:
    """A key date. Without a time only the day is fixed."""

    code: Code
    kind: Literal["workshop", "sift", "sign_off", "summit", "other"]
    name: Words
    when: Day
    place: str = ""
    mandatory: bool = False


@dataclass(frozen=True, config=STRICT)
class Milestone:
    """Something that happened to the proposal, told on the round's page."""

    when: Day
    what: Words


@dataclass(frozen=True, config=STRICT)
class RoundFile:
    """One round. `demonstration_only` keeps it out of a portal that is in real use."""

    number: Annotated[int, Field(ge=1, le=999)]
    title: Words
    approved_on: Day
    window: Window
    places: Places
    questions: Questions
    criteria: Code
    summary: Words
    about: tuple[Words, ...]
    who_can_apply: tuple[Words, ...]
    scope_in: tuple[Words, ...]
    scope_out: tuple[Words, ...]
    objectives: tuple[Words, ...]
    benefits: Benefits
    policy_questions: tuple[Words, ...]
    commitments: tuple[Commitment, ...]
    outputs: tuple[Output, ...]
    partners: tuple[Words, ...]
    length: Length
    panel: PanelShape
    how_we_decide: tuple[Words, ...]
    not_planned: Words
    phases: tuple[PhasePlan, ...]
    key_dates: tuple[Date, ...]
    milestones: tuple[Milestone, ...] = ()
    demonstration_only: bool = False


@dataclass(frozen=True, config=STRICT)
class Mark:
    """One score of a scale: its label, and what it looks like in plain words. A gate has 1 for pass and 0 for fail."""

    score: Annotated[int, Field(ge=0, le=10)]
    label: Words
    looks_like: Words


@dataclass(frozen=True, config=STRICT)
class CriterionEntry:
    code: Code
    title: Words
    question: Words
    explanation: Words
    kind: Literal["gate", "score"]
    scale: tuple[Mark, ...]
    considerations: tuple[Words, ...] = ()
    fails_at: int | None = None
    effect: Literal["out_of_scope", "not_committed"] | None = None


@dataclass(frozen=True, config=STRICT)
class StepEntry:
    title: Words
    criteria: tuple[CriterionEntry, ...]


@dataclass(frozen=True, config=STRICT)
class Limit:
    title: Words
    text: tuple[Words, ...]


@dataclass(frozen=True, config=STRICT)
class CriteriaFile:
    """A template of criteria in the order they are worked; a round takes a copy, which is frozen with it (R-154)."""

    title: Words
    steps: tuple[StepEntry, ...]
    limit: Limit
