"""Who writes a plan and who follows it, for reminders: nobody looks at a page then."""

from collections.abc import Iterator
from uuid import UUID

from django.db.models import QuerySet

from sandbox_portal.people.choices import WRITERS, Role
from sandbox_portal.people.models import User
from sandbox_portal.people.queries import holders_of, people_of

from ..choices.improvement import OVER, PlanStage
from ..models import ImprovementPlan, InterestDeclared, JourneyMove, PlanAction, ProgressReview
from .improvement import BESIDE


def plan_by_id(plan_id: UUID) -> ImprovementPlan | None:
    return ImprovementPlan.objects.select_related(*BESIDE).filter(pk=plan_id).first()


def review_by_id(review_id: int) -> ProgressReview | None:
    """A review that is still to be held."""
    found = ProgressReview.objects.filter(pk=review_id, held_at=None)
    return found.select_related("plan__organisation", "plan__case").first()


def those_who_write(plan_id: UUID, *, stage: str = PlanStage.DRAFTING) -> list[User]:
    """Everybody who writes for the organisation, while its plan is at this stage."""
    plan = plan_by_id(plan_id)
    return list(people_of(plan.organisation, *WRITERS)) if plan and plan.case.stage == stage else []


def writers_of_action(action_id: int) -> Iterator[tuple[UUID, User]]:
    """Everybody who writes for the organisation, while the action is neither done nor dropped."""
    action = PlanAction.objects.filter(pk=action_id, removed_at=None).exclude(status__in=OVER).first()
    if action is not None:
        for person in those_who_write(action.plan_id, stage=PlanStage.UNDER_WAY):
            yield action.plan_id, person


def those_who_follow(plan: ImprovementPlan, *, role: Role) -> QuerySet[User]:
    """People of this role who have no place in the organisation and no interest in its assessment."""
    tied = InterestDeclared.objects.filter(assessment=plan.assessment_id, has_interest=True)
    members = plan.organisation.memberships.filter(ended_at=None)
    found = holders_of(role).exclude(pk__in=tied.values("person"))
    return found.exclude(pk__in=members.values("user"))


def those_who_see_reviews(plan: ImprovementPlan) -> list[User]:
    """Whoever has the case; while nobody has it, the inspectors and managers who may."""
    owner = plan.case.owner
    if owner is not None:
        return [owner]
    return list(those_who_follow(plan, role=Role.INSPECTION_MANAGER))


def those_who_look_after_journeys(council_id: UUID) -> QuerySet[User]:
    """Inspection managers without a place in the council, while a day is agreed with it."""
    last = JourneyMove.objects.filter(council=council_id).order_by("-number").first()
    managers = holders_of(Role.INSPECTION_MANAGER)
    if last is None or last.review_on is None:
        return managers.none()
    return managers.exclude(memberships__organisation=council_id, memberships__ended_at=None)
