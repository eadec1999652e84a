"""Pages about visits before registration: the inspector's, and the organisation's answer to the day."""

from functools import cached_property
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from sandbox_portal.casework.action_pages import ActionPage
from sandbox_portal.casework.working_days import LONDON
from sandbox_portal.govuk.forms import PageForm
from sandbox_portal.people.doors import PROVIDER

from ..actions import visits
from ..forms.assessment import AnswerVisit, PlanVisit, Say
from ..models import SiteVisit
from ..queries.assessment import visits_visible_to
from ..queries.assessment_home import own_visits, visit_in_words
from .assessing import AssessmentAction


class PlanVisitPage(AssessmentAction):
    done = "The visit is planned. We have written to the organisation."

    def form(self, data: Any = None) -> PlanVisit:
        self.planned = PlanVisit(data, initial=self.initial())
        return self.planned

    def initial(self) -> dict[str, Any]:
        return {"visitors": self.user.name}

    def act(self, values: dict[str, Any]) -> object:
        return visits.plan_visit(self.application, plan=self.plan(values), by=self.user, at=self.at)

    def plan(self, values: dict[str, Any]) -> visits.Plan:
        names = ("where", "place", "visitors", "checklist", "note")
        return visits.Plan(starts_at=self.planned.starts_at, **{name: values[name] for name in names})


class OneVisit(AssessmentAction):
    """A page about a visit that is planned."""

    @cached_property
    def visit(self) -> SiteVisit:
        return get_object_or_404(
            visits_visible_to(self.user), pk=self.kwargs["visit_id"], application=self.application.pk
        )


class MoveVisit(PlanVisitPage, OneVisit):
    done = "The visit is moved. We have written to the organisation."

    def form(self, data: Any = None) -> PlanVisit:
        self.planned = PlanVisit(data, initial=self.initial())
        self.planned.title, self.planned.button = "Move the visit", "Move it and write to the organisation"
        return self.planned

    def initial(self) -> dict[str, Any]:
        local = self.visit.starts_at.astimezone(LONDON)
        names = ("where", "place", "visitors", "checklist", "note")
        kept = {name: getattr(self.visit, name) for name in names}
        return {**kept, "day": local.date(), "starts_time": f"{local:%H:%M}"}

    def act(self, values: dict[str, Any]) -> object:
        return visits.move_visit(self.visit, plan=self.plan(values), by=self.user, at=self.at)


class CancelVisit(OneVisit):
    done = "The visit is cancelled."

    def form(self, data: Any = None) -> PageForm:
        return Say(
            data,
            title=f"Cancel the visit on {visit_in_words(self.visit)}",
            label="Why is it cancelled?",
            missing="Say why the visit is cancelled",
            button="Cancel the visit",
            hint="The organisation can read this.",
        )

    def act(self, values: dict[str, Any]) -> object:
        return visits.cancel_visit(self.visit, because=values["because"], by=self.user, at=self.at)


class AnswerVisitPage(ActionPage):
    """The organisation reads what is planned, and agrees to the day or asks for another."""

    access = frozenset({PROVIDER})
    template = "registration/provider/visit.html"
    done = "Thank you. We have your answer."

    @cached_property
    def visit(self) -> SiteVisit:
        return get_object_or_404(own_visits(self.user), pk=self.kwargs["visit_id"], application=self.kwargs["case_id"])

    @property
    def back_url(self) -> str:
        return reverse("registration-status", args=[self.visit.application_id])

    def form(self, data: Any = None) -> PageForm:
        return AnswerVisit(data, initial={"reply": self.visit.reply, "words": self.visit.reply_words})

    def act(self, values: dict[str, Any]) -> object:
        return visits.answer_visit(self.visit, **values, by=self.user, at=self.at)

    def next_url(self, done: Any) -> str:
        return reverse("registration-visit-answer", args=[self.visit.application_id, self.visit.pk])

    def show(self, form: PageForm, status: int = 200) -> HttpResponse:
        visit = self.visit
        context = {
            "form": form,
            "visit": visit,
            "application": visit.application,
            "starts": visit_in_words(visit),
            "is_open": visit.is_planned and visit.starts_at > self.at,
            "back_url": self.back_url,
        }
        return render(self.request, self.template, context, status=status)
