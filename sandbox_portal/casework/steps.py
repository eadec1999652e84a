"""The table mechanism: a transition is one row, and the same row guards, greys, tests and prints it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db import models, transaction
from rules import Predicate, predicate

from sandbox_portal.people.models import User

from .choices import NOBODY
from .events import record
from .looks import nothing_remembered
from .models import Case
from .prepared import answered_ahead, rows_of
from .refusals import Refusal, Refused
from .stage_clocks import end_hold_of_ended, queue_of, start_clocks

Subject = TypeVar("Subject", bound=models.Model)
Need = Callable[[Any], str | None]


@predicate
def is_the_clock(user: User | None) -> bool:
    """True when nobody acts but time: sweeps and deadlines."""
    return user is None


@dataclass(frozen=True)
class Stage:
    """Where a case can be, who has it then, and what they do next. An ended stage is owned by nobody.

    `owner_role` is a Role value, "provider" or "nobody"; `next_action` finishes the sentence "Next: …";
    `usual_days` is the usual time here in calendar days, None when it depends on a date of the round.
    """

    code: str
    label: str
    owner_role: str
    next_action: str = ""
    usual_days: int | None = None
    colour: str = "blue"

    @property
    def is_ended(self) -> bool:
        return self.owner_role == NOBODY


@dataclass(frozen=True)
class Step:
    """One row: the verb, where it may start, where it ends, who may do it, what must be true first.

    `then=None` leaves the stage as it is. Each of `needs` returns None or one sentence a citizen could read.
    """

    name: str
    when: frozenset[str] | set[str]
    who: Predicate
    label: str
    past: str
    then: str | None = None
    needs: tuple[Need, ...] = ()
    not_yours: str = "You are not the person who can do this."


@dataclass(frozen=True)
class Offer:
    """A step a person could take here, and the sentence that stops it for now, if any."""

    step: Step
    refusal: Refusal | None


@dataclass(frozen=True)
class Workflow(Generic[Subject]):
    """The stages and steps of one kind of case."""

    kind: str
    stages: tuple[Stage, ...]
    steps: tuple[Step, ...]
    first: str
    _by_name: dict[str, Step] = field(init=False, repr=False, compare=False)
    _by_code: dict[str, Stage] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_name", {step.name: step for step in self.steps})
        object.__setattr__(self, "_by_code", {stage.code: stage for stage in self.stages})

    def step(self, name: str) -> Step:
        return self._by_name[name]

    def stage(self, code: str) -> Stage:
        return self._by_code[code]

    def open_case(self, *, by: User | None, at: datetime, verb: str, **fields: Any) -> Case:
        """Create a case in the first stage, with its first event. Call inside the action's transaction."""
        stage = self.stage(self.first)
        with transaction.atomic():
            case = Case(kind=self.kind, stage=stage.code, stage_since=at, opened_at=at, **fields)
            case.owner_role = queue_of(case, stage.owner_role)
            start_clocks(case, days_of_table=stage.usual_days, at=at)
            case.save(force_insert=True)
            record(case, verb=verb, by=by, at=at, to_stage=stage.code)
        return case

    def refusal(self, name: str, subject: Subject, by: User | None) -> Refusal | None:
        """None when the step may be taken now; otherwise the first reason why not, as one sentence."""
        step = self.step(name)
        if not step.who.test(by, subject):
            return Refusal(step.not_yours, "who")
        case = case_of(subject)
        if case.stage not in step.when:
            return Refusal(f"This cannot be done now: it is at “{self.stage(case.stage).label}”.", "when")
        for need in step.needs:
            sentence = need(subject)
            if sentence:
                return Refusal(sentence, "needs")
        return None

    def offers(self, subject: Subject, by: User | None) -> Iterator[Offer]:
        """The steps this person sees at this stage: ready, or greyed with the reason."""
        for step in self.steps:
            refusal = self.refusal(step.name, subject, by)
            if refusal is None or refusal.about == "needs":
                yield Offer(step, refusal)

    def take_step(
        self,
        subject: Subject,
        name: str,
        *,
        by: User | None,
        at: datetime,
        note: str = "",
        data: dict[str, Any] | None = None,
    ) -> Subject:
        """Lock the case, look again, move, and write the event; raises Refused and changes nothing otherwise.

        The subject is read afresh after the lock, so change its own fields after the step, not before.
        """
        step = self.step(name)
        with nothing_remembered(), answered_ahead({}), transaction.atomic():
            (case,) = rows_of(_locked, None, case_id=case_of(subject).pk)
            if not isinstance(subject, Case):
                subject.refresh_from_db()
                subject.case = case  # type: ignore[attr-defined]
            else:
                subject.refresh_from_db()
                case = subject
            refusal = self.refusal(name, subject, by)
            if refusal:
                raise Refused(refusal)
            self._move(case, step, by=by, at=at, note=note, data=data)
        return subject

    def _move(
        self, case: Case, step: Step, *, by: User | None, at: datetime, note: str, data: dict[str, Any] | None
    ) -> None:
        before, after = case.stage, step.then or case.stage
        record(
            case,
            verb=step.past,
            by=by,
            at=at,
            note=note,
            data=data,
            from_stage=before,
            to_stage=after if step.then else "",
        )
        if after != before:
            _arrive(case, self.stage(after), by=by, at=at)


def _arrive(case: Case, stage: Stage, *, by: User | None, at: datetime) -> None:
    """Stand at the stage, with its role, its clocks, and the person who has it unless another role takes over."""
    role = queue_of(case, stage.owner_role, stage=stage.code)
    if role != case.owner_role:
        case.owner = None
    case.stage, case.stage_since, case.owner_role = stage.code, at, role
    case.closed_at = at if stage.is_ended else None
    if stage.is_ended and case.held_since:
        end_hold_of_ended(case, by=by, at=at)
    changed = start_clocks(case, days_of_table=stage.usual_days, at=at)
    case.save(
        update_fields=["stage", "stage_since", "owner", "owner_role", "closed_at", "held_since", "hold_until", *changed]
    )


def _locked(*, case_id: UUID) -> models.QuerySet[Case]:
    return Case.objects.select_for_update().filter(pk=case_id)


def case_of(subject: models.Model) -> Case:
    """The case behind a wing's noun, or the case itself."""
    return subject if isinstance(subject, Case) else subject.case  # type: ignore[attr-defined]
