"""Write a decision, sign it, pass it on, send it back, and sign it as the second person: then it is carried out."""

from datetime import datetime
from typing import Any

from django.db import transaction

from sandbox_portal.people.models import User

from ..choices import DecisionState as State
from ..choices import DecisionStep as Step
from ..decision_kinds import DecisionKind, decision_kind
from ..events import record
from ..models import Case, Decision, DecisionEntry
from ..queries.decisions import decides, has_written, open_decision
from ..reason_lists import newest_reason_list, reasons_of
from ..refusals import Refused

LONGEST = 5_000
CHANGED = "The case has changed since the first signature, so that signature is void. Write the decision again."


@transaction.atomic
def save_draft(
    case: Case, *, kind: str, outcome: str, reasons: list[str], text: str, by: User, at: datetime
) -> Decision:
    """Write the decision of this kind on the case, or write it anew. Only those who decide see it."""
    told = decision_kind(kind)
    case = _locked(case, told, by)
    decision, content = open_decision(case, told), _content(outcome, reasons, text)
    if decision is None:
        newest = newest_reason_list(kind)
        if newest is None:
            raise Refused("The reasons for this decision have not been loaded yet.")
        decision = Decision(case=case, reason_list=newest, drafted_by=by, drafted_at=at)
    if decision.state == State.WAITING:
        raise Refused("This decision waits for its second signature. Send it back first, then change it.")
    problem = reasons_of(decision.reason_list).problem(outcome, reasons)
    if problem or not content["text"]:
        raise Refused(problem or "Write the reasons in your own words.")
    decision.outcome, decision.reasons, decision.text = outcome, reasons, content["text"]
    decision.save()
    _note(decision, Step.DRAFTED, by=by, at=at, content=content)
    return decision


@transaction.atomic
def sign_first(decision: Decision, *, by: User, at: datetime) -> Decision:
    """Sign what was written and pass it on to somebody else. From here on the case may not change."""
    decision, kind = _held(decision, by)
    if decision.state != State.DRAFT:
        raise Refused("This decision is not being written any more.")
    _refuse_conflict(decision.case, kind, by)
    decision.state, decision.first_signed_at, decision.first_signed_by = State.WAITING, at, by
    decision.case_stage, decision.case_mark = decision.case.stage, kind.mark(decision.case)
    decision.save()
    _note(decision, Step.FIRST_SIGNED, by=by, at=at)
    return decision


@transaction.atomic
def sign_second(decision: Decision, *, by: User, at: datetime) -> Decision:
    """Sign as the second person, and carry it out. When the case has changed it becomes void instead, and says so."""
    decision, kind = _held(decision, by)
    if decision.state != State.WAITING:
        raise Refused("This decision does not wait for a signature.")
    if has_written(decision, by):
        raise Refused("You wrote this or signed it first. Somebody else has to sign it now.")
    _refuse_conflict(decision.case, kind, by)
    if (decision.case_stage, decision.case_mark) != (decision.case.stage, kind.mark(decision.case)):
        return _void(decision, CHANGED, at=at)
    decision.state, decision.signed_at, decision.signed_by = State.SIGNED, at, by
    decision.save()
    _note(decision, Step.SIGNED, by=by, at=at)
    data = {"decision": str(decision.pk), "outcome": decision.outcome, "reasons": decision.reasons}
    record(decision.case, verb="decision signed", by=by, at=at, note=kind.label, data=data)
    kind.carried_out(decision, by=by, at=at)
    return decision


@transaction.atomic
def send_back(decision: Decision, *, comment: str, by: User, at: datetime) -> Decision:
    """Give it back to be written again, with what is wrong with it. The first signature is taken off."""
    decision, _kind = _held(decision, by)
    if decision.state != State.WAITING:
        raise Refused("This decision does not wait for a signature.")
    if not comment.strip():
        raise Refused("Say what has to change.")
    decision.state, decision.first_signed_at, decision.first_signed_by = State.DRAFT, None, None
    decision.case_stage = decision.case_mark = ""
    decision.save()
    _note(decision, Step.RETURNED, by=by, at=at, comment=comment.strip())
    return decision


@transaction.atomic
def drop_decision(decision: Decision, *, comment: str, by: User, at: datetime) -> Decision:
    """Give up a decision that was not signed twice; it stays readable and says why."""
    decision, _kind = _held(decision, by)
    if decision.state not in {State.DRAFT, State.WAITING}:
        raise Refused("This decision has ended already.")
    if not comment.strip():
        raise Refused("Say why this is given up.")
    return _void(decision, comment.strip()[:300], at=at, by=by, step=Step.DROPPED)


def _locked(case: Case, kind: DecisionKind, by: User) -> Case:
    case = Case.objects.select_for_update().get(pk=case.pk)
    if not decides(case, kind, by):
        raise Refused("You are not one of the people who decide this.")
    refusal = kind.ready(case)
    if refusal:
        raise Refused(refusal)
    return case


def _held(decision: Decision, by: User) -> tuple[Decision, DecisionKind]:
    """The decision as it is now, behind the lock of its case: in the order in which steps lock."""
    kind = decision_kind(decision.reason_list.code)
    case = Case.objects.select_for_update().get(pk=decision.case_id)
    decision = Decision.objects.select_for_update(of=("self",)).select_related("reason_list").get(pk=decision.pk)
    decision.case = case
    if not decides(case, kind, by):
        raise Refused("You are not one of the people who decide this.")
    return decision, kind


def _refuse_conflict(case: Case, kind: DecisionKind, by: User) -> None:
    sentence = kind.conflict(case, by)
    if sentence:
        raise Refused(sentence)


def _void(
    decision: Decision, reason: str, *, at: datetime, by: User | None = None, step: Step = Step.VOIDED
) -> Decision:
    decision.state, decision.voided_at, decision.void_reason = State.VOID, at, reason
    decision.save()
    _note(decision, step, by=by, at=at, comment=reason)
    return decision


def _content(outcome: str, reasons: list[str], text: str) -> dict[str, Any]:
    words = text.replace("\r\n", "\n").strip()
    if len(words) > LONGEST:
        raise Refused(f"The reasons in your own words have at most {LONGEST:,} characters.")
    return {"outcome": outcome, "reasons": reasons, "text": words}


def _note(
    decision: Decision,
    step: Step,
    *,
    by: User | None,
    at: datetime,
    comment: str = "",
    content: dict[str, Any] | None = None,
) -> None:
    DecisionEntry.objects.create(decision=decision, what=step, by=by, at=at, comment=comment, content=content or {})
