"""Pages on which something is recommended, proposed, decided: the inspector recommends, somebody else signs."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from sandbox_portal.casework.reason_lists import Reasons, reasons_of
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.govuk.forms import PageForm
from sandbox_portal.people.choices import Role

from ..actions import appeals, notices, representations
from ..actions.recommending import recommend, send_back_recommendation
from ..choices import Outcome, Reply
from ..forms.applications import OneButton
from ..forms.assessment import Say
from ..forms.notices import AcceptLate, EndAppeal, EndAppealOfConditions, Grant, RecordAppeal, WriteGrounds
from ..models import Notice, Recommendation
from ..queries.assessment import (
    conditions_in_force,
    newest_reasons,
    representation_to,
    standing_proposal,
    standing_recommendation,
)
from ..queries.assessment_home import shown_grounds
from .assessing import AssessmentAction

MANAGERS = frozenset({Role.REGISTRATION_MANAGER})


def offered_reasons() -> Reasons:
    newest = newest_reasons()
    if newest is None:
        raise Refused("The reasons for this decision have not been loaded yet.")
    return reasons_of(newest)


class Recommend(AssessmentAction):
    step, done = "recommend", "Your recommendation is made. A registration manager checks it."
    template = "registration/officer/grounds.html"

    def form(self, data: Any = None) -> WriteGrounds:
        self.written = WriteGrounds(
            data,
            title="Recommend what to decide",
            button="Make the recommendation",
            reasons=offered_reasons(),
            outcomes=list(Outcome.values),
            hint="A registration manager who is not you checks this and signs. They read your whole record.",
        )
        return self.written

    def act(self, values: dict[str, Any]) -> object:
        return recommend(self.application, grounds=self.written.grounds, by=self.user, at=self.at)


class Signing(AssessmentAction):
    """A page of the registration manager, with what was recommended and proposed above the form."""

    access = MANAGERS
    template = "registration/officer/grounds.html"

    @property
    def recommendation(self) -> Recommendation | None:
        return standing_recommendation(self.application)

    @property
    def proposal(self) -> Notice | None:
        return standing_proposal(self.application)

    def show(self, form: PageForm, status: int = 200) -> HttpResponse:
        context = {"form": form, "back_url": self.back_url, "application": self.application}
        return render(self.request, self.template, {**context, **shown_grounds(self.application)}, status=status)


class SendBack(Signing):
    step, done = "send_back_to_inspector", "The recommendation is with the inspector again."

    def form(self, data: Any = None) -> PageForm:
        return Say(
            data,
            title="Send the recommendation back",
            label="What has to change?",
            missing="Say what has to change",
            button="Send it back",
        )

    def act(self, values: dict[str, Any]) -> object:
        return send_back_recommendation(self.application, because=values["because"], by=self.user, at=self.at)


class GrantPage(Signing):
    step, done = "grant", "The service is registered, and the notice of decision is served."
    fresh_sign_in = True

    def form(self, data: Any = None) -> PageForm:
        recommendation = self.recommendation
        return Grant(data, initial={"text": recommendation.text if recommendation else ""})

    def act(self, values: dict[str, Any]) -> object:
        return notices.grant(self.application, text=values["text"], by=self.user, at=self.at)


class Propose(Signing):
    step, done = "propose_refusal", "The notice of proposal is served. The organisation has 28 days to answer."
    fresh_sign_in = True

    def form(self, data: Any = None) -> WriteGrounds:
        known = self.recommendation
        initial = {"outcome": known.outcome, "reasons": known.reasons, "text": known.text} if known else {}
        self.written = WriteGrounds(
            data,
            title="Serve a notice of proposal",
            button="Sign and serve the notice",
            reasons=offered_reasons(),
            outcomes=[Outcome.REFUSE, Outcome.CONDITIONS],
            conditions=list(known.conditions.all()) if known else [],
            hint="The words you write here stand in the notice. The right to answer and the last day are added to it.",
            initial=initial,
        )
        return self.written

    def act(self, values: dict[str, Any]) -> object:
        return notices.propose(self.application, grounds=self.written.grounds, by=self.user, at=self.at)


class WithdrawProposal(Signing):
    step, done = "withdraw_proposal", "The proposal is withdrawn. We have written to the organisation."

    def form(self, data: Any = None) -> PageForm:
        return Say(
            data,
            title="Withdraw the proposal",
            label="Why is it withdrawn?",
            missing="Say why the proposal is withdrawn",
            button="Withdraw the proposal",
            hint="The organisation reads this. The recommendation then waits for a decision again.",
        )

    def act(self, values: dict[str, Any]) -> object:
        return notices.withdraw_proposal(self.application, because=values["because"], by=self.user, at=self.at)


class AcceptLatePage(Signing):
    step, done = "accept_late_representations", "Late representations are accepted until that day."

    def form(self, data: Any = None) -> PageForm:
        return AcceptLate(data)

    def act(self, values: dict[str, Any]) -> object:
        return representations.accept_late_representations(self.application, **values, by=self.user, at=self.at)


class Decide(Signing):
    step, done = "decide_refusal", "The notice of decision is served. The organisation has 28 days to appeal."
    fresh_sign_in = True

    def form(self, data: Any = None) -> WriteGrounds:
        proposal = self.proposal
        answer = representation_to(proposal)
        outcomes = [Outcome.REFUSE, Outcome.CONDITIONS] if proposal and proposal.outcome == Outcome.REFUSE else []
        self.written = WriteGrounds(
            data,
            title="Serve a notice of decision",
            button="Sign and serve the notice",
            reasons=offered_reasons(),
            outcomes=outcomes or [Outcome.CONDITIONS],
            conditions=list(proposal.conditions.all()) if proposal else [],
            considered=answer is not None and answer.said == Reply.AGAINST,
            hint="The words you write here stand in the notice. The right to appeal and the last day are added to it.",
            initial={"outcome": proposal.outcome, "reasons": proposal.reasons, "text": proposal.text}
            if proposal
            else {},
        )
        return self.written

    def act(self, values: dict[str, Any]) -> object:
        how = values.get("considered", "")
        return notices.decide(self.application, considered=how, grounds=self.written.grounds, by=self.user, at=self.at)


class RegisterPage(Signing):
    step, done = "register_with_conditions", "The service is registered, with its conditions."

    def form(self, data: Any = None) -> PageForm:
        hint = "The service goes on the public register with its conditions. The time to appeal runs on."
        return OneButton(data, title="Register with conditions", button="Register", hint=hint)

    def act(self, values: dict[str, Any]) -> object:
        return notices.register_with_conditions(self.application, by=self.user, at=self.at)


class CloseAsRefused(Signing):
    step, done = "refuse", "The application is closed as refused."

    def form(self, data: Any = None) -> PageForm:
        hint = "This happens by itself when the time to appeal is over."
        return OneButton(data, title="Close as refused", button="Close as refused", hint=hint)

    def act(self, values: dict[str, Any]) -> object:
        return notices.close_as_refused(self.application, by=self.user, at=self.at)


class RecordAppealPage(Signing):
    step, done = "record_appeal", "The appeal is recorded. Nothing is final until the tribunal has decided."

    def form(self, data: Any = None) -> PageForm:
        return RecordAppeal(data)

    def act(self, values: dict[str, Any]) -> object:
        return appeals.record_appeal(self.application, **values, by=self.user, at=self.at)


class EndAppealPage(Signing):
    step, done = "register_after_appeal", "What came of the appeal is carried out."
    fresh_sign_in = True

    def form(self, data: Any = None) -> PageForm:
        return EndAppeal(data)

    def act(self, values: dict[str, Any]) -> object:
        is_registered = values.pop("result") == "register"
        return appeals.end_appeal(self.application, is_registered=is_registered, **values, by=self.user, at=self.at)


class RecordConditionsAppeal(Signing):
    step = "record_appeal_of_conditions"
    done = "The appeal is recorded. The service stays registered with its conditions until it ends."

    def form(self, data: Any = None) -> PageForm:
        return RecordAppeal(data)

    def act(self, values: dict[str, Any]) -> object:
        return appeals.record_appeal_of_conditions(self.application, **values, by=self.user, at=self.at)


class EndConditionsAppeal(Signing):
    step, done = "end_appeal_of_conditions", "What came of the appeal is carried out, in the register too."
    fresh_sign_in = True

    def form(self, data: Any = None) -> PageForm:
        lines = "\n".join(each.words for each in conditions_in_force(self.application))
        return EndAppealOfConditions(data, initial={"conditions": lines})

    def act(self, values: dict[str, Any]) -> object:
        return appeals.end_appeal_of_conditions(self.application, **values, by=self.user, at=self.at)
