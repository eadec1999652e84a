"""Pages of an assessment: the list, its file, its plan and team, and each step."""

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import urlencode

from sandbox_portal.casework.action_pages import ActionPage, LookingPage
from sandbox_portal.govuk.forms import PageForm
from sandbox_portal.people.choices import Role
from sandbox_portal.register.queries import kind_label, services_visible_to

from ..actions import assessments as actions
from ..choices.frameworks import SubjectKind
from ..forms.assessments import AssessmentFilter, InterestForm, PlanForm, ServiceFilter, StartForm, TeamForm
from ..forms.parts import statement_choices
from ..models import Assessment
from ..permissions import inspects_it, is_inspection_manager
from ..queries.assessments import (
    INSPECTS,
    STAFF_READERS,
    assessment_files_visible_to,
    assessments_visible_to,
    find_assessments,
    inspectors_and_load,
    interests_of,
    is_in_team,
    reads_file,
    team_of,
)
from ..queries.evidence import areas_in_words, content_of, counts_of, matrix_of, statements_that_count
from ..queries.frameworks import frameworks_in_work, frameworks_to_use
from ..queries.pages import mark_of, named_after, named_mark, older_than
from ..queries.scores import may_read_scores
from ..queries.services import services_to_assess
from ..queries.visits import visits_of
from ..workflow import ASSESSMENT
from .step_pages import REPORT_PAGES, STEPS
from .steps import StepTaken

MANAGERS = frozenset({Role.INSPECTION_MANAGER})
PAGE = 30
PAGES = {
    "name_team": "assessment-team",
    "change_plan": "assessment-plan",
    "plan_visit": "visit-plan",
    **REPORT_PAGES,
    "add_evidence": "evidence-add",
    "set_score": "assessment-scores",
    "note_limiter": "assessment-limiter-note",
    "ask_departure": "assessment-departure-ask",
    "finish_scoring": "assessment-scores",
}
# These are about one thing on the page of the scores, and are offered beside it.
ON_THE_PAGE_OF_SCORES = frozenset({"judge_area", "end_limiter", "sign_departure", "end_departure"})


class AssessmentList(LookingPage):
    """Assessments by name, stage and framework, the newest first."""

    access = STAFF_READERS

    def get(self, request: HttpRequest) -> HttpResponse:
        frameworks = list(frameworks_in_work())
        form = AssessmentFilter(request.GET, frameworks=frameworks)
        chosen = form.chosen()
        found = find_assessments(
            assessments_visible_to(request.user),
            request.user,
            words=chosen.get("q", ""),
            stage=chosen.get("stage", ""),
            framework=chosen.get("framework", ""),
            subject=chosen.get("subject", ""),
            mine="mine" in chosen,
        )
        rows = list(found.filter(older_than(request.GET.get("after", ""), "case__opened_at"))[: PAGE + 1])
        more = rows[PAGE:]
        context = {
            "form": form,
            "selected": form.selected(),
            "rows": [(each, ASSESSMENT.stage(each.case.stage)) for each in rows[:PAGE]],
            "older_url": older(chosen, mark_of(rows[PAGE - 1], "case__opened_at")) if more else "",
            "may_begin": is_inspection_manager.test(request.user),
        }
        return render(request, "inspection/assessments/list.html", context)


def older(chosen: dict[str, str], mark: str) -> str:
    return f"?{urlencode({**chosen, 'after': mark})}"


class FindService(LookingPage):
    """Services that are registered or take part in a round, to begin an assessment of one."""

    access = MANAGERS

    def get(self, request: HttpRequest) -> HttpResponse:
        form = ServiceFilter(request.GET)
        chosen = form.chosen()
        found = services_to_assess(request.user, words=chosen.get("q", ""))
        rows = list(found.filter(named_after(request.GET.get("after", "")))[: PAGE + 1])
        context = {
            "form": form,
            "selected": form.selected(),
            "rows": [(each, kind_label(each.kind)) for each in rows[:PAGE]],
            "older_url": older(chosen, named_mark(rows[PAGE - 1])) if rows[PAGE:] else "",
        }
        return render(request, "inspection/assessments/find_service.html", context)


class StartAssessment(ActionPage):
    access = MANAGERS
    done = "The assessment has begun. Name its team and write its plan."

    @cached_property
    def service(self) -> Any:
        found = services_visible_to(self.user).select_related("organisation")
        return get_object_or_404(found, pk=self.kwargs["service_id"])

    @property
    def back_url(self) -> str:
        return reverse("assessment-find-service")

    def form(self, data: Any = None) -> PageForm:
        frameworks = list(frameworks_to_use(SubjectKind.PROVIDER))
        return StartForm(data, subject=self.service.name, frameworks=frameworks)

    def act(self, values: dict[str, Any]) -> Assessment:
        return actions.start_assessment(self.service, **values, by=self.user, at=self.at)

    def next_url(self, done: Assessment) -> str:
        return reverse("assessment-detail", args=[done.pk])


