"""Pages of one visit: planned, agreed, written down, endorsed (R-374)."""

from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from sandbox_portal.casework.action_pages import LookingPage
from sandbox_portal.casework.working_days import LONDON, day_in_london
from sandbox_portal.govuk.forms import PageForm

from ..actions import visits as actions
from ..forms.parts import Confirm, Say
from ..forms.visits import PersonMetForm, VisitForm
from ..models import AssessmentVisit, FollowUp
from ..permissions import inspects_it, manages_it
from ..queries.assessments import STAFF_READERS, is_open_to_evidence
from ..queries.record import parts_of
from ..queries.visits import checklist_of, follow_ups_visible_to, visits_visible_to, who_left, who_may_visit
from ..rulebook.visit_record import ASKED, lines_of
from .assessments import MANAGERS, AssessmentAction


class PlanVisit(AssessmentAction):
    step, done = "plan_visit", "The visit is planned."

    def form(self, data: Any = None) -> VisitForm:
        self.planned = VisitForm(data, initial=self.initial(), people=who_may_visit(self.assessment))
        return self.planned

    def initial(self) -> dict[str, Any]:
        return {"lead": str(self.user.pk), "is_announced": "yes", "minutes": "60"}

    def plan(self, values: dict[str, Any]) -> actions.VisitPlan:
        names = ("minutes", "mode", "lead", "team", "place", "is_announced", "agenda")
        return actions.VisitPlan(starts_at=self.planned.starts_at, **{name: values[name] for name in names})

    def act(self, values: dict[str, Any]) -> AssessmentVisit:
        return actions.plan_visit(self.assessment, plan=self.plan(values), by=self.user, at=self.at)

    def next_url(self, done: AssessmentVisit) -> str:
        return reverse("visit-detail", args=[self.assessment.pk, done.pk])


class VisitDetail(LookingPage):
    """A visit as it stands: the plan, whom they met, what was written down, and what follows."""

    access = STAFF_READERS

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        visit = get_object_or_404(visits_visible_to(request.user), pk=kwargs["visit_id"], assessment=kwargs["case_id"])
        assessment = visit.assessment
        asked = checklist_of(visit).questions
        parts = parts_of(visit)
        is_open = visit.cancelled_at is None and visit.endorsed_at is None
        context = {
            "visit": visit,
            "assessment": assessment,
            "case": assessment.case,
            "team": list(visit.team.order_by("name")),
            "gone": [person.name for person in who_left(visit)] if visit.is_planned else [],
            "parts": parts,
            "answered": sum(part.name.startswith(ASKED) and bool(part.words) for part in parts),
            "checklist": [question.label for question in asked.values()],
            "people": list(visit.people_met.all()),
            "follow_ups": list(visit.follow_ups.select_related("done_by")),
            "agenda": lines_of(visit.agenda),
            "may_write": is_open and inspects_it.test(request.user, assessment),
            "may_take": is_open and is_open_to_evidence(assessment),
            "may_endorse": is_open and visit.done_at is not None and manages_it.test(request.user, assessment),
            "may_follow": (inspects_it | manages_it).test(request.user, assessment),
            "today": day_in_london(self.at),
        }
        return render(request, "inspection/visits/detail.html", context)


class OneVisit(AssessmentAction):
    """A page that does something with one visit."""

    @cached_property
    def visit(self) -> AssessmentVisit:
        visit = get_object_or_404(
            visits_visible_to(self.user), pk=self.kwargs["visit_id"], assessment=self.assessment.pk
        )
        if not self.is_for.test(self.user, self.assessment):
            raise Http404
        return visit

    is_for = inspects_it

    @property
    def back_url(self) -> str:
        return reverse("visit-detail", args=[self.visit.assessment_id, self.visit.pk])


class MoveVisit(PlanVisit, OneVisit):
    step, done = "", "The visit is changed."

    def form(self, data: Any = None) -> VisitForm:
        form = super().form(data)
        form.title, form.button = f"Change {str(self.visit).lower()}", "Keep the change"
        return form

    def initial(self) -> dict[str, Any]:
        visit = self.visit
        local = visit.starts_at.astimezone(LONDON)
        kept = {name: getattr(visit, name) for name in ("mode", "place", "agenda")}
        return {
            **kept,
            "day": local.date(),
            "starts_time": f"{local:%H:%M}",
            "minutes": str(visit.minutes),
            "is_announced": "yes" if visit.is_announced else "no",
            "lead": str(visit.lead_id),
            "team": [str(pk) for pk in visit.team.values_list("pk", flat=True)],
        }

    def act(self, values: dict[str, Any]) -> AssessmentVisit:
        return actions.move_visit(self.visit, plan=self.plan(values), by=self.user, at=self.at)


class NoteAgreement(OneVisit):
    done = "It is noted that they agreed."

    def form(self, data: Any = None) -> PageForm:
        return Say(
            data,
            title="Note that the person agreed to the visit",
            label="How did they agree, and with whom did they speak?",
            missing="Say how the person agreed",
            button="Note it",
            text_hint="Use no name. For example: rang back on 4 May, spoke with the lead inspector.",
        )

    def act(self, values: dict[str, Any]) -> object:
        return actions.note_agreement(self.visit, how=values["because"], by=self.user, at=self.at)


class NotePersonMet(OneVisit):
    done = "They have a code now."

    def form(self, data: Any = None) -> PageForm:
        return PersonMetForm(data)

    def act(self, values: dict[str, Any]) -> object:
        return actions.note_person_met(self.visit, **values, by=self.user, at=self.at)


class EndorseVisit(OneVisit):
    access, is_for = MANAGERS, manages_it
    done = "The visit is endorsed."

    def form(self, data: Any = None) -> PageForm:
        return Say(
            data,
            title=f"Endorse {str(self.visit).lower()}",
            label="A word to the team",
            button="Endorse it",
            hint="You say that the record is complete. It does not change after this.",
        )

    def act(self, values: dict[str, Any]) -> object:
        return actions.endorse_visit(self.visit, note=values["because"], by=self.user, at=self.at)


class SendVisitBack(OneVisit):
    access, is_for = MANAGERS, manages_it
    done = "The visit is with its team again."

    def form(self, data: Any = None) -> PageForm:
        return Say(
            data,
            title=f"Send {str(self.visit).lower()} back to its team",
            label="What is missing?",
            missing="Say what is missing",
            button="Send it back",
        )

    def act(self, values: dict[str, Any]) -> object:
        return actions.send_visit_back(self.visit, because=values["because"], by=self.user, at=self.at)


class CancelVisit(OneVisit):
    done = "The visit is cancelled."

    def form(self, data: Any = None) -> PageForm:
        return Say(
            data,
            title=f"Cancel {str(self.visit).lower()}",
            label="Why is it cancelled?",
            missing="Say why the visit is cancelled",
            button="Cancel the visit",
        )

    def act(self, values: dict[str, Any]) -> object:
        return actions.cancel_visit(self.visit, because=values["because"], by=self.user, at=self.at)


class FinishFollowUp(OneVisit):
    is_for = inspects_it | manages_it
    done = "It is noted that this is done."

    @cached_property
    def follow_up(self) -> FollowUp:
        return get_object_or_404(follow_ups_visible_to(self.user), pk=self.kwargs["follow_up_id"], visit=self.visit)

    def form(self, data: Any = None) -> PageForm:
        return Confirm(data, title="Is this done?", button="Yes, it is done", hint=self.follow_up.words)

    def act(self, values: dict[str, Any]) -> object:
        return actions.finish_follow_up(self.follow_up, by=self.user, at=self.at)
