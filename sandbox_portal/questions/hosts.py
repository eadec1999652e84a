"""What a wing tells about the cases that carry our answers; the ground knows no wing by name."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any, Protocol

from sandbox_portal.casework.models import Case
from sandbox_portal.people.models import User

from .engine import Choice, Question
from .findings import Finding

FIVE = time(17)


def _no_choices(case: Case) -> Mapping[str, tuple[Choice, ...]]:
    return {}


def _nowhere(case: Case, user: User) -> str | None:
    return None


def _nothing(case: Case) -> Mapping[str, Any]:
    return {}


def _nobody(case: Case, user: User) -> bool:
    return False


def _itself(case: Case) -> Any:
    return case


def _anything(question: Question) -> str | None:
    return None


def _nothing_more(case: Case, *, by: User, at: datetime) -> None:
    return None


def _nothing_went_out(case: Case, *, returned: int, by: User, at: datetime) -> None:
    return None


def _nobody_went_on(case: Case, *, by: User | None, at: datetime) -> None:
    return None


class WentOut(Protocol):
    """What a kind of case does when answers go back to the applicant, in the same transaction; `returned` is the id."""

    def __call__(self, case: Case, *, returned: int, by: User, at: datetime) -> None: ...


class WentOn(Protocol):
    """What a kind of case does when it goes on without an answer, in the same transaction."""

    def __call__(self, case: Case, *, by: User | None, at: datetime) -> None: ...


def _finds_nothing(reading: Any) -> tuple[Finding, ...]:
    return ()


class CameBack(Protocol):
    """What a kind of case does when answers that were asked again have come back, in the same transaction."""

    def __call__(self, case: Case, *, by: User, at: datetime) -> None: ...


@dataclass(frozen=True)
class AskingAgain:
    """How a kind of case sends answers back to its applicant: by which of its steps, and for what.

    `ask`, `answer` and `go_on` name steps of its table: to the applicant, back again, and on without an answer.
    `subject(case)` is what those steps are taken on. `reasons` are codes of content/return_reasons.yaml.
    `may_ask_for(question)` gives the sentence why a question cannot be asked again. `came_back(case, by, at)` follows
    the applicant's answers in the same transaction, `went_out` what is sent to the applicant, `went_on` the end without
    an answer. The applicant has `usual` working days, at most `longest`, the last one until `closes`; `reminder` is a
    code of content/reminders.yaml.
    """

    ask: str
    answer: str
    go_on: str
    reasons: tuple[str, ...]
    subject: Callable[[Case], Any] = _itself
    may_ask_for: Callable[[Question], str | None] = _anything
    came_back: CameBack = _nothing_more
    went_out: WentOut = _nothing_went_out
    went_on: WentOn = _nobody_went_on
    usual: int = 5
    longest: int = 10
    closes: time = FIVE
    reminder: str = "M-32"


@dataclass(frozen=True)
class Host:
    """One kind of case that is answered.

    `choices(case)` supplies the lists that questions name with `choices_from`, for example its round's key dates.
    `send_url(case, user)` is the page Check answers leads on to when nothing is missing; `send_label` is its button.
    `known(case)` gives raw answers the organisation has told us before, offered where nothing is answered yet.
    `history(case, user)` says whether a member of staff may read what was changed after the form was sent.
    `asks_again` says how sent answers go back to the applicant, if they ever do.
    `findings(reading)` is what the wing's own rules find in the answers: its errors stop the form, its warnings must be
    read before it goes.
    `to_mend(case)` says by question what has to be put right in answers that came back; it stands beside the question.
    `introduction` is a template shown above the tasks (criteria, scales, dates), with what `facts(case)` gives.
    """

    kind: str
    choices: Callable[[Case], Mapping[str, tuple[Choice, ...]]] = _no_choices
    send_url: Callable[[Case, User], str | None] = _nowhere
    send_label: str = "Continue"
    known: Callable[[Case], Mapping[str, Any]] = _nothing
    introduction: str = ""
    facts: Callable[[Case], Mapping[str, Any]] = _nothing
    history: Callable[[Case, User], bool] = _nobody
    asks_again: AskingAgain | None = None
    findings: Callable[[Any], tuple[Finding, ...]] = _finds_nothing
    to_mend: Callable[[Case], Mapping[str, str]] = _nothing


_hosts: dict[str, Host] = {}


def register(host: Host) -> None:
    """Make a host known; called from the wing's AppConfig.ready()."""
    _hosts[host.kind] = host


def is_answered(case: Case) -> bool:
    """True when a wing has said that answers belong to cases of this kind."""
    return case.kind in _hosts


def host_of(case: Case) -> Host:
    """The host of a case; a kind that told us nothing has no lists, no introduction and nothing to send."""
    return _hosts.get(case.kind) or Host(case.kind)
