"""Pages of the committee: the decision, its second, and the promotion of a reserve."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sandbox_portal.casework.moments import in_words
from sandbox_portal.govuk.forms import PageForm
from sandbox_portal.people.choices import Role

from ..actions.promotions import decide_promotion, offer_promotion
from ..actions.proposals import record_decision, second_decision
from ..choices import CommitteeDecision
from ..forms.chair import Confirm, OfferPromotion
from ..forms.committee import DecidePromotion, RecordDecision
from ..models import Application, Selection
from ..queries.draws import draws_announced
from ..queries.promotions import next_in_reserve, promotion_in_hand, withdrawn_after_selection
from ..queries.proposals import PLACED, has_scored, issued_record, placed_for, record_for, version_in_hand
from ..queries.ranked import hidden_rows
from ..queries.results import selection_facts
from ..queries.standings import count_proposed, proposal_in_hand
from .steps import SelectionForm, SelectionPage

WORDS_OF_CHANGE = {"add": "put in", "remove": "taken out"}


class DecisionPage(SelectionForm):
    """The proposed set as it was sent, and the committee's word on it (R-185)."""

    access = frozenset({Role.COMMITTEE_MEMBER})
    fresh_sign_in = True
    template = "selection/committee/decision.html"
    step = "record_decision"
    done = "The decision is recorded. A second member must second it."

    def form(self, data: Any = None) -> PageForm:
        return RecordDecision(
            data,
            listed=self.placed(self.selection),
            below_minimum=count_proposed(self.selection) < self.selection.round.min_places,
        )

    def placed(self, selection: Selection) -> list[Application]:
        """The proposed applications and the reserves: out of the ranking when all of it stands on this page."""
        ranking = self.ranking(selection)
        if ranking["newer_url"] or ranking["older_url"]:
            return placed_for(selection, self.user)
        return [row.application for row in ranking["rows"] if row.application.case.stage in PLACED]

    def act(self, values: dict[str, Any]) -> None:
        form = self.bound
        record_decision(
            self.selection,
            decision=CommitteeDecision(values["decision"]),
            reason=values["reason"],
            modifications=form.modifications,
            accepts_below_minimum=form.accepts_below_minimum,
            by=self.user,
            at=self.at,
        )

    def next_url(self, done: Any) -> str:
        return reverse("selection-decision", args=[self.selection.pk])

    def facts(self) -> dict[str, Any]:
        proposal = proposal_in_hand(self.selection)
        return {
            "proposal": proposal,
            **self.ranking(self.selection),
            "record": record_for(proposal, self.selection, self.user, self.hidden_words(self.selection))
            if proposal
            else None,
            "printed_record": issued_record(proposal, self.user) if proposal else None,
            **self.cut_off_told(self.selection),
            "draws": draws_announced(self.selection.round_id),
            "you_scored": has_scored(self.user, self.selection),
            "decider_scored": bool(
                proposal and proposal.decided_by and has_scored(proposal.decided_by, self.selection)
            ),
            "sign_off_refusal": self.refusal("sign_off", self.selection) if proposal and proposal.decision else None,
        }


class SelectionFacts(SelectionPage):
    """Every agreed score as `recompute selection` reads it, for overseers from whom no application is hidden."""

    access = frozenset({Role.COMMITTEE_MEMBER, Role.PROGRAMME_LEAD})

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        selection = self.selection
        proposal = proposal_in_hand(selection)
        if proposal is None or proposal.confirmed_at is None or hidden_rows(selection, self.user).total:
            raise Http404
        headers = {"Content-Disposition": f'attachment; filename="{selection.case.reference}.json"'}
        return JsonResponse(selection_facts(selection), json_dumps_params={"indent": 2}, headers=headers)


class SecondDecision(SelectionForm):
    access = frozenset({Role.COMMITTEE_MEMBER})
    fresh_sign_in = True
    template = "selection/chair/confirm.html"
    step = "sign_off"
    done = "The decision is final."

    def form(self, data: Any = None) -> PageForm:
        return Confirm(
            data,
            title="Second the decision",
            hint="You make the committee's decision final. If the set is signed off, the letters are made and held.",
            button="Second the decision",
            read=version_in_hand(self.selection),
        )

    def facts(self) -> dict[str, Any]:
        proposal = proposal_in_hand(self.selection)
        if proposal is None or proposal.decided_at is None:
            return {}
        record = record_for(proposal, self.selection, self.user, self.hidden_words(self.selection))
        changes = [
            f"{each['reference']}: {WORDS_OF_CHANGE[each['change']]}, {each['reason']}" for each in record["changes"]
        ]
        return {
            "what": [
                (_("Decision"), proposal.get_decision_display()),
                (_("Reason"), record["reason"]),
                (_("Changes"), "\n".join(changes) or _("None")),
                (_("Recorded"), f"{in_words(proposal.decided_at)}, {proposal.decided_by}"),
            ]
        }

    def act(self, values: dict[str, Any]) -> None:
        second_decision(self.selection, read=values["read"], by=self.user, at=self.at)


class PromotionPage(SelectionForm):
    """Offer the free place to the next reserve (R-177)."""

    access = frozenset({Role.PROGRAMME_LEAD, Role.PANEL_MEMBER, Role.COMMITTEE_MEMBER})
    template = "selection/chair/promotion.html"
    step = "offer_promotion"
    done = "The committee has been asked."

    def form(self, data: Any = None) -> PageForm:
        return OfferPromotion(data)

    def act(self, values: dict[str, Any]) -> None:
        offer_promotion(self.selection, reason=values["reason"], by=self.user, at=self.at)

    def next_url(self, done: Any) -> str:
        return reverse("selection-promotion", args=[self.selection.pk])

    def facts(self) -> dict[str, Any]:
        promotion = promotion_in_hand(self.selection)
        return {
            "left": withdrawn_after_selection(self.selection),
            "next": next_in_reserve(self.selection),
            "promotion": promotion,
            "why": self.in_words(promotion.reason, self.selection) if promotion else "",
            "unnamed": self.hidden_words(self.selection),
            "decide_refusal": self.refusal("decide_promotion", self.selection),
        }


class DecideOnPromotion(SelectionForm):
    access = frozenset({Role.COMMITTEE_MEMBER})
    fresh_sign_in = True
    step = "decide_promotion"
    done = "The decision on the promotion is recorded."

    def form(self, data: Any = None) -> PageForm:
        return DecidePromotion(data)

    def act(self, values: dict[str, Any]) -> None:
        promotion = promotion_in_hand(self.selection)
        if promotion is None:
            raise Http404
        decide_promotion(promotion, approve=values["approve"] == "yes", by=self.user, at=self.at)

    def next_url(self, done: Any) -> str:
        return reverse("selection-promotion", args=[self.selection.pk])
