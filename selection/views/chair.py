"""Pages on which the chair takes the panel from one step to the next."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sandbox_portal.casework.moments import in_words
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.govuk.forms import PageForm

from ..actions import sift
from ..actions.cut_offs import place_applications, set_cut_off
from ..actions.proposals import prepare_proposal, send_to_committee
from ..choices import DrawPurpose
from ..criteria import total_range
from ..forms.chair import Confirm, PrepareProposal, SetCutOff
from ..queries.draws import groups_to_draw
from ..queries.proposals import has_scored, proposed_for, record_for, version_in_hand
from ..queries.ranked import hidden_in_review
from ..queries.selections import applications_read_in, criteria_of
from ..queries.standings import (
    cut_off_in_force,
    limits_of,
    proposal_in_hand,
    s2_of,
    standing_draw,
    total_counts,
)
from ..ranking import groups_by_points, what_if
from ..workflow import SELECTION
from .steps import SelectionForm, SelectionPage

SIFT_STEPS = {
    "start_sift": (sift.start_sift, "The sift has started. Members can score step 1."),
    "finish_step_1": (sift.finish_step_1, "Step 1 is finished. Members can score step 2."),
    "finish_step_2": (sift.finish_step_2, "Step 2 is finished. Fix the order of review next."),
    "fix_review_order": (sift.fix_review_order, "The order is fixed. Step 3 goes in this order."),
    "finish_step_3": (sift.finish_step_3, "Step 3 is finished. Set the cut-off next."),
    "place_applications": (place_applications, "The places are given. Prepare the proposal next."),
}


class TakeSelectionStep(SelectionPage):
    """A button of the selection's page; the map names the steps that need nothing typed."""

    def post(self, request: HttpRequest, step: str, **kwargs: Any) -> HttpResponse:
        selection = self.selection
        if step not in SIFT_STEPS:
            raise Refused("There is no such step.")
        act, done = SIFT_STEPS[step]
        try:
            act(selection, by=self.user, at=self.at)
        except Refused as refused:
            raise Refused(self.in_words(refused.sentence, selection)) from refused
        messages.success(request, done)
        return redirect("selection-overview", selection_id=selection.pk)


class ReviewOrder(SelectionPage):
    """The order of step 3, and the draw between equal scores (R-167, R-168)."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        selection = self.selection
        seen = {str(each.case.reference): each for each in applications_read_in(selection, self.user)}
        context = {
            "selection": selection,
            "stage": SELECTION.stage(selection.case.stage),
            "groups": [
                (group.points, found)
                for group in groups_by_points(s2_of(selection))
                if (found := [seen[reference] for reference in group.pool if reference in seen])
            ],
            "hidden": hidden_in_review(selection, self.user),
            "fixed": sorted(
                (each for each in seen.values() if each.review_position), key=lambda each: each.review_position or 0
            ),
            "to_draw": groups_to_draw(selection, DrawPurpose.REVIEW),
            "draw": standing_draw(selection, DrawPurpose.REVIEW),
            "refusal": self.refusal("fix_review_order", selection),
            "read_url": self.read_url,
            "back_url": reverse("selection-overview", args=[selection.pk]),
        }
        return render(request, "selection/chair/review_order.html", context)


class CutOffPage(SelectionForm):
    """The ranking, what each cut-off would do, and the cut-off itself (R-174)."""

    template = "selection/chair/cut_off.html"
    step = "set_cut_off"
    done = "The cut-off is set."

    def form(self, data: Any = None) -> PageForm:
        current = cut_off_in_force(self.selection)
        totals = total_range(criteria_of(self.selection.round))
        return SetCutOff(data, totals=totals, current=current.value if current else None)

    def act(self, values: dict[str, Any]) -> None:
        set_cut_off(self.selection, value=values["value"], reason=values["reason"], by=self.user, at=self.at)

    def next_url(self, done: Any) -> str:
        return reverse("selection-cut-off", args=[self.selection.pk])

    def facts(self) -> dict[str, Any]:
        cut_offs = total_range(criteria_of(self.selection.round))
        return {
            **self.ranking(self.selection),
            "what_if": what_if(
                total_counts(self.selection).elements(), cutoffs=cut_offs, limits=limits_of(self.selection)
            ),
            **self.cut_off_told(self.selection),
            "to_draw": groups_to_draw(self.selection, DrawPurpose.PLACES),
            "draw": standing_draw(self.selection, DrawPurpose.PLACES),
            "place_refusal": self.refusal("place_applications", self.selection),
        }


class ProposalPage(SelectionForm):
    """Prepare the proposed set; a second person confirms it on the same page (R-185)."""

    template = "selection/chair/proposal.html"
    step = "prepare_proposal"
    done = "The proposal is prepared. A second person must confirm it."

    def form(self, data: Any = None) -> PageForm:
        proposal = proposal_in_hand(self.selection)
        return PrepareProposal(data, initial={"exception": proposal.exception if proposal else ""})

    def act(self, values: dict[str, Any]) -> None:
        prepare_proposal(self.selection, exception=values["exception"], by=self.user, at=self.at)

    def next_url(self, done: Any) -> str:
        return reverse("selection-proposal", args=[self.selection.pk])

    def facts(self) -> dict[str, Any]:
        return {
            **self.ranking(self.selection),
            **self.cut_off_told(self.selection),
            "proposal": proposal_in_hand(self.selection),
            "send_refusal": self.refusal("send_to_committee", self.selection),
            "you_scored": has_scored(self.user, self.selection),
        }


class SendToCommittee(SelectionForm):
    """The second person's page: look once more, then send."""

    template = "selection/chair/confirm.html"
    step = "send_to_committee"
    done = "The proposal is with the committee."

    def form(self, data: Any = None) -> PageForm:
        return Confirm(
            data,
            title="Confirm the proposal and send it to the committee",
            hint="You confirm that the set, the totals, the cut-off and the draws are as the panel agreed.",
            button="Confirm and send",
            read=version_in_hand(self.selection),
        )

    def facts(self) -> dict[str, Any]:
        proposal = proposal_in_hand(self.selection)
        if proposal is None:
            return {}
        names = [f"{each.case.reference} {each.organisation.name}" for each in proposed_for(self.selection, self.user)]
        exception = record_for(proposal, self.selection, self.user, self.hidden_words(self.selection))["exception"]
        return {
            "what": [
                (_("Proposed"), "\n".join(names) or _("Nobody")),
                (_("Exception"), exception or _("None needed")),
                (_("Prepared"), f"{in_words(proposal.prepared_at)}, {proposal.prepared_by}"),
            ]
        }

    def act(self, values: dict[str, Any]) -> None:
        send_to_committee(self.selection, read=values["read"], by=self.user, at=self.at)
