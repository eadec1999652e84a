"""The applications a panel member works through."""

from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from sandbox_portal.casework.moments import age_in_words

from ...choices import ApplicationStage
from ...forms.panel import WorklistFilter
from ...models import Application
from ...queries.in_hand import STAGE_OF, step_of
from ...queries.scores import criteria_in_step
from ...queries.worklist import FINISHED, MOST_COUNTED, TO_DO, Wanted, listed_for, next_to_score
from ...workflow import APPLICATION
from .doors import SelectionDoor

ANY = "any"
STAGES = (
    ApplicationStage.STEP1,
    ApplicationStage.STEP2,
    ApplicationStage.STEP3,
    ApplicationStage.SCORED,
    ApplicationStage.OUT_OF_SCOPE,
    ApplicationStage.NOT_COMMITTED,
    ApplicationStage.WITHDRAWN,
)
MINE = {"": "All", TO_DO: "Mine to do", FINISHED: "Finished by me"}


class Worklist(SelectionDoor):
    """Applications the member may score, filtered, a page at a time; by order of review at step 3."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        wanted = self.wanted()
        step = step_of(self.selection)
        by_review = step == 3 and (bool(wanted.mine) or wanted.stage == ApplicationStage.STEP3)
        page, count = listed_for(
            self.selection, self.user, self.member, wanted, by_review=by_review, after=self.after()
        )
        context = {
            "selection": self.selection,
            "by_review": by_review,
            "form": self.filter_form(wanted),
            "selected": self.selected(wanted),
            "clear_url": f"?stage={ANY}",
            "count": _in_words(count),
            "rows": [self.row(each) for each in page.rows],
            "older_url": self.address(wanted, after=page.after) if page.after else "",
            "newer_url": self.address(wanted) if self.after() else "",
            "next_url": self.next_url() if step else "",
            "back_url": reverse("selection-overview", args=[self.selection.pk]),
        }
        response = render(request, "selection/panel/worklist.html", context)
        response["Vary"] = "X-Fragment"
        return response

    def next_url(self) -> str:
        following = next_to_score(self.selection, self.user, self.member)
        return reverse("application-score", args=[following.pk]) if following else ""

    def wanted(self) -> Wanted:
        """The filter of the address; what means nothing is ignored. At first the step in hand is shown."""
        stage, mine = self.request.GET.get("stage", ""), self.request.GET.get("mine", "")
        step = step_of(self.selection)
        if not self.request.GET and step:
            stage = STAGE_OF[step]
        return Wanted(
            stage=stage if stage in STAGES else "",
            mine=mine if mine in MINE else "",
            words=self.request.GET.get("words", "")[:100],
        )

    def after(self) -> int:
        mark = self.request.GET.get("after", "")
        return int(mark) if mark.isascii() and mark.isdigit() and len(mark) < 6 else 0

    def filter_form(self, wanted: Wanted) -> WorklistFilter:
        form = WorklistFilter(initial={"words": wanted.words, "stage": wanted.stage or ANY, "mine": wanted.mine or ANY})
        form.fields["stage"].choices = [(ANY, "Any stage"), *((stage.value, stage.label) for stage in STAGES)]
        form.fields["mine"].choices = [(key or ANY, label) for key, label in MINE.items()]
        return form

    def selected(self, wanted: Wanted) -> list[dict[str, str]]:
        found = []
        if wanted.words:
            found.append({"text": wanted.words, "href": self.address(Wanted(wanted.stage, wanted.mine))})
        if wanted.stage:
            label = APPLICATION.stage(wanted.stage).label
            found.append({"text": label, "href": self.address(Wanted("", wanted.mine, wanted.words))})
        if wanted.mine:
            found.append({"text": MINE[wanted.mine], "href": self.address(Wanted(wanted.stage, "", wanted.words))})
        return found

    def address(self, wanted: Wanted, **more: Any) -> str:
        asked = {"stage": wanted.stage or ANY, "mine": wanted.mine, "words": wanted.words, **more}
        return "?" + urlencode({key: value for key, value in asked.items() if value})

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
