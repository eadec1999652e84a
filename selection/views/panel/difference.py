"""A score for difference is looked at again when what it was compared with has changed (R-172)."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from sandbox_portal.casework.looks import one_look
from sandbox_portal.casework.refusals import Refused

from ...actions.agreement import Agreed, rescore_difference
from ...forms.panel import DifferenceForm
from ...models import Application, Selection
from ...permissions import leads_discussion
from ...queries.agreements import agreed_difference, reasons_stale, stale_applications
from ...queries.comparisons import DIFFERENCE, comparison_grid
from ...queries.scores import comparison_set_of, scores_visible_to
from ...workflow import APPLICATION
from .doors import ApplicationDoor
from .score import label_of


def waiting_to_be_looked_at(selection: Selection, user: Any) -> list[Application]:
    """Stale applications whose discussion this member leads."""
    return [each for each in stale_applications(selection, user) if leads_discussion.test(user, each)]


class LookAtDifferenceAgain(ApplicationDoor):
    """Confirm or change one score for difference; other members read along."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        shown = self.shown_criterion(DIFFERENCE)
        with one_look():
            return self.show(DifferenceForm(shown=shown, agreed=agreed_difference(self.application)))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = DifferenceForm(request.POST, shown=self.shown_criterion(DIFFERENCE))
        if not form.is_valid():
            return self.show(form, status=422)
        values = form.cleaned_data
        agreed = Agreed(DIFFERENCE, values["value"], values["reason"], moderation_note=values["moderation_note"])
        try:
            rescore_difference(self.application, agreed=agreed, by=self.user, at=self.at)
        except Refused as refused:
            form.add_error(None, refused.sentence)
            return self.show(form, status=409)
        messages.success(request, f"The score for difference of {self.application.case.reference} is settled.")
        return redirect("selection-overview", selection_id=self.application.round.selection.pk)

    def show(self, form: DifferenceForm, status: int = 200) -> HttpResponse:
        application = self.application
        shown = self.shown_criterion(DIFFERENCE)
        scores = scores_visible_to(self.user, application, 3).filter(criterion=DIFFERENCE).order_by("member__position")
        is_leader = leads_discussion.test(self.user, application)
        reasons = reasons_stale(application, self.user)
        agreed = agreed_difference(application)
        context = {
            "application": application,
            "stage": APPLICATION.stage(application.case.stage),
            "shown": shown,
            "form": form,
            "may_decide": is_leader and bool(reasons),
            "reasons": reasons,
            "agreed": agreed,
            "agreed_words": label_of(shown, agreed.value) if agreed else "",
            "scores": [(score, label_of(shown, score.value)) for score in scores],
            "grid": comparison_grid(application, comparison_set_of(application), self.user),
            "back_url": reverse("selection-overview", args=[application.round.selection.pk]),
        }
        return render(self.request, "selection/panel/difference.html", context, status=status)
