"""Write a decision; read it, sign it, send it back or give it up."""

from functools import cached_property
from typing import Any
from uuid import UUID

from django.contrib import messages as notices
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from sandbox_portal.people.doors import STAFF, Door

from ..actions.decisions import drop_decision, save_draft, send_back, sign_first, sign_second
from ..choices import DecisionState
from ..decision_kinds import DecisionKind, decision_kind
from ..forms.decisions import SaySomething, WriteDecision
from ..kinds import kind_of
from ..models import Case, Decision
from ..queries import cases_visible_to
from ..queries.decisions import decides, decisions_visible_to, has_written, history_of, open_decision
from ..reason_lists import Reasons, newest_reason_list, reasons_of
from ..refusals import Refused

SIGNED = "The decision is signed by two people and carried out."
VOID = "The case has changed since the first signature. That signature is void, and nothing was carried out."


class DraftDecision(Door):
    """One open decision of a kind on a case: written, written anew, and passed on with the first signature."""

    access = frozenset({STAFF})

    @cached_property
    def kind(self) -> DecisionKind:
        return decision_kind(self.kwargs["kind"])

    @cached_property
    def case(self) -> Case:
        case = get_object_or_404(cases_visible_to(self.request.user), pk=self.kwargs["case"])
        if not decides(case, self.kind, self.request.user):
            raise Http404
        return case

    @cached_property
    def draft(self) -> Decision | None:
        return open_decision(self.case, self.kind)

    @cached_property
    def reasons(self) -> Reasons:
        row = self.draft.reason_list if self.draft else newest_reason_list(self.kind.code)
        if row is None:
            raise Refused("The reasons for this decision have not been loaded yet.")
        return reasons_of(row)

    def get(self, request: HttpRequest, case: UUID, kind: str) -> HttpResponse:
        if self.case and self.draft and self.draft.state == DecisionState.WAITING:
            return redirect("decision-sign", decision=self.draft.pk)
        refusal = self.kind.ready(self.case)
        if refusal:
            raise Refused(refusal)
        return self._page(self._form())

    def post(self, request: HttpRequest, case: UUID, kind: str) -> HttpResponse:
        found, form = self.case, self._form(request.POST)
        if not form.is_valid():
            return self._page(form, status=422)
        try:
            draft = save_draft(found, kind=kind, **form.cleaned_data, by=request.user, at=self.at)
            if "sign" in request.POST:
                sign_first(draft, by=request.user, at=self.at)
        except Refused as refused:
            form.add_error(None, refused.sentence)
            return self._page(form, status=409)
        return redirect("decision-sign", decision=draft.pk)

    def _form(self, data: Any = None) -> WriteDecision:
        draft = self.draft
        written = {"outcome": draft.outcome, "reasons": draft.reasons, "text": draft.text} if draft else {}
        return WriteDecision(data, title=self.kind.label, hint=self.kind.hint, reasons=self.reasons, initial=written)

    def _page(self, form: WriteDecision, *, status: int = 200) -> HttpResponse:
        context = {
            "form": form,
            "case": self.case,
            "returned": history_of(self.draft).filter(what="returned").last() if self.draft else None,
            "back_url": kind_of(self.case).address(self.case, self.request.user),
        }
        return render(self.request, "casework/decisions/draft.html", context, status=status)


class SignDecision(Door):
    """A decision with its history; the second person signs it here, or sends it back."""

    access = frozenset({STAFF})

    @cached_property
    def decision(self) -> Decision:
        return get_object_or_404(decisions_visible_to(self.request.user), pk=self.kwargs["decision"])

    def get(self, request: HttpRequest, decision: UUID) -> HttpResponse:
        return self._page(SaySomething())

    def post(self, request: HttpRequest, decision: UUID) -> HttpResponse:
        if "sign" in request.POST:
            signed = sign_second(self.decision, by=request.user, at=self.at)
            is_signed = signed.state == DecisionState.SIGNED
            (notices.success if is_signed else notices.warning)(request, SIGNED if is_signed else VOID)
            return redirect("decision-sign", decision=signed.pk)
        form = SaySomething(request.POST)
        if not form.is_valid():
            return self._page(form, status=422)
        act = drop_decision if "drop" in request.POST else send_back
        act(self.decision, **form.cleaned_data, by=request.user, at=self.at)
        return redirect("decision-sign", decision=self.decision.pk)

    def _page(self, form: SaySomething, *, status: int = 200) -> HttpResponse:
        decision, user = self.decision, self.request.user
        kind, reasons = decision_kind(decision.reason_list.code), reasons_of(decision.reason_list)
        deciding = decides(decision.case, kind, user)
        context = {
            "decision": decision,
            "kind": kind,
            "case": decision.case,
            "outcome": reasons.label_of(decision.outcome),
            "reasons": [reasons.label_of(code) for code in decision.reasons],
            "history": history_of(decision) if deciding else (),
            "deciding": deciding,
            "is_waiting": decision.state == DecisionState.WAITING,
            "is_draft": decision.state == DecisionState.DRAFT,
            "wrote_it": has_written(decision, user),
            "conflict": kind.conflict(decision.case, user),
            "form": form,
            "back_url": kind_of(decision.case).address(decision.case, user),
        }
        return render(self.request, "casework/decisions/sign.html", context, status=status)
