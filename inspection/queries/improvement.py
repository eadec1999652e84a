"""Improvement plans somebody may read, and how far they are.

| who                                          | plan | finds it in lists |
|----------------------------------------------|------|-------------------|
| people of the organisation                   | yes  | yes               |
| staff who read assessments (`STAFF_READERS`) | yes  | yes               |
| whoever declared an interest in the assessment, or has a place in the organisation | as its people alone |
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import CharField, Count, Exists, Min, OuterRef, Prefetch, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Coalesce, Concat

from sandbox_portal.casework.looks import once_a_look, read_beside
from sandbox_portal.casework.models import Case
from sandbox_portal.documents.models import Attachment
from sandbox_portal.people.models import User
from sandbox_portal.people.queries import organisation_places, roles_of

from ..choices.improvement import OVER, PlanStage
from ..models import (
    ActionProgress,
    Assessment,
    GoodPractice,
    ImprovementPlan,
    InterestDeclared,
    PlanAction,
    PlanFinding,
    ProgressReview,
    SharedPractice,
)
from .assessments import STAFF_READERS

KIND = "improvement_plan"
BESIDE = ("case", "organisation", "assessment__case", "assessment__service", "assessment__organisation")


def plans_visible_to(user: User) -> QuerySet[ImprovementPlan]:
    """Plans of one's own organisations, and for staff all but those of an assessment they have an interest in."""
    found = ImprovementPlan.objects.select_related(*BESIDE)
    own = Q(organisation__in=organisation_places(user))
    if not STAFF_READERS & roles_of(user):
        return found.filter(own)
    tied = InterestDeclared.objects.filter(person=user, assessment=OuterRef("assessment"), has_interest=True)
    return found.filter(own | ~Q(Exists(tied)))


def plan_cases_of(user: User) -> Q:
    """The same as a condition on cases."""
    own = Q(organisation__in=organisation_places(user))
    if not STAFF_READERS & roles_of(user):
        return own
    tied = InterestDeclared.objects.filter(
        person=user, assessment=OuterRef("improvement_plan__assessment"), has_interest=True
    )
    return own | ~Q(Exists(tied))


def plans_looked_after(user: User) -> QuerySet[ImprovementPlan]:
    """Plans a member of staff reads as such: not those of an organisation of their own."""
    if not STAFF_READERS & roles_of(user):
        return ImprovementPlan.objects.none()
    return plans_visible_to(user).exclude(organisation__in=organisation_places(user))


def own_plans(user: User) -> QuerySet[ImprovementPlan]:
    return plans_visible_to(user).filter(organisation__in=organisation_places(user))


def actions_visible_to(user: User) -> QuerySet[PlanAction]:
    found = PlanAction.objects.filter(plan__in=plans_visible_to(user).values("pk"), removed_at=None)
    return found.select_related("finding", "saved_by")


def reviews_visible_to(user: User) -> QuerySet[ProgressReview]:
    return ProgressReview.objects.filter(plan__in=plans_visible_to(user).values("pk")).select_related("held_by")


def plan_in(case: Case) -> ImprovementPlan:
    """The plan whose case this is."""
    return read_beside(ImprovementPlan, case) or ImprovementPlan.objects.select_related(*BESIDE).get(pk=case.pk)


@once_a_look
def findings_of(plan: ImprovementPlan) -> list[PlanFinding]:
    return list(PlanFinding.objects.filter(plan=plan))


@once_a_look
def actions_of(plan: ImprovementPlan) -> list[PlanAction]:
    """The standing actions, each with what was said of its progress, the newest first, and its number of files."""
    said = Prefetch("progress", ActionProgress.objects.select_related("said_by"), to_attr="said")
    key = Concat(Value("action-"), Cast(OuterRef("number"), CharField()))
    files = Attachment.objects.filter(case=OuterRef("plan"), question_key=key, removed_at=None, replaced_at=None)
    counted = files.order_by().values("case").annotate(number=Count("pk")).values("number")
    number: Any = Coalesce(Subquery(counted), 0)
    return list(PlanAction.objects.filter(plan=plan, removed_at=None).annotate(files=number).prefetch_related(said))


@once_a_look
def reviews_of(plan: ImprovementPlan) -> list[ProgressReview]:
    return list(ProgressReview.objects.filter(plan=plan).select_related("held_by"))


@dataclass(frozen=True)
class Answered:
    """A finding with what is done about it."""

    finding: PlanFinding
    actions: tuple[PlanAction, ...]


