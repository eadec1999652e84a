"""What people write into an improvement plan: actions, progress, reviews."""

from abc import abstractmethod
from functools import cached_property
from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse

from sandbox_portal.govuk.forms import PageForm

from ..actions import improvement as actions
from ..forms.improvement import (
    AnotherReviewForm,
    DeedForm,
    OwnFindingForm,
    PracticeForm,
    ProgressForm,
    ReviewForm,
)
from ..forms.parts import Confirm
from ..models import Assessment, PlanAction, PlanFinding, ProgressReview
from ..queries.assessments import INSPECTS
from ..queries.improvement import (
    actions_visible_to,
    findings_visible_to,
    reviews_visible_to,
)
from .drafting import DraftedPage
from .improvement import OWN, PlanAct


class TypedAct(DraftedPage, PlanAct):
    """A form whose words are kept while somebody types, beside those of the assessment the plan follows from."""

    access = OWN
    template = "inspection/improvement/action.html"

    @property
    def assessment(self) -> Assessment:  # type: ignore[override]
        return self.plan.assessment

    @property
    @abstractmethod
    def draft_page(self) -> str:  # type: ignore[override]
        """Which page of the plan it is."""


def _deed(values: dict[str, Any]) -> actions.Deed:
    return actions.Deed(**{name: values[name] for name in ("what", "owner", "due_on", "measure", "support")})


class AddAction(TypedAct):
    step, done = "write_action", "The action is in the plan."

    @cached_property
    def finding(self) -> PlanFinding:
        return get_object_or_404(findings_visible_to(self.user), pk=self.kwargs["finding_id"], plan=self.plan)

    @property
    def draft_page(self) -> str:  # type: ignore[override]
        return f"plan-finding-{self.finding.pk}"

    def form(self, data: Any = None) -> PageForm:
        form = DeedForm(data)
        form.title, form.caption = "Add an action", self.finding.title
        return form

    def act(self, values: dict[str, Any]) -> object:
        return actions.add_action(self.plan, finding=self.finding, deed=_deed(values), by=self.user, at=self.at)


class OneAction(TypedAct):
    @cached_property
    def action(self) -> PlanAction:
        return get_object_or_404(actions_visible_to(self.user), pk=self.kwargs["action_id"], plan=self.plan)


class ChangeAction(OneAction):
    step, done = "write_action", "The action is changed."

    @property
    def draft_page(self) -> str:  # type: ignore[override]
        return f"plan-action-{self.action.pk}"

    def form(self, data: Any = None) -> PageForm:
        action = self.action
        initial = {name: getattr(action, name) for name in ("what", "owner", "due_on", "measure", "support")}
        form = DeedForm(data, initial={**initial, "read_version": action.version})
        form.title, form.caption = f"Change {str(action).lower()}", action.finding.title
        return form

    def facts(self) -> dict[str, Any]:
        remove = reverse("plan-action-remove", args=[self.plan.pk, self.action.pk])
        return {**super().facts(), "remove_url": remove}

    def act(self, values: dict[str, Any]) -> object:
        version = values["read_version"] or 0
        self.action.plan = self.plan
        return actions.change_action(self.action, deed=_deed(values), version=version, by=self.user, at=self.at)


class RemoveAction(PlanAct):
    access = OWN
    step, done = "write_action", "The action is out of the plan."

    @cached_property
    def action(self) -> PlanAction:
        return get_object_or_404(actions_visible_to(self.user), pk=self.kwargs["action_id"], plan=self.plan)

    def form(self, data: Any = None) -> PageForm:
        return Confirm(data, title=f"Take {str(self.action).lower()} out?", button="Take it out", hint=self.action.what)

    def act(self, values: dict[str, Any]) -> object:
        self.action.plan = self.plan
        return actions.remove_action(self.action, by=self.user, at=self.at)


class AddFinding(PlanAct):
    access = OWN
    step, done = "write_action", "It is in the plan. Say now what you will do about it."

    def form(self, data: Any = None) -> PageForm:
        return OwnFindingForm(data)

    def act(self, values: dict[str, Any]) -> object:
        return actions.add_finding(self.plan, title=values["words"], by=self.user, at=self.at)


class TellProgress(OneAction):
    step, done = "tell_progress", "Thank you. We have noted how it goes."

    @property
    def draft_page(self) -> str:  # type: ignore[override]
        return f"plan-progress-{self.action.pk}"

    def form(self, data: Any = None) -> PageForm:
        action = self.action
        form = ProgressForm(data, title=f"How does {str(action).lower()} go?", initial={"status": action.status})
        form.hint = action.what
        return form

    def act(self, values: dict[str, Any]) -> object:
        self.action.plan = self.plan
        return actions.tell_progress(self.action, **values, by=self.user, at=self.at)


class HoldReview(TypedAct):
    access = INSPECTS
    step, done = "hold_review", "The review is kept, and the organisation gets a letter."

    @property
    def draft_page(self) -> str:  # type: ignore[override]
        return f"plan-review-{self.review.pk}"

    @cached_property
    def review(self) -> ProgressReview:
        return get_object_or_404(reviews_visible_to(self.user), pk=self.kwargs["review_id"], plan=self.plan)

    def form(self, data: Any = None) -> PageForm:
        form = ReviewForm(data)
        form.caption = str(self.review)
        return form

    def act(self, values: dict[str, Any]) -> object:
        self.review.plan = self.plan
        return actions.hold_review(self.review, **values, by=self.user, at=self.at)


class AnotherReview(PlanAct):
    access = INSPECTS
    step, done = "plan_review", "The review is planned."

    def form(self, data: Any = None) -> PageForm:
        return AnotherReviewForm(data)

    def act(self, values: dict[str, Any]) -> object:
        return actions.plan_review(self.plan, **values, by=self.user, at=self.at)


class NotePractice(PlanAct):
    access = INSPECTS
    step, done = "note_practice", "It is noted, and the organisation can read it."

    def form(self, data: Any = None) -> PageForm:
        return PracticeForm(data)

    def act(self, values: dict[str, Any]) -> object:
        return actions.note_practice(self.plan, **values, by=self.user, at=self.at)
