"""Pages of the visits of any case: planned, agreed, written down, endorsed (R-374)."""

from functools import cached_property
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from sandbox_portal.casework.action_pages import ActionPage, LookingPage
from sandbox_portal.casework.kinds import kind_of
from sandbox_portal.casework.models import Case
from sandbox_portal.casework.working_days import LONDON, day_in_london
from sandbox_portal.govuk.forms import PageForm
from sandbox_portal.people.doors import Door

from ..actions import visits as actions
from ..forms.parts import Confirm, Say
from ..forms.visits import PersonMetForm, VisitForm
from ..models import AssessmentVisit, FollowUp
from ..queries.record import parts_of
from ..queries.visits import cases_to_visit, checklist_of, follow_ups_visible_to, visits_visible_to, who_left
from ..rulebook.visit_record import ASKED, lines_of
from ..visited import GO_ON_VISITS, READ_VISITS, Visited, visited


class CaseVisits(ActionPage):
    """One form about the visits of a case, of whatever kind, for those who work on it or endorse what they did."""

    access = GO_ON_VISITS

    @cached_property
    def case(self) -> Case:
        case = get_object_or_404(cases_to_visit(self.user), pk=self.kwargs["case_id"])
        if not self.is_theirs(visited(case), case):
            raise Http404
        return case

    def is_theirs(self, rules: Visited, case: Case) -> bool:
        return rules.works_on(case, self.user)

    @property
    def back_url(self) -> str:
        return kind_of(self.case).address(self.case, self.user)

    def next_url(self, done: Any) -> str:
        return self.back_url

    def show(self, form: PageForm, status: int = 200) -> HttpResponse:
        form.caption = f"{self.case.reference}, {self.case.organisation_name}"
        return super().show(form, status)


class PlanVisit(CaseVisits):
    done = "The visit is planned."

    def form(self, data: Any = None) -> VisitForm:
        rules = visited(self.case)
        people = rules.people(self.case)
        self.planned = VisitForm(data, initial=self.initial(), people=people, terms=rules.terms)
        return self.planned

    def initial(self) -> dict[str, Any]:
        agenda = visited(self.case).terms.first_agenda()
        return {"lead": str(self.user.pk), "is_announced": "yes", "minutes": "60", "agenda": agenda}

    def plan(self, values: dict[str, Any]) -> actions.VisitPlan:
        names = ("minutes", "mode", "lead", "team", "place", "is_announced", "agenda", "note")
        said = {name: values[name] for name in names if name in values}
        return actions.VisitPlan(starts_at=self.planned.starts_at, **said)

    def act(self, values: dict[str, Any]) -> AssessmentVisit:
        return actions.plan_visit(self.case, plan=self.plan(values), by=self.user, at=self.at)

    def next_url(self, done: AssessmentVisit) -> str:
        return reverse("visit-detail", args=[self.case.pk, done.pk])


class VisitDetail(LookingPage):
    """A visit as it stands: the plan, whom they met, what was written down, and what follows."""

    access = READ_VISITS

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        visit = get_object_or_404(visits_visible_to(request.user), pk=kwargs["visit_id"], case=kwargs["case_id"])
        case, rules, user = visit.case, visited(visit.case), self.user
        asked = checklist_of(visit).questions
        parts = parts_of(visit)
        team = list(visit.team.order_by("name"))
        is_open = visit.cancelled_at is None and visit.endorsed_at is None
        works, endorses = rules.works_on(case, user), rules.endorses(case, user)
        goes = user.pk in {visit.lead_id, visit.done_by_id, *(person.pk for person in team)}
        context = {
            "visit": visit,
            "case": case,
            "kind": kind_of(case).label,
            "case_url": kind_of(case).address(case, user),
            "team": team,
            "gone": [person.name for person in who_left(visit)] if visit.is_planned else [],
            "parts": parts,
            "answered": sum(part.name.startswith(ASKED) and bool(part.words) for part in parts),
            "checklist": [question.label for question in asked.values()],
            "people": list(visit.people_met.all()),
            "follow_ups": list(visit.follow_ups.select_related("done_by")),
            "agenda": lines_of(visit.agenda),
            "may_write": is_open and works and rules.closed(case) is None,
            "may_take": is_open and rules.not_taken(case) is None,
            "may_endorse": is_open and visit.done_at is not None and endorses and not goes,
            "may_follow": works or endorses,
            "today": day_in_london(self.at),
            "part_template": rules.terms.part_template,
            "part": rules.terms.part(visit, user, self.at) if rules.terms.part else None,
            "waits_for_agreement": visit.is_planned and visit.is_short_notice and visit.agreed_at is None,
        }
        return render(request, "inspection/visits/detail.html", context)


class OneVisit(CaseVisits):
    """A page that does something with one visit."""

    @cached_property
    def visit(self) -> AssessmentVisit:
        return get_object_or_404(visits_visible_to(self.user), pk=self.kwargs["visit_id"], case=self.case.pk)

    @property
    def back_url(self) -> str:
        return reverse("visit-detail", args=[self.visit.case_id, self.visit.pk])


class MoveVisit(PlanVisit, OneVisit):
    done = "The visit is changed."

    def form(self, data: Any = None) -> VisitForm:
        form = super().form(data)
        form.title, form.button = f"Change {str(self.visit).lower()}", "Keep the change"
        return form

    def initial(self) -> dict[str, Any]:
        visit = self.visit
        local = visit.starts_at.astimezone(LONDON)
        kept = {name: getattr(visit, name) for name in ("mode", "place", "agenda", "note")}
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
        return PersonMetForm(data, public_names=(self.visit.subject_name,))

    def act(self, values: dict[str, Any]) -> object:
        return actions.note_person_met(self.visit, **values, by=self.user, at=self.at)


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
    done = "It is noted that this is done."

    @cached_property
    def follow_up(self) -> FollowUp:
        return get_object_or_404(follow_ups_visible_to(self.user), pk=self.kwargs["follow_up_id"], visit=self.visit)

    def is_theirs(self, rules: Visited, case: Case) -> bool:
        return rules.works_on(case, self.user) or rules.endorses(case, self.user)

    def form(self, data: Any = None) -> PageForm:
        return Confirm(data, title="Is this done?", button="Yes, it is done", hint=self.follow_up.words)

    def act(self, values: dict[str, Any]) -> object:
        return actions.finish_follow_up(self.follow_up, by=self.user, at=self.at)


class EarlierAddress(Door):
    """Where visits of assessments stood before: letters and calendars hold such addresses."""

    access = READ_VISITS

    def get(self, request: HttpRequest, case_id: UUID, rest: str) -> HttpResponse:
        moved = f"{reverse('visit-plan', args=[case_id]).removesuffix('plan/')}{rest}"
        return HttpResponsePermanentRedirect(moved)
