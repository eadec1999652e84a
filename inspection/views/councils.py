"""Begin the assessment of a council."""

from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from sandbox_portal.casework.action_pages import ActionPage, LookingPage
from sandbox_portal.govuk.forms import PageForm

from ..actions.councils import start_council_assessment
from ..choices.frameworks import SubjectKind
from ..forms.assessments import CouncilFilter, StartForm
from ..models import Assessment
from ..queries.councils import councils_to_assess
from ..queries.frameworks import frameworks_to_use
from ..queries.pages import named_after, named_mark
from .assessments import MANAGERS, PAGE, older


class FindCouncil(LookingPage):
    """Councils by name, to begin an assessment of one."""

    access = MANAGERS

    def get(self, request: HttpRequest) -> HttpResponse:
        form = CouncilFilter(request.GET)
        chosen = form.chosen()
        found = councils_to_assess(request.user, words=chosen.get("q", ""))
        rows = list(found.filter(named_after(request.GET.get("after", "")))[: PAGE + 1])
        context = {
            "form": form,
            "selected": form.selected(),
            "rows": rows[:PAGE],
            "older_url": older(chosen, named_mark(rows[PAGE - 1])) if rows[PAGE:] else "",
        }
        return render(request, "inspection/assessments/find_council.html", context)


class StartCouncilAssessment(ActionPage):
    access = MANAGERS
    done = "The assessment has begun. Name its team and write its plan."

    @cached_property
    def council(self) -> Any:
        return get_object_or_404(councils_to_assess(self.user), pk=self.kwargs["organisation_id"])

    @property
    def back_url(self) -> str:
        return reverse("assessment-find-council")

    def form(self, data: Any = None) -> PageForm:
        frameworks = list(frameworks_to_use(SubjectKind.LOCAL_AUTHORITY))
        return StartForm(data, subject=self.council.name, frameworks=frameworks)

    def act(self, values: dict[str, Any]) -> Assessment:
        return start_council_assessment(self.council, **values, by=self.user, at=self.at)

    def next_url(self, done: Assessment) -> str:
        return reverse("assessment-detail", args=[done.pk])
