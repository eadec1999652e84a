"""The page on which an organisation answers whether a visit it was told of suits it."""

from functools import cached_property
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404

from sandbox_portal.casework.action_pages import ActionPage
from sandbox_portal.casework.kinds import kind_of
from sandbox_portal.govuk.forms import PageForm
from sandbox_portal.people.doors import PROVIDER
from sandbox_portal.people.permissions import may_write_for_organisation

from ..actions.visit_answers import agree_to_visit, ask_for_another_day
from ..forms.visits import AnswerVisitForm
from ..models import AssessmentVisit
from ..queries.visits import told_visits_visible_to, who_is_named
from ..rulebook.visit_record import lines_of
from ..visited import visited


class AnswerVisit(ActionPage):
    access = frozenset({PROVIDER})
    done = "Thank you. We have your answer."
    template = "inspection/visits/answer.html"

    @cached_property
    def visit(self) -> AssessmentVisit:
        visit = get_object_or_404(
            told_visits_visible_to(self.user), pk=self.kwargs["visit_id"], case=self.kwargs["case_id"]
        )
        if not may_write_for_organisation.test(self.user, visit.case):
            raise Http404
        return visit

    def form(self, data: Any = None) -> PageForm:
        return AnswerVisitForm(data)

    def facts(self) -> dict[str, Any]:
        visit = self.visit
        return {
            "visit": visit,
            "goers": who_is_named(visit),
            "agenda": lines_of(visit.agenda),
            "notice": visited(visit.case).terms.notice_working_days,
            "is_over": visit.done_at is not None or visit.starts_at <= self.at,
        }

    def act(self, values: dict[str, Any]) -> object:
        words = {"words": values["words"], "by": self.user, "at": self.at}
        if values["suits"] == "yes":
            return agree_to_visit(self.visit, **words)
        return ask_for_another_day(self.visit, **words)

    @property
    def back_url(self) -> str:
        return kind_of(self.visit.case).address(self.visit.case, self.user)

    def next_url(self, done: Any) -> str:
        return self.back_url
