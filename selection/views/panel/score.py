"""A member scores alone: one screen, saved on choosing, closed when finished."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from programme.queries.criteria import ShownCriterion
from sandbox_portal.casework.refusals import Conflict, Refused
from sandbox_portal.questions.queries import Reading, read_response, response_of
from sandbox_portal.questions.showing import ShownAnswer, criterion_answers

from ...actions.scores import reopen_sheet, save_score, submit_sheet
from ...forms.panel import Confirm, ScoreForm
from ...models import Confirmation, Consensus, MemberScore
from ...queries.comparisons import Grid, comparison_grid
from ...queries.confirmations import PARTNERS, confirmations_visible_to
from ...queries.scores import CriterionSpread, reason_is_required, step_in_hand
from ...queries.sheets import AUTOMATIC, Sheet, progress_of, sheet_of
from ...queries.worklist import next_to_score
from ...workflow import APPLICATION
from .doors import STEPS, ApplicationDoor


@dataclass(frozen=True)
class Part:
    """One criterion of the page."""

    shown: ShownCriterion
    form: ScoreForm | None
    own: MemberScore | None
    own_label: str
    answers: tuple[ShownAnswer, ...]
    automatic: tuple[int, str] | None
    agreed: Consensus | None
    spread: CriterionSpread
    scores: list[tuple[MemberScore, str]]
    confirmations: list[Confirmation]


class SheetDoor(ApplicationDoor):
    """A page of one application with the member's own sheet."""

    @cached_property
    def sheet(self) -> Sheet:
        return sheet_of(self.application, self.member, self.user, self.step)

    @cached_property
    def reading(self) -> Reading | None:
        response = response_of(self.application.case)
        return read_response(response) if response else None

    def answers(self, code: str) -> tuple[ShownAnswer, ...]:
        return criterion_answers(self.reading, code) if self.reading else ()

    def confirmations(self, answers: tuple[ShownAnswer, ...]) -> list[Confirmation]:
        """What partners say, beside the answer that names them."""
        if not any(answer.question.key == PARTNERS for answer in answers):
            return []
        return list(confirmations_visible_to(self.user).filter(application=self.application))

    def grid(self) -> Grid | None:
        if self.step != 3 or not self.sheet.compared_with:
            return None
        return comparison_grid(self.application, self.sheet.compared_with, self.user)

    def address(self, name: str, anchor: str = "") -> str:
        return reverse(name, args=[self.application.pk]) + (f"#criterion-{anchor}" if anchor else "")

    def frame(self) -> dict[str, Any]:
        """What every page of an application shows around its own matter."""
        return {
            "application": self.application,
            "selection": self.selection,
            "stage": APPLICATION.stage(self.application.case.stage),
            "step": self.shown_step,
            "is_in_hand": self.is_in_hand,
            "sheet": self.sheet,
            "member": self.member,
            "back_url": reverse("selection-worklist", args=[self.selection.pk]),
        }


