"""The panel agrees: what members gave, the suggestion, and one score with a reason the applicant will read."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from programme.queries.criteria import ShownCriterion
from sandbox_portal.casework.refusals import Refused

from ...actions.agreement import Agreed, agree
from ...forms.panel import AgreeForm
from ...models import Consensus
from ...permissions import leads_discussion
from ...queries.agreements import MemberState, still_scoring
from ...queries.leading import to_agree
from ...queries.scores import CriterionSpread
from ...queries.sheets import AUTOMATIC
from ...workflow import APPLICATION
from ..pictures import spread_picture
from .score import SheetDoor, label_of


@dataclass(frozen=True)
class Part:
    """One criterion before the panel: members' scores, the suggestion, and the form when it is its turn."""

    shown: ShownCriterion
    spread: CriterionSpread
    scores: list[tuple[Any, str]]
    suggestion: str
    agreed: Consensus | None
    agreed_words: str
    form: AgreeForm | None
    automatic: tuple[int, str] | None
    waits_for: str

    @property
    def has_errors(self) -> bool:
        return self.form is not None and bool(self.form.errors)

    @property
    def has_ones(self) -> bool:
        """True when somebody gave 1, which warns and never excludes (R-178)."""
        return not self.shown.is_gate and any(score.value == 1 for score, _words in self.scores)


class AgreeOnApplication(SheetDoor):
    """For whoever leads the discussion; other members read along once their own scores are in."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.show()

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = AgreeForm(request.POST, shown=self.shown_criterion(request.POST.get("criterion", "")))
        if not form.is_valid():
            return self.show(typed=form, status=422)
        values = form.cleaned_data
        agreed = Agreed(
            values["criterion"], values["value"], values["reason"], moderation_note=values.get("moderation_note", "")
        )
        before = self.application.case.stage
        try:
            application = agree(self.application, agreed=agreed, by=self.user, at=self.at)
        except Refused as refused:
            form.add_error(None, refused.sentence)
            return self.show(typed=form, status=409)
        return self.go_on(agreed.criterion, before, application.case.stage)

    def go_on(self, code: str, before: str, after: str) -> HttpResponse:
        """Stay while something is open; when the application has moved on, take the next one."""
        reference = self.application.case.reference
        if after == before:
            messages.success(self.request, f"The panel has agreed on {code}.")
            return redirect(reverse("application-agree", args=[self.application.pk]) + "#next")
        messages.success(
            self.request, f"The panel has agreed. {reference} is now at “{APPLICATION.stage(after).label}”."
        )
        following = to_agree(self.selection, self.user, self.member)
        if following is not None:
            return redirect("application-agree", application_id=following.pk)
        return redirect("selection-overview", selection_id=self.selection.pk)

    @cached_property
    def is_leader(self) -> bool:
        return leads_discussion.test(self.user, self.application)

    def show(self, *, typed: AgreeForm | None = None, status: int = 200) -> HttpResponse:
        members: list[MemberState] = still_scoring(self.application, self.step) if self.is_in_hand else []
        parts = self.parts(typed) if self.sheet.is_finished else []
        context = {
            **self.frame(),
            "parts": parts,
            "picture": spread_picture((part.shown.code, part.spread) for part in parts if not part.shown.is_gate),
            "form": typed,
            "is_leader": self.is_leader,
            "members": members,
            "unfinished": [each.name for each in members if not each.is_finished],
            "grid": self.grid() if self.sheet.is_finished else None,
            "back_url": reverse("application-score", args=[self.application.pk]),
            "next": self.next_application(),
        }
        return render(self.request, "selection/panel/agree.html", context, status=status)

    def next_application(self) -> Any:
        return to_agree(self.selection, self.user, self.member, besides=self.application.pk)

    def parts(self, typed: AgreeForm | None) -> list[Part]:
        found: list[Part] = []
        waits_for = ""
        for shown in self.shown_step.criteria:
            part = self.part(shown, typed, waits_for)
            found.append(part)
            if part.agreed is None and not waits_for:
                waits_for = shown.code
        return found

    def part(self, shown: ShownCriterion, typed: AgreeForm | None, waits_for: str) -> Part:
        criterion = next(each for each in self.sheet.criteria if each.code == shown.code)
        spread = self.sheet.spread(criterion)
        agreed = self.sheet.agreed.get(shown.code)
        suggestion = spread.spread.lower_median if spread.spread else None
        is_automatic = self.is_in_hand and shown.code in self.sheet.automatic
        form = None
        if self.is_leader and self.is_in_hand and not waits_for and (is_automatic or not spread.quorum_refusal):
            form = AgreeForm(shown=shown, agreed=agreed, suggestion=suggestion)
            if typed is not None and typed["criterion"].value() == shown.code:
                form = typed
        return Part(
            shown=shown,
            spread=spread,
            scores=[(score, label_of(shown, score.value)) for score in spread.scores],
            suggestion=label_of(shown, suggestion) if suggestion is not None else "",
            agreed=agreed,
            agreed_words=label_of(shown, agreed.value) if agreed else "",
            form=form,
            automatic=AUTOMATIC if is_automatic and agreed is None else None,
            waits_for=waits_for,
        )