def answered(plan: ImprovementPlan) -> list[Answered]:
    by_finding: dict[int, list[PlanAction]] = {}
    for action in actions_of(plan):
        by_finding.setdefault(action.finding_id, []).append(action)
    return [Answered(each, tuple(by_finding.get(each.pk, ()))) for each in findings_of(plan)]


def is_late(action: PlanAction, today: date) -> bool:
    """True when its day is over and it is neither done nor dropped."""
    return action.due_on is not None and action.due_on < today and action.status not in OVER


def missing_in(action: PlanAction) -> list[str]:
    """What an action still lacks before the plan can be sent."""
    asked = {"who does it": action.owner.strip(), "a day": action.due_on, "how you will see it": action.measure.strip()}
    return [name for name, value in asked.items() if not value]


def file_key(action: PlanAction) -> str:
    """Under which its files stand among those of the plan."""
    return f"action-{action.number}"


def find_plans(
    found: QuerySet[ImprovementPlan],
    *,
    words: str = "",
    stage: str = "",
    subject: str = "",
    state: str = "",
    today: date,
) -> QuerySet[ImprovementPlan]:
    """Those that match, the newest first, each with the day of its next review and how many actions are late."""
    if words:
        found = found.filter(Q(organisation__name__istartswith=words) | Q(case__reference__istartswith=words))
    if stage:
        found = found.filter(case__stage=stage)
    if subject:
        found = found.filter(assessment__service__isnull=subject == "local_authority")
    late = PlanAction.objects.filter(plan=OuterRef("pk"), removed_at=None, due_on__lt=today).exclude(status__in=OVER)
    review = ProgressReview.objects.filter(plan=OuterRef("pk"), held_at=None, due_on__lt=today)
    found = found.annotate(has_late_action=Exists(late), has_late_review=Exists(review))
    if state == "overdue":
        found = found.filter(overdue(today))
    return found.order_by("-case__opened_at", "-pk")


def overdue(today: date) -> Q:
    """Condition on plans of `find_plans`: a draft, a review or an action whose day is over."""
    draft = Q(case__stage=PlanStage.DRAFTING, agreed_at=None, draft_due_on__lt=today)
    running = Q(case__stage=PlanStage.UNDER_WAY) & (Q(has_late_action=True) | Q(has_late_review=True))
    return draft | running


def overdue_words(plan: Any, today: date) -> list[str]:
    """What of a plan of `find_plans` is late, for a list."""
    if plan.case.stage == PlanStage.DRAFTING and plan.agreed_at is None and plan.draft_due_on < today:
        return ["The draft is late"]
    if plan.case.stage != PlanStage.UNDER_WAY:
        return []
    late = (("A review is late", plan.has_late_review), ("An action is late", plan.has_late_action))
    return [words for words, is_so in late if is_so]


def next_review_days(plans: Iterable[ImprovementPlan]) -> dict[Any, date]:
    """The day of the next review of each of these plans."""
    waiting = ProgressReview.objects.filter(plan__in=[each.pk for each in plans], held_at=None)
    return dict(waiting.values_list("plan").annotate(Min("due_on")))


def saying_whether_assessed_again(found: QuerySet[ImprovementPlan]) -> QuerySet[ImprovementPlan]:
    """Each plan of a service says in `has_later` what `is_assessed_again` does."""
    later = Assessment.objects.filter(
        service=OuterRef("assessment__service"), case__opened_at__gt=OuterRef("assessment__case__opened_at")
    )
    return found.annotate(has_later=Exists(later.exclude(case__stage="cancelled")))


def is_assessed_again(plan: ImprovementPlan) -> bool:
    """True once the service or council has another assessment, begun after the one of the plan."""
    before = plan.assessment
    same = Q(service=before.service_id) if before.service_id else Q(service=None, organisation=before.organisation_id)
    later = Assessment.objects.filter(same, case__opened_at__gt=before.case.opened_at)
    return later.exclude(case__stage="cancelled").exists()


def findings_visible_to(user: User) -> QuerySet[PlanFinding]:
    return PlanFinding.objects.filter(plan__in=plans_visible_to(user).values("pk"))


def practice_of(plan: ImprovementPlan) -> list[GoodPractice]:
    """What partners shared for this plan, the newest first, each with whether they are their own words by link."""
    by_link = SharedPractice.objects.filter(practice=OuterRef("pk"))
    return list(GoodPractice.objects.filter(plan=plan).annotate(is_by_link=Exists(by_link)))
