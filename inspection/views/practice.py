"""Good practice that partners share by link: whose words they are, and what the team makes of them (R-423)."""

from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from sandbox_portal.govuk.forms import PageForm
from sandbox_portal.govuk.paging import page_by_number

from ..actions import practice as actions
from ..forms.parts import Confirm, Say
from ..forms.practice import AskForPractice, PracticeFilter, TakeAsEvidence
from ..models import SharedPractice
from ..permissions import inspects_it, manages_it
from ..queries.practice import find_practice, open_plan_of, shared_practice_visible_to
from .assessments import AssessmentAction
from .evidence import EvidencePage, statements_of

FEW = 10
works_on_it = inspects_it | manages_it


class PracticeList(EvidencePage):
    """What partners were asked and said, the newest first."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        user: Any = request.user
        form = PracticeFilter(request.GET)
        chosen = form.chosen()
        found = shared_practice_visible_to(user).filter(assessment=self.assessment)
        wanted = find_practice(found, words=chosen.get("q", ""), state=chosen.get("state", ""))
        rows, beside = page_by_number(request, wanted, size=FEW)
        context = self.context(
            form=form,
            selected=form.selected(),
            clear_url=request.path,
            rows=rows,
            may_ask=works_on_it.test(user, self.assessment),
            plan=open_plan_of(self.assessment),
            **beside,
        )
        return render(request, "inspection/practice/list.html", context)


class PracticeAction(AssessmentAction):
    """One form about good practice, for the team and managers."""

    @property
    def back_url(self) -> str:
        if not works_on_it.test(self.user, self.assessment):
            raise Http404
        return reverse("practice-list", args=[self.assessment.pk])


class AskForPracticePage(PracticeAction):
    done = "The letter is on its way."

    def form(self, data: Any = None) -> PageForm:
        return AskForPractice(data)

    def act(self, values: dict[str, Any]) -> SharedPractice:
        return actions.ask_for_practice(self.assessment, **values, by=self.user, at=self.at)


class OneSharedPractice(PracticeAction):
    """A decision about what one partner said; the page shows the words."""

    template = "inspection/practice/decide.html"

    @cached_property
    def shared(self) -> SharedPractice:
        found = shared_practice_visible_to(self.user).filter(assessment=self.assessment, answered_at__isnull=False)
        return get_object_or_404(found, pk=self.kwargs["practice_id"])

    def facts(self) -> dict[str, Any]:
        return {"shared": self.shared}


class TakePracticeAsEvidence(OneSharedPractice):
    step, done = "add_evidence", "It is evidence now, and counts once."

    def form(self, data: Any = None) -> PageForm:
        return TakeAsEvidence(data, statements=statements_of(self.assessment), text=self.shared.words)

    def act(self, values: dict[str, Any]) -> SharedPractice:
        return actions.take_as_evidence(self.shared, **values, by=self.user, at=self.at)


class TakePracticeIntoPlan(OneSharedPractice):
    done = "It is in the improvement plan, and the organisation can read it."

    def form(self, data: Any = None) -> PageForm:
        hint = "The organisation reads these words in its improvement plan, with the name of the partner."
        return Confirm(data, title="Take it into the improvement plan", button="Take it over", hint=hint)

    def act(self, values: dict[str, Any]) -> SharedPractice:
        return actions.take_into_plan(self.shared, by=self.user, at=self.at)


class SetPracticeAside(OneSharedPractice):
    done = "It is set aside. The words stay, and count for nothing."

    def form(self, data: Any = None) -> PageForm:
        return Say(
            data,
            title="Set it aside",
            label="Why is it not taken over?",
            missing="Say why it is not taken over",
            button="Set it aside",
            hint="Nobody outside this assessment reads the reason.",
        )

    def act(self, values: dict[str, Any]) -> SharedPractice:
        return actions.set_practice_aside(self.shared, because=values["because"], by=self.user, at=self.at)
