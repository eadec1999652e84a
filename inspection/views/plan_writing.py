"""What people write into an improvement plan: actions, progress, reviews."""

from abc import abstractmethod
from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from sandbox_portal.casework.moments import time_in_words
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.govuk.forms import PageForm

from ..actions import improvement as actions
from ..actions.plan_drafts import keep_typed
from ..forms.improvement import (
    AnotherReviewForm,
    DeedForm,
    OwnFindingForm,
    PracticeForm,
    ProgressForm,
    ReviewForm,
)
from ..forms.parts import Confirm
from ..models import PlanAction, PlanFinding, ProgressReview
from ..queries.assessments import INSPECTS
from ..queries.improvement import (
    actions_visible_to,
    findings_visible_to,
    page_of_action,
    page_of_new,
    page_of_progress,
    reviews_visible_to,
    typed_before,
)
from .improvement import OWN, PlanAct


class TypedAct(PlanAct):
    """A form that is saved while somebody types. `page` names it among what they typed."""

    access = OWN
    template = "inspection/improvement/typed_form.html"

    @property
    @abstractmethod
    def page(self) -> str:
        """Which page of the plan it is."""

    @cached_property
    def typed(self) -> Any:
        return typed_before(self.plan, self.page, self.user)

    def facts(self) -> dict[str, Any]:
        return {"typed": None if self.bound else self.typed}

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if request.headers.get("X-Fragment") == "1":
            return self._keep(request)
        return super().post(request, **kwargs)

    def _keep(self, request: HttpRequest) -> JsonResponse:
        form = self.form(request.POST)
        names = {name for name in request.POST if name.rpartition("_")[0] in form.fields or name in form.fields}
        typed = {name: str(request.POST[name]) for name in names - {"version"}}
        try:
            kept = keep_typed(self.plan, page=self.page, typed=typed, by=self.user, at=self.at)
        except Refused as refused:
            return JsonResponse({"message": refused.sentence}, status=403)
        return JsonResponse({"version": kept.version, "saved_at_text": time_in_words(self.at)})


def _deed(values: dict[str, Any]) -> actions.Deed:
    return actions.Deed(**{name: values[name] for name in ("what", "owner", "due_on", "measure", "support")})


class AddAction(TypedAct):
    step, done = "write_action", "The action is in the plan."

    @cached_property
    def finding(self) -> PlanFinding:
        return get_object_or_404(findings_visible_to(self.user), pk=self.kwargs["finding_id"], plan=self.plan)

    @property
    def page(self) -> str:
        return page_of_new(self.finding)

    def form(self, data: Any = None) -> PageForm:
        form = DeedForm(data, initial={}, typed=None if data else self.typed)
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
    def page(self) -> str:
        return page_of_action(self.action)

    def form(self, data: Any = None) -> PageForm:
        action = self.action
        initial = {name: getattr(action, name) for name in ("what", "owner", "due_on", "measure", "support")}
        form = DeedForm(data, initial={**initial, "read_version": action.version}, typed=None if data else self.typed)
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
    def page(self) -> str:
        return page_of_progress(self.action)

    def form(self, data: Any = None) -> PageForm:
        action = self.action
        named = {"initial": {"status": action.status}, "typed": None if data else self.typed}
        form = ProgressForm(data, title=f"How does {str(action).lower()} go?", **named)
        form.hint = action.what
        return form

    def act(self, values: dict[str, Any]) -> object:
        self.action.plan = self.plan
        return actions.tell_progress(self.action, **values, by=self.user, at=self.at)


class HoldReview(PlanAct):
    access = INSPECTS
    step, done = "hold_review", "The review is kept, and the organisation gets a letter."

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
