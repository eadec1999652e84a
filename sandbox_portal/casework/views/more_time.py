"""Asking for more time: the organisation's page, the answer of staff, and the list of what waits."""

from datetime import timedelta
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sandbox_portal.govuk.paging import page_by_number
from sandbox_portal.people.doors import PROVIDER, SIGNED_IN, STAFF, Door
from sandbox_portal.people.queries import organisation_places

from ..action_pages import ActionPage
from ..actions.more_time import ask_for_more_time, drop_question, give_more_time, refuse_more_time
from ..calendars import england_and_wales
from ..choices import MoreTimeState
from ..forms.more_time import NO, AnswerMoreTime, AskForMoreTime
from ..kinds import kind_of
from ..models import Case, Deadline, MoreTime
from ..more_time_rules import clock_rules
from ..queries import cases_visible_to
from ..queries.more_time import (
    answering_refusal,
    asking_refusal,
    deadlines_of,
    more_time_seen_by_staff,
    more_time_visible_to,
    more_time_waiting_for,
)
from ..working_days import day_in_london


def _bounds(deadline: Deadline) -> dict[str, Any]:
    """The days between which a date can be moved."""
    earliest = day_in_london(deadline.due_at) + timedelta(days=1)
    rule = clock_rules().get(deadline.kind)
    latest = rule.latest(deadline, england_and_wales()) if rule and rule.longest else earliest
    return {"earliest": earliest, "latest": latest}


class AskForMoreTimePage(ActionPage):
    """One date of the organisation: ask, or read why not, and what was answered before."""

    access = frozenset({PROVIDER})
    template = "casework/more_time/ask.html"
    done = gettext_lazy("You have asked for more time. Until we answer, the date stays as it is.")

    @cached_property
    def case(self) -> Case:
        own = cases_visible_to(self.user).filter(organisation__in=organisation_places(self.user))
        return get_object_or_404(own.select_related("organisation"), pk=self.kwargs["case_id"])

    @cached_property
    def deadline(self) -> Deadline:
        deadline = get_object_or_404(deadlines_of(self.case), pk=self.kwargs["deadline_id"])
        deadline.case = self.case
        return deadline

    @property
    def back_url(self) -> str:
        return kind_of(self.case).address(self.case, self.user)

    def form(self, data: Any = None) -> AskForMoreTime:
        return AskForMoreTime(data, **_bounds(self.deadline))

    def facts(self) -> dict[str, Any]:
        return {
            "case": self.case,
            "deadline": self.deadline,
            "refusal": asking_refusal(self.deadline, self.user, self.at),
            "asked": list(more_time_visible_to(self.user).filter(deadline=self.deadline).order_by("-asked_at")),
        }

    def act(self, values: dict[str, Any]) -> MoreTime:
        return ask_for_more_time(self.deadline, **values, by=self.user, at=self.at)

    def next_url(self, done: MoreTime) -> str:
        return self.request.path


class DropQuestion(Door):
    """The organisation takes its question back."""

    access = frozenset({SIGNED_IN})

    def post(self, request: HttpRequest, more_time_id: Any) -> HttpResponse:
        user: Any = request.user
        asked = get_object_or_404(more_time_visible_to(user), pk=more_time_id)
        drop_question(asked, by=user, at=self.at)
        messages.success(request, _("Your question is taken back. The date stays as it is."))
        return redirect("more-time-ask", case_id=asked.case_id, deadline_id=asked.deadline_id)


class AnswerMoreTimePage(ActionPage):
    """Yes with a day, or no; with the reason that the organisation reads."""

    access = frozenset({STAFF})
    template = "casework/more_time/answer.html"
    done = gettext_lazy("Your answer is on its way to the organisation.")

    @cached_property
    def asked(self) -> MoreTime:
        return get_object_or_404(more_time_seen_by_staff(self.user), pk=self.kwargs["more_time_id"])

    @property
    def back_url(self) -> str:
        return reverse("more-time-list")

    def form(self, data: Any = None) -> AnswerMoreTime:
        return AnswerMoreTime(data, initial={"until": self.asked.wanted_on}, **_bounds(self.asked.deadline))

    def facts(self) -> dict[str, Any]:
        waits = self.asked.state == MoreTimeState.WAITING
        return {
            "asked": self.asked,
            "refusal": answering_refusal(self.asked, self.user) if waits else None,
            "waits": waits,
            "case_url": kind_of(self.asked.case).address(self.asked.case, self.user),
        }

    def act(self, values: dict[str, Any]) -> MoreTime:
        answered = {"answer": values["answer"], "by": self.user, "at": self.at}
        if values["given"] == NO:
            return refuse_more_time(self.asked, **answered)
        return give_more_time(self.asked, until=values["until"], **answered)

    def next_url(self, done: MoreTime) -> str:
        return self.request.path


class MoreTimeList(Door):
    """Questions for more time that wait, the nearest date first."""

    access = frozenset({STAFF})

    def get(self, request: HttpRequest) -> HttpResponse:
        user: Any = request.user
        waiting, beside = page_by_number(request, more_time_waiting_for(user))
        return render(request, "casework/more_time/list.html", {"waiting": waiting, **beside})
