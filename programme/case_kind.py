"""What the shared case pages need to know of a round."""

from django.db.models import Q
from django.urls import reverse

from sandbox_portal.casework.kinds import CaseKind
from sandbox_portal.casework.models import Case
from sandbox_portal.people.models import User
from sandbox_portal.people.queries import roles_of

from .workflow import KIND, ROUND


def _visible_to(user: User) -> Q:
    """Staff see every round's case; everybody else reads the public page, which is not the case."""
    return Q() if roles_of(user) else Q(pk__in=[])


def _address(case: Case, user: User) -> str:
    """The reference of a round is its slug in capitals, so that a list of cases needs no further query."""
    return reverse("round-manage", args=[(case.reference or "").lower()])


ROUND_KIND = CaseKind(KIND, "Sandbox round", ROUND, _visible_to, _address)