class ScoreApplication(SheetDoor):
    """Criterion by criterion: the question, what each score looks like, the answers beside it, and my score (R15)."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.show()

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        code = request.POST.get("criterion", "")
        form = ScoreForm(request.POST, shown=self.shown_criterion(code))
        is_fragment = request.headers.get("X-Fragment") == "1"
        if not form.is_valid():
            sentence = next(iter(form.errors.values()))[0]
            return told(sentence, 422) if is_fragment else self.show(typed=form, status=422)
        try:
            score = save_score(self.application, **form.cleaned_data, by=self.user, at=self.at)
        except Conflict as conflict:
            return told(_changed(conflict), 409) if is_fragment else self.show_conflict(form, conflict)
        except Refused as refused:
            form.add_error(None, refused.sentence)
            return told(refused.sentence, 409) if is_fragment else self.show(typed=form, status=409)
        if is_fragment:
            return JsonResponse({"text": self.saved_words(score), "version": score.version})
        messages.success(request, self.saved_words(score))
        return redirect(self.address("application-score", code))

    def saved_words(self, score: MemberScore) -> str:
        scored, criteria = progress_of(self.application, self.member)
        criterion = next(each for each in criteria if each.code == score.criterion)
        is_silent = reason_is_required(criterion, score.value) and not score.reason
        reminder = f" Now write your reason for {score.criterion}." if is_silent else ""
        return f"Saved. {scored} of {len(criteria)} scored.{reminder}"

    def show_conflict(self, form: ScoreForm, conflict: Conflict) -> HttpResponse:
        """Say what is stored now and keep what was typed; saving again then replaces the stored score."""
        theirs: Any = conflict.theirs
        again = self.request.POST.copy()
        again["version"] = str(theirs.version)
        kept = ScoreForm(again, shown=self.shown_criterion(theirs.criterion))
        kept.is_valid()
        kept.add_error(None, _changed(conflict))
        return self.show(typed=kept, status=409)

    def show(self, *, typed: ScoreForm | None = None, status: int = 200) -> HttpResponse:
        grid = self.grid()
        context = {
            **self.frame(),
            "parts": [self.part(shown, typed) for shown in self.shown_step.criteria],
            "form": typed,
            "grid": grid,
            "steps": self.steps(),
            "next": next_to_score(self.selection, self.user, self.member, after=self.application.number or 0)
            if self.sheet.is_finished
            else None,
        }
        return render(self.request, "selection/panel/score.html", context, status=status)

    def part(self, shown: ShownCriterion, typed: ScoreForm | None) -> Part:
        own = self.sheet.own.get(shown.code)
        criterion = next(each for each in self.sheet.criteria if each.code == shown.code)
        is_automatic = shown.code in self.sheet.automatic
        is_open = self.is_in_hand and not self.sheet.refusal and not is_automatic
        form = ScoreForm(shown=shown, score=own) if is_open else None
        if typed is not None and form is not None and typed["criterion"].value() == shown.code:
            form = typed
        return Part(
            shown=shown,
            form=form,
            own=own,
            own_label=label_of(shown, own.value) if own else "",
            answers=(answers := self.answers(shown.code)),
            confirmations=self.confirmations(answers),
            automatic=AUTOMATIC if is_automatic and self.is_in_hand else None,
            agreed=self.sheet.agreed.get(shown.code) if self.sheet.is_finished else None,
            spread=(spread := self.sheet.spread(criterion)),
            scores=[(score, label_of(shown, score.value)) for score in spread.scores],
        )

    def steps(self) -> list[dict[str, Any]]:
        """The steps this application has come to, for the navigation of the page."""
        reached = max(self.step, step_in_hand(self.application) or 3)
        address = self.address("application-score")
        return [
            {"text": f"Step {number}", "href": f"{address}?step={number}", "active": number == str(self.step)}
            for number in STEPS
            if int(number) <= reached
        ]


class FinishScores(SheetDoor):
    """Check my scores of the step, then close them (R-162)."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if self.sheet.is_finished:
            return redirect("application-score", application_id=self.application.pk)
        return self.show(Confirm())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            submit_sheet(self.application, by=self.user, at=self.at)
        except Refused as refused:
            form = Confirm(request.POST)
            form.add_error(None, refused.sentence)
            return self.show(form, status=409)
        messages.success(request, "Your scores are finished. You can now see those of others who have finished.")
        return redirect("application-score", application_id=self.application.pk)

    def show(self, form: Confirm, status: int = 200) -> HttpResponse:
        rows = [
            (shown, self.sheet.own.get(shown.code), self.own_words(shown))
            for shown in self.shown_step.criteria
            if shown.code not in self.sheet.automatic
        ]
        context = {**self.frame(), "form": form, "rows": rows, "back_url": self.address("application-score")}
        return render(self.request, "selection/panel/finish.html", context, status=status)

    def own_words(self, shown: ShownCriterion) -> str:
        own = self.sheet.own.get(shown.code)
        return label_of(shown, own.value) if own else ""


class ReopenScores(ApplicationDoor):
    """Score the rest of a step after the panel went on past my fail."""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        reopen_sheet(self.application, by=self.user, at=self.at)
        return redirect("application-score", application_id=self.application.pk)


def label_of(shown: ShownCriterion, value: int) -> str:
    """A score in words: "3: Partly meets it", or "Pass"."""
    mark = next((each for each in shown.marks if each.score == value), None)
    if mark is None:
        return str(value)
    return mark.label if shown.is_gate else f"{mark.score}: {mark.label}"


def told(sentence: str, status: int) -> JsonResponse:
    return JsonResponse({"text": sentence}, status=status)


def _changed(conflict: Conflict) -> str:
    theirs: Any = conflict.theirs
    reason = f" with the reason “{theirs.reason}”" if theirs.reason else ""
    return (
        f"{conflict.sentence} It is now {theirs.value}{reason}. "
        "What you chose here is not saved yet. Load the page again, or save it again to replace the other."
    )
