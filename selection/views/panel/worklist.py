"""The applications a panel member works through."""

from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from sandbox_portal.casework.moments import age_in_words

from ...choices import ApplicationStage
from ...forms.panel import ANY, WorklistFilter
from ...models import Application
from ...queries.in_hand import STAGE_OF, step_of
from ...queries.scores import criteria_in_step
from ...queries.worklist import listed_for, next_to_score
from ...queries.worklist_rows import MOST_COUNTED
from ...workflow import APPLICATION
from .doors import SelectionDoor


class Worklist(SelectionDoor):
    """Applications the member may score, filtered, a page at a time; by order of review at step 3."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self.filter_form()
        wanted = form.wanted()
        step = step_of(self.selection)
        by_review = step == 3 and (bool(wanted.mine) or wanted.stage == ApplicationStage.STEP3)
        page, count = listed_for(
            self.selection, self.user, self.member, wanted, by_review=by_review, after=self.after()
        )
        context = {
            "selection": self.selection,
            "by_review": by_review,
            "form": form,
            "selected": form.selected(),
            "clear_url": f"?stage={ANY}",
            "count": _in_words(count),
            "rows": [self.row(each) for each in page.rows],
            "older_url": self.address(form, after=page.after) if page.after else "",
            "newer_url": self.address(form) if self.after() else "",
            "next_url": self.next_url() if step else "",
            "back_url": reverse("selection-overview", args=[self.selection.pk]),
        }
        response = render(request, "selection/panel/worklist.html", context)
        response["Vary"] = "X-Fragment"
        return response

    def next_url(self) -> str:
        following = next_to_score(self.selection, self.user, self.member)
        return reverse("application-score", args=[following.pk]) if following else ""

    def after(self) -> int:
        mark = self.request.GET.get("after", "")
        return int(mark) if mark.isascii() and mark.isdigit() and len(mark) < 6 else 0

    def filter_form(self) -> WorklistFilter:
        """The filter of the address. An address that says nothing means the step in hand."""
        step = step_of(self.selection)
        at_first = {"stage": STAGE_OF[step]} if step else {}
        return WorklistFilter({"stage": ANY, "mine": ANY, **(self.request.GET.dict() or at_first)})

    def address(self, form: WorklistFilter, **more: object) -> str:
        """Another page of the list as it is filtered; the step in hand is named in it."""
        return "?" + urlencode({**form.chosen(), **more})

    def row(self, application: Application) -> dict[str, Any]:
        stage = APPLICATION.stage(application.case.stage)
        return {
            "application": application,
            "stage": stage,
            "age": age_in_words(self.at - application.case.stage_since),
            "progress": self.progress(application),
        }

    @cached_property
    def to_score(self) -> int:
        """How many criteria the step in hand has."""
        step = step_of(self.selection)
        return len(criteria_in_step(self.selection.round, step)) if step else 0

    def progress(self, application: Any) -> str:
        """My own scores of the step in hand, in words."""
        step = step_of(self.selection)
        if step is None or application.case.stage != STAGE_OF[step]:
            return ""
        if application.is_finished:
            return "Finished"
        if step == 3 and not application.has_turn:
            return "Waits for its turn"
        is_automatic = step == 3 and application.review_position == 1
        total = self.to_score - is_automatic
        return f"{application.scored} of {total} scored" if application.scored else "Not started"


def _in_words(count: int) -> str:
    if count > MOST_COUNTED:
        return f"More than {MOST_COUNTED:,} applications"
    return "1 application" if count == 1 else f"{count} applications"
