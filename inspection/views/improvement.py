"""Pages of improvement plans: the list, one plan for both sides, and its steps."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import urlencode

from sandbox_portal.casework.action_pages import ActionPage, LookingPage
from sandbox_portal.casework.working_days import day_in_london
from sandbox_portal.people.doors import PROVIDER
from sandbox_portal.people.queries import organisation_places

from ..actions import improvement as actions
from ..forms.improvement import PlanFilter
from ..models import ImprovementPlan, PlanAction
from ..queries.assessments import STAFF_READERS
from ..queries.improvement import (
    answered,
    file_key,
    find_plans,
    is_late,
    missing_in,
    next_review_days,
    overdue_words,
    plans_looked_after,
    plans_visible_to,
    practice_of,
    reviews_of,
    saying_whether_assessed_again,
)
from ..queries.pages import mark_of, older_than
from ..workflow.improvement import IMPROVEMENT
from .assessments import PAGE, older
from .steps import StepPage, StepTaken

OWN = frozenset({PROVIDER})
BOTH = STAFF_READERS | OWN


class PlanList(LookingPage):
    """Plans by name, stage and what is late, the newest first."""

    access = STAFF_READERS

    def get(self, request: HttpRequest) -> HttpResponse:
        form = PlanFilter(request.GET)
        chosen = form.chosen()
        today = day_in_london(self.at)
        found = find_plans(
            plans_looked_after(request.user),
            words=chosen.get("q", ""),
            stage=chosen.get("stage", ""),
            subject=chosen.get("subject", ""),
            state=chosen.get("state", ""),
            today=today,
        )
        rows = list(found.filter(older_than(request.GET.get("after", ""), "case__opened_at"))[: PAGE + 1])
        days = next_review_days(rows[:PAGE])
        context = {
            "form": form,
            "selected": form.selected(),
            "rows": [
                (each, IMPROVEMENT.stage(each.case.stage), days.get(each.pk), overdue_words(each, today))
                for each in rows[:PAGE]
            ],
            "older_url": older(chosen, mark_of(rows[PAGE - 1], "case__opened_at")) if rows[PAGE:] else "",
        }
        return render(request, "inspection/improvement/list.html", context)


class PlanDetail(LookingPage):
    """One plan, as its organisation writes it and as we follow it."""

    access = BOTH

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        found = saying_whether_assessed_again(plans_visible_to(request.user))
        plan: Any = get_object_or_404(found, pk=kwargs["case_id"])
        user: Any = request.user
        today = day_in_london(self.at)
        offers = {each.step.name: each for each in IMPROVEMENT.offers(plan, user)}
        back = urlencode({"return": request.path})
        rows = [(each.finding, [_shown(action, today, back) for action in each.actions]) for each in answered(plan)]
        is_own = plan.organisation_id in organisation_places(user)
        context = {
            "plan": plan,
            "case": plan.case,
            "stage": IMPROVEMENT.stage(plan.case.stage),
            "is_own": is_own,
            "rows": rows,
            "reviews": [(each, each.held_at is None and each.due_on < today) for each in reviews_of(plan)],
            "next_review": next((each for each in reviews_of(plan) if each.held_at is None), None),
            "practice": practice_of(plan),
            "offers": [_link(plan, each) for name, each in offers.items() if name in STEPS or name in PAGES],
            "may_write": "write_action" in offers,
            "may_tell": "tell_progress" in offers,
            "may_review": "hold_review" in offers,
            "draft_is_late": plan.agreed_at is None and plan.sent_at is None and plan.draft_due_on < today,
            "is_assessed_again": not is_own and plan.reinspect_by is not None and plan.has_later,
        }
        return render(request, "inspection/improvement/detail.html", context)


@dataclass(frozen=True)
class ShownAction:
    row: PlanAction
    is_late: bool
    missing: str
    files: int
    files_url: str


def _shown(action: Any, today: Any, back: str) -> ShownAction:
    key = file_key(action)
    address = f"{reverse('case-evidence', args=[action.plan_id])}?{urlencode({'question': key})}&{back}"
    return ShownAction(action, is_late(action, today), ", ".join(missing_in(action)), action.files, address)


def _link(plan: ImprovementPlan, offer: Any) -> tuple[str, str, str]:
    name = offer.step.name
    page = PAGES.get(name)
    address = reverse(page, args=[plan.pk]) if page else reverse("plan-step", args=[plan.pk, name])
    return offer.step.label, address, str(offer.refusal or "")


class PlanAct(ActionPage):
    """One form about one plan; whoever may not take its step finds nothing here."""

    access = BOTH
    step = ""

    @cached_property
    def plan(self) -> ImprovementPlan:
        plan = get_object_or_404(plans_visible_to(self.user), pk=self.kwargs["case_id"])
        if self.step and not IMPROVEMENT.step(self.step).who.test(self.user, plan):
            raise Http404
        return plan

    @property
    def back_url(self) -> str:
        return reverse("plan-detail", args=[self.plan.pk])

    def next_url(self, done: Any) -> str:
        return self.back_url


STEPS = {
    "send_plan": StepPage(
        actions.send_plan,
        "Your plan is with us. We read it and write to you.",
        "You cannot change it while we read it.",
    ),
    "send_back": StepPage(
        actions.send_back,
        "The plan is with the organisation again.",
        "Everything it wrote stays. It has 28 days.",
        "What has to change?",
        "Say what has to change",
    ),
    "agree": StepPage(
        actions.agree_plan,
        "The plan is agreed. Its days are kept from now on.",
        "What the actions say does not change after this. The organisation gets a letter with the days of the reviews.",
        "A word to the organisation",
        reason="words",
    ),
    "open_again": StepPage(
        actions.open_again,
        "The plan is with the organisation again.",
        "The organisation can write its actions anew, and has 28 days.",
        "What has to change?",
        "Say what has to change",
    ),
    "sign_off": StepPage(
        actions.sign_off,
        "The plan is signed off.",
        "This ends the plan.",
        "What has got better?",
        "Say what has got better",
    ),
    "end": StepPage(
        actions.end_plan,
        "The plan has ended.",
        "This ends the plan without saying that things got better.",
        "Why does it end?",
        "Say why it ends",
    ),
}
PAGES = {"plan_review": "plan-review-add", "note_practice": "plan-practice"}


class TakePlanStep(StepTaken, PlanAct):
    pages = STEPS
    workflow = IMPROVEMENT

    @property
    def subject(self) -> ImprovementPlan:
        return self.plan
