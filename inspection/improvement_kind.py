"""What the shared pages need to know of an improvement plan."""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from sandbox_portal.casework.kinds import CaseKind, may_usually_message
from sandbox_portal.casework.models import Case
from sandbox_portal.casework.prepared import Asking, asking, rows_of
from sandbox_portal.documents.access import FileAccess
from sandbox_portal.people.choices import Role
from sandbox_portal.people.models import User
from sandbox_portal.people.permissions import may_write_for_organisation
from sandbox_portal.people.queries import organisation_places, roles_of

from .models import ImprovementPlan, JourneyProposal
from .permissions import follows_plan
from .queries.assessments import STAFF_READERS
from .queries.improvement import own_plans, plan_cases_of, plan_in
from .queries.journey import own_proposals
from .workflow.improvement import IMPROVEMENT, NOT_WRITING, OPEN

TOLD = frozenset(
    {
        "plan opened",
        "action written",
        "plan sent",
        "plan sent back",
        "plan agreed",
        "progress told",
        "progress reviewed",
        "review planned",
        "plan opened again",
        "plan signed off",
        "plan ended",
        "letter sent",
        "file added",
        "file removed",
    }
)
MOST_SHOWN = 5


def _may_attach(case: Case, user: User) -> str | None:
    if case.stage not in OPEN:
        return "This plan has ended, so its files stay as they are."
    return None if may_write_for_organisation.test(user, case) else NOT_WRITING


def _may_message(case: Case, user: User) -> str | None:
    if case.organisation_id in organisation_places(user):
        return may_usually_message(case, user)
    return None if follows_plan.test(user, plan_in(case)) else "You can read these messages, not write."


def _staff(user: User) -> Q:
    return Q() if STAFF_READERS & roles_of(user) else Q(pk__in=[])


def your_plans_part(user: Any, at: datetime) -> dict[str, Any] | None:
    """On the front page of an organisation: its open plans, and what a council is asked about its journey."""
    if not user.is_authenticated or not organisation_places(user):
        return None
    plans, asked = rows_of(_open_plans, user), rows_of(_not_said, user)
    part = {"plans": [(each, IMPROVEMENT.stage(each.case.stage)) for each in plans], "asked": asked}
    return part if plans or asked else None


def your_plans_asked(user: Any, at: datetime) -> list[Asking]:
    """What that part asks."""
    if not user.is_authenticated or not organisation_places(user):
        return []
    return [asking(_open_plans, user), asking(_not_said, user)]


def _open_plans(user: User) -> QuerySet[ImprovementPlan]:
    return own_plans(user).filter(case__closed_at=None).order_by("case__opened_at")[:MOST_SHOWN]


def _not_said(user: User) -> QuerySet[JourneyProposal]:
    return own_proposals(user).filter(decided_at=None, voice_at=None)[:MOST_SHOWN]


IMPROVEMENT_KIND = CaseKind(
    kind=IMPROVEMENT.kind,
    label="Improvement plan",
    team="The inspection team",
    workflow=IMPROVEMENT,
    visible_to=plan_cases_of,
    address=lambda case, user: reverse("plan-detail", args=[case.pk]),
    related=("improvement_plan__assessment",),
    shown_to_provider=TOLD,
    notes_shown_to_provider=frozenset({"plan sent back", "plan opened again", "plan ended", "plan signed off"}),
    may_attach=_may_attach,
    may_message=_may_message,
    message_role=Role.INSPECTOR,
)
IMPROVEMENT_FILES = FileAccess(staff_documents=_staff)