class AssessmentDetail(LookingPage):
    """One assessment: its desk for those who read its file, and what it is for everybody else of staff."""

    access = STAFF_READERS

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        assessment = get_object_or_404(assessments_visible_to(request.user), pk=kwargs["case_id"])
        user: Any = request.user
        said = interests_of(assessment)
        context = {
            "assessment": assessment,
            "case": assessment.case,
            "stage": ASSESSMENT.stage(assessment.case.stage),
            "team": [(each, each.person_id in said) for each in team_of(assessment)],
            "said": said.get(user.pk),
            "may_declare": is_in_team(assessment, user) or is_inspection_manager.test(user),
            "reads_file": reads_file(assessment, user),
        }
        if context["reads_file"]:
            context |= self._file(assessment, user)
        return render(request, "inspection/assessments/detail.html", context)

    def _file(self, assessment: Assessment, user: Any) -> dict[str, Any]:
        content = content_of(assessment)
        matrix = matrix_of(assessment)
        counts = counts_of(assessment)
        return {
            "offers": list(offers_of(assessment, user)),
            "visits": visits_of(assessment),
            "matrix": matrix,
            "evidence": [(each.title, counts.get(each.key, 0)) for each in content.categories],
            "areas": areas_in_words(assessment),
            "inspects": inspects_it.test(user, assessment),
            "reads_scores": may_read_scores(user),
        }


def offers_of(assessment: Assessment, user: Any) -> Iterator[tuple[str, str, str]]:
    """What this person can do now: the words, the page, and the sentence that stops it for now."""
    for offer in ASSESSMENT.offers(assessment, user):
        name = offer.step.name
        if name in ON_THE_PAGE_OF_SCORES:
            continue
        page = PAGES.get(name)
        address = (
            reverse(page, args=[assessment.pk]) if page else reverse("assessment-step", args=[assessment.pk, name])
        )
        yield offer.step.label, address, str(offer.refusal or "")


class AssessmentAction(ActionPage):
    """One form about one assessment whose file the person reads, or which they may at least know of."""

    access = INSPECTS
    step = ""
    needs_file = True

    @cached_property
    def assessment(self) -> Assessment:
        rows = assessment_files_visible_to(self.user) if self.needs_file else assessments_visible_to(self.user)
        found = get_object_or_404(rows, pk=self.kwargs["case_id"])
        if self.step and not ASSESSMENT.step(self.step).who.test(self.user, found):
            raise Http404
        return found

    @property
    def back_url(self) -> str:
        return reverse("assessment-detail", args=[self.assessment.pk])

    def next_url(self, done: Any) -> str:
        return self.back_url


class WritePlan(AssessmentAction):
    step, done = "change_plan", "The plan is kept."

    def form(self, data: Any = None) -> PageForm:
        assessment = self.assessment
        content = content_of(assessment)
        every = [content.by_key[key] for key in statements_that_count(assessment.framework, assessment.service)]
        initial = {name: getattr(assessment, name) for name in ("starts_on", "ends_on", "statements", "scope_because")}
        initial["is_announced"] = "yes" if assessment.is_announced else "no"
        return PlanForm(data, initial=initial, statements=statement_choices(content, every))

    def act(self, values: dict[str, Any]) -> object:
        return actions.write_plan(self.assessment, plan=actions.Plan(**values), by=self.user, at=self.at)


class NameTeam(AssessmentAction):
    access = MANAGERS
    step, done = "name_team", "The team is named. Each of them is asked whether anything ties them to what is assessed."

    def form(self, data: Any = None) -> PageForm:
        team = [str(each.person_id) for each in team_of(self.assessment)]
        initial = {"lead": str(self.assessment.lead_id or ""), "members": team}
        return TeamForm(data, initial=initial, people=inspectors_and_load(self.assessment))

    def act(self, values: dict[str, Any]) -> object:
        return actions.name_team(self.assessment, **values, by=self.user, at=self.at)


class DeclareInterest(AssessmentAction):
    needs_file = False
    done = "Thank you. We have noted what you said."

    def form(self, data: Any = None) -> PageForm:
        return InterestForm(data, subject=self.assessment.subject_word)

    def act(self, values: dict[str, Any]) -> object:
        return actions.declare_interest(self.assessment, **values, by=self.user, at=self.at)


class TakeStep(StepTaken, AssessmentAction):
    pages = STEPS
    workflow = ASSESSMENT

    @property
    def subject(self) -> Assessment:
        return self.assessment
