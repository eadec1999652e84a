"""Kinds of decision, told to the ground by each wing: who decides, who may not sign, and what follows."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from sandbox_portal.people.models import User

from .models import Case, Decision
from .refusals import Refused
from .told_decisions import WayOn

CarryOut = Callable[..., None]  # (decision, *, by, at)


@dataclass(frozen=True)
class DecisionKind:
    """What the shared pages need to know of one kind of decision. `code` is that of its list in content/reasons/.

    `decides(user)` is a condition on Case rows: those who write, sign and see drafts. `ready(case)` says why it cannot
    be decided now, or None. `may_not_sign` are rules about people, each None or one sentence. `mark(case)` changes with
    whatever else a signature stands on, such as answers (at most 64 characters); the stage is always watched.
    `carry_out` does what was decided, in the transaction of the second signature.

    The organisation reads of it from `told_at(decision)` on, None while it was not told; a kind without it is never
    shown. It is told the role in `decided_by`, the labels of outcome and reasons, and `ways_on(decision)`.
    """

    code: str
    case_kind: str
    label: str
    decides: Callable[[User], Q]
    carry_out: CarryOut
    ready: Callable[[Case], str | None] = lambda case: None
    may_not_sign: tuple[Callable[[Case, User], str | None], ...] = ()
    mark: Callable[[Case], str] = lambda case: ""
    hint: str = ""
    told_at: Callable[[Decision], datetime | None] | None = None
    decided_by: str = ""
    ways_on: Callable[[Decision], tuple[WayOn, ...]] = lambda decision: ()

    def conflict(self, case: Case, user: User) -> str | None:
        """The first rule that keeps this person from signing, if any."""
        return next((sentence for rule in self.may_not_sign if (sentence := rule(case, user))), None)

    def carried_out(self, decision: Decision, *, by: User, at: datetime) -> None:
        self.carry_out(decision, by=by, at=at)


_kinds: dict[str, DecisionKind] = {}


def register_decision(kind: DecisionKind) -> None:
    """Make a kind of decision known; called from the wing's AppConfig.ready()."""
    _kinds[kind.code] = kind


def decision_kind(code: str) -> DecisionKind:
    """The kind of this code; Refused when no wing knows it."""
    if code not in _kinds:
        raise Refused("There is no such decision.")
    return _kinds[code]


def decision_kinds() -> tuple[DecisionKind, ...]:
    return tuple(_kinds.values())
