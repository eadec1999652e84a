"""What the shared case pages need to know of a round, and of the decision to give one up."""

from datetime import datetime

from django.db.models import Q
from django.urls import reverse

from sandbox_portal.casework.decision_kinds import DecisionKind
from sandbox_portal.casework.kinds import CaseKind
from sandbox_portal.casework.models import Case, Decision
from sandbox_portal.people.choices import Role
from sandbox_portal.people.models import User
from sandbox_portal.people.queries import roles_of

from .actions import abandon_round
from .workflow import KIND, ROUND


def _visible_to(user: User) -> Q:
    """Staff see every round's case; everybody else reads the public page, which is not the case."""
    return Q() if roles_of(user) else Q(pk__in=[])


def _address(case: Case, user: User) -> str:
    """The reference of a round is its slug in capitals, so that a list of cases needs no further query."""
    return reverse("round-manage", args=[(case.reference or "").lower()])


ROUND_KIND = CaseKind(KIND, "Sandbox round", ROUND, _visible_to, _address)


def _leads_decide(user: User) -> Q:
    return Q() if Role.PROGRAMME_LEAD in roles_of(user) else Q(pk__in=[])


def _can_be_given_up(case: Case) -> str | None:
    ended = case.stage not in ROUND.step("abandon").when
    return "This round cannot be given up any more: its outcome is decided, or it has ended." if ended else None


def _give_up(decision: Decision, *, by: User, at: datetime) -> None:
    abandon_round(decision.case.round, reason=decision.text, by=by, at=at)


GIVE_UP_ROUND = DecisionKind(
    code="give_up_round",
    case_kind=KIND,
    label="Give up the round",
    hint="This ends the round for good. Nothing that was sent or decided is deleted. Everybody can read the reasons in "
    "your own words on the round's page.",
    decides=_leads_decide,
    ready=_can_be_given_up,
    carry_out=_give_up,
)
