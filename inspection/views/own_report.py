"""What the assessed organisation does with a report: read the draft, say what is wrong, ask for a review (R12)."""

from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from sandbox_portal.casework.action_pages import ActionPage, LookingPage
from sandbox_portal.casework.working_days import day_in_london
from sandbox_portal.govuk.forms import PageForm
from sandbox_portal.people.doors import PROVIDER

from ..actions import accuracy, publication
from ..forms.parts import Confirm
from ..forms.reports import DisplayForm, PointForm, ReviewForm
from ..models import AccuracyPoint, Assessment, SentDraft
from ..queries.assessments import own_assessments
from ..queries.reports import draft_of, newest_publication, points_of
from ..queries.showing import shown_report
from ..rulebook.published import numbers_in
from ..workflow import ASSESSMENT
from .drafting import DraftedPage
from .reports import WITH_ANSWERS

OWN = frozenset({PROVIDER})


def own_draft(user: Any, case_id: Any) -> tuple[Assessment, SentDraft]:
    """The draft that was sent last, for people of its organisation."""
    assessment = get_object_or_404(own_assessments(user), pk=case_id)
    draft = draft_of(assessment)
    if draft is None:
        raise Http404
    return assessment, draft


class OwnDraft(LookingPage):
    """The draft with its numbered paragraphs, what was said of it, and how long there is."""

    access = OWN

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        assessment, draft = own_draft(request.user, kwargs["case_id"])
        points = points_of(draft)
        by_paragraph: dict[str, list[AccuracyPoint]] = {}
        for each in points:
            by_paragraph.setdefault(each.paragraph, []).append(each)
        context = {
            "assessment": assessment,
            "case": assessment.case,
            "draft": draft,
            "report": draft.content,
            "shown": shown_report(draft.content, today=day_in_london(self.at)),
            "sections": _with_points(draft.content["sections"], by_paragraph),
            "points": points,
            "may_say": self._may("note_point", assessment),
            "may_send": self._may("send_points", assessment),
            "shows_answers": assessment.case.stage in WITH_ANSWERS,
        }
        return render(request, "inspection/provider/draft.html", context)

    def _may(self, step: str, assessment: Assessment) -> bool:
        return ASSESSMENT.refusal(step, assessment, self.user) is None


def _with_points(sections: list[Any], points: dict[str, list[AccuracyPoint]]) -> list[Any]:
    """Sections whose paragraphs know their points, and the two numbers of their address."""
    return [
        {
            **section,
            "paragraphs": [
                {**each, "points": points.get(each["number"], []), "address": each["number"].split(".")}
                for each in section["paragraphs"]
            ],
        }
        for section in sections
    ]


class OwnAction(ActionPage):
    """One form of the organisation about its own report."""

    access = OWN
    step = ""

    @cached_property
    def assessment(self) -> Assessment:
        found = get_object_or_404(own_assessments(self.user), pk=self.kwargs["case_id"])
        if not ASSESSMENT.step(self.step).who.test(self.user, found):
            raise Http404
        return found

    @property
    def back_url(self) -> str:
        return reverse("assessment-own", args=[self.assessment.pk])

    def next_url(self, done: Any) -> str:
        return self.back_url


class AboutDraft(OwnAction):
    """An action about the draft that was sent."""

    @property
    def back_url(self) -> str:
        return reverse("report-own-draft", args=[self.assessment.pk])

    @cached_property
    def draft(self) -> SentDraft:
        return own_draft(self.user, self.assessment.pk)[1]


class SayPoint(AboutDraft, DraftedPage):
    """Say what is wrong in one paragraph, which stands above the form."""

    step, done = "note_point", "Your point is kept. You can say more, and send everything when you are ready."
    template = "inspection/provider/point.html"

    @property
    def draft_page(self) -> str:  # type: ignore[override]
        return f"point:{self.draft.number}:{self.paragraph}"

    @cached_property
    def paragraph(self) -> str:
        number = f"{self.kwargs['section_number']}.{self.kwargs['paragraph_number']}"
        if number not in numbers_in(self.draft.content):
            raise Http404
        return number

    def facts(self) -> dict[str, Any]:
        return {**super().facts(), "sent": self.draft, "words": numbers_in(self.draft.content)[self.paragraph]}

    def form(self, data: Any = None) -> PageForm:
        return PointForm(data, paragraph=self.paragraph)

    def act(self, values: dict[str, Any]) -> object:
        return accuracy.note_point(self.assessment, paragraph=self.paragraph, **values, by=self.user, at=self.at)


class TakeBackPoint(AboutDraft):
    step, done = "note_point", "The point is taken back."

    @cached_property
    def point(self) -> AccuracyPoint:
        found = [each for each in points_of(self.draft) if each.pk == self.kwargs["point_id"]]
        if not found:
            raise Http404
        return found[0]

    def form(self, data: Any = None) -> PageForm:
        title = f"Take back point {self.point.number}, about paragraph {self.point.paragraph}"
        return Confirm(data, title=title, button="Take it back", hint="It will not be part of what you send.")

    def act(self, values: dict[str, Any]) -> object:
        return accuracy.take_back_point(self.point, by=self.user, at=self.at)


class SendPoints(AboutDraft):
    step, done = "send_points", "Thank you. Somebody who had no part in our visits answers every point."

    def form(self, data: Any = None) -> PageForm:
        count = len(points_of(self.draft))
        what = {0: "You say that nothing is wrong.", 1: "You send one point."}.get(count, f"You send {count} points.")
        hint = f"{what} After this you cannot add more."
        return Confirm(data, title="Send what you say about the draft", button="Send", hint=hint)

    def act(self, values: dict[str, Any]) -> object:
        return accuracy.send_points(self.assessment, by=self.user, at=self.at)


class AskReview(OwnAction, DraftedPage):
    template, draft_page = "inspection/drafts/form.html", "ask-review"
    step, done = "ask_review", "We have your request. The public page says that a review goes on."

    def form(self, data: Any = None) -> PageForm:
        if newest_publication(self.assessment) is None:
            raise Http404
        return ReviewForm(data)

    def act(self, values: dict[str, Any]) -> object:
        return publication.ask_review(self.assessment, **values, by=self.user, at=self.at)


class NoteOwnDisplay(OwnAction):
    step, done = "note_display", "Thank you. It is noted."

    def form(self, data: Any = None) -> PageForm:
        if newest_publication(self.assessment) is None:
            raise Http404
        return DisplayForm(data)

    def act(self, values: dict[str, Any]) -> object:
        return publication.note_display(self.assessment, **values, by=self.user, at=self.at)
