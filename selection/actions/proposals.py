"""The proposed set: prepared by one, confirmed by another, decided by the committee and seconded there (R-185)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.db import transaction

from programme.actions import record_sign_off
from sandbox_portal.casework.outbox import queue_task
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.people.models import User

from ..choices import ApplicationStage as Stage
from ..choices import CommitteeDecision
from ..models import Application, Proposal, Selection
from ..queries.proposals import has_scored, record_key, selection_record, version_of
from ..queries.selections import applications_at
from ..queries.standings import proposal_in_hand
from ..workflow import APPLICATION, SELECTION
from .letters import issue_outcome_letters
from .placing import take_back_placings

MAKE_RECORD = "selection.make_record"
NO_PROPOSAL = "There is no proposal to decide on."


@dataclass(frozen=True)
class Modification:
    """One change the committee makes to the proposed set: take an application out, or put one in, with a reason."""

    reference: str
    change: Literal["remove", "add"]
    reason: str


@transaction.atomic
def prepare_proposal(selection: Selection, *, exception: str, by: User, at: datetime) -> Proposal:
    """Write down the set as it stands, for a second person to confirm; preparing again replaces it."""
    SELECTION.take_step(selection, "prepare_proposal", by=by, at=at, note=exception.strip())
    earlier = proposal_in_hand(selection)
    if earlier is not None:
        earlier.cancelled_at = at
        earlier.save(update_fields=["cancelled_at"])
    return Proposal.objects.create(
        selection=selection,
        attempt=Proposal.objects.filter(selection=selection).count() + 1,
        snapshot=selection_record(selection),
        exception=exception.strip(),
        prepared_at=at,
        prepared_by=by,
    )


@transaction.atomic
def send_to_committee(selection: Selection, *, read: str = "", by: User, at: datetime) -> Proposal:
    """Confirm the prepared proposal as a second person and send it, if it is still the one that was `read`."""
    SELECTION.take_step(selection, "send_to_committee", by=by, at=at)
    proposal = _in_hand(selection)
    _refuse_unread(proposal, read)
    if proposal.prepared_by_id == by.pk:
        raise Refused("A second person must confirm the proposal. You prepared it.")
    proposal.confirmed_at, proposal.confirmed_by = at, by
    proposal.save(update_fields=["confirmed_at", "confirmed_by"])
    queue_task(MAKE_RECORD, key=record_key(proposal), proposal=str(proposal.pk))
    return proposal


@transaction.atomic
def record_decision(
    selection: Selection,
    *,
    decision: CommitteeDecision,
    reason: str,
    modifications: Sequence[Modification],
    accepts_below_minimum: bool | None,
    by: User,
    at: datetime,
) -> Proposal:
    """Write down what the committee decides; a second member, one who did not score, makes it final."""
    SELECTION.take_step(selection, "record_decision", by=by, at=at, note=reason.strip(), data={"decision": decision})
    proposal = _in_hand(selection)
    _check_decision(selection, proposal, decision, reason, modifications, accepts_below_minimum)
    proposal.decision, proposal.decision_reason = decision, reason.strip()
    proposal.modifications = [vars(modification) for modification in modifications]
    proposal.accepts_below_minimum = accepts_below_minimum
    proposal.decided_at, proposal.decided_by = at, by
    proposal.save()
    return proposal


def _check_decision(
    selection: Selection,
    proposal: Proposal,
    decision: CommitteeDecision,
    reason: str,
    modifications: Sequence[Modification],
    accepts_below_minimum: bool | None,
) -> None:
    if not reason.strip():
        raise Refused("Write the committee's reason.")
    if (decision is CommitteeDecision.MODIFIED) != bool(modifications):
        raise Refused("Name the changes, each with its reason, when you approve with changes; and only then.")
    if any(not modification.reason.strip() for modification in modifications):
        raise Refused("Every change needs its reason.")
    if decision is CommitteeDecision.REFERRED_BACK:
        return
    chosen = _chosen(selection, modifications)
    if len(chosen) > selection.round.max_places:
        raise Refused(f"The round has {selection.round.max_places} places and this would fill {len(chosen)}.")
    if len(chosen) < selection.round.min_places and accepts_below_minimum is not True:
        raise Refused(
            f"This set has {len(chosen)} and the round needs {selection.round.min_places}. "
            "Accept fewer explicitly, or refer the proposal back."
        )


def _chosen(selection: Selection, modifications: Sequence[Modification]) -> list[Application]:
    """The applications that would be selected: the proposed ones, less those removed, plus those added."""
    placed = {
        str(application.case.reference): application
        for application in applications_at(selection, Stage.PROPOSED, Stage.RESERVE)
    }
    chosen = {ref for ref, application in placed.items() if application.case.stage == Stage.PROPOSED}
    for modification in modifications:
        if modification.reference not in placed:
            raise Refused(f"{modification.reference} is neither proposed nor in reserve.")
        is_in = modification.reference in chosen
        if is_in == (modification.change == "add"):
            raise Refused(f"{modification.reference} is {'already' if is_in else 'not'} in the proposed set.")
        (chosen.add if modification.change == "add" else chosen.discard)(modification.reference)
    return [placed[reference] for reference in sorted(chosen)]


@transaction.atomic
def second_decision(selection: Selection, *, read: str = "", by: User, at: datetime) -> Proposal:
    """Make the recorded decision final: sign off the set, or refer it back to the panel."""
    proposal = _in_hand(selection)
    _refuse_unread(proposal, read)
    if not proposal.decision or proposal.decided_by is None:
        raise Refused("The committee's decision has not been recorded yet.")
    if proposal.decided_by_id == by.pk:
        raise Refused("A second member of the committee must second the decision. You recorded it.")
    if has_scored(by, selection) and has_scored(proposal.decided_by, selection):
        raise Refused("One of the two who sign off must be a committee member who did not score (both of you did).")
    if proposal.decision == CommitteeDecision.REFERRED_BACK:
        SELECTION.take_step(selection, "refer_back", by=by, at=at, note=proposal.decision_reason)
        take_back_placings(selection, by=by, at=at)
    else:
        SELECTION.take_step(selection, "sign_off", by=by, at=at, note=proposal.decision_reason)
        _settle_results(selection, proposal, by=by, at=at)
        issue_outcome_letters(selection, by=by, at=at)
        record_sign_off(selection.round, by=by, at=at)
    proposal.seconded_at, proposal.seconded_by = at, by
    proposal.save(update_fields=["seconded_at", "seconded_by"])
    return proposal


def _settle_results(selection: Selection, proposal: Proposal, *, by: User, at: datetime) -> None:
    modifications = [Modification(**entry) for entry in proposal.modifications]
    chosen = {application.pk for application in _chosen(selection, modifications)}
    removed = {modification.reference for modification in modifications if modification.change == "remove"}
    for application in applications_at(selection, Stage.PROPOSED, Stage.RESERVE, Stage.BELOW_CUTOFF):
        if application.pk in chosen:
            APPLICATION.take_step(application, "select", by=by, at=at)
        elif application.case.stage == Stage.BELOW_CUTOFF or application.case.reference in removed:
            APPLICATION.take_step(application, "decline", by=by, at=at)
        else:
            APPLICATION.take_step(application, "list_as_reserve", by=by, at=at)


def _refuse_unread(proposal: Proposal, read: str) -> None:
    if read and read != version_of(proposal):
        raise Refused("This has changed since you read it. Go back, read it again, and then decide.")


def _in_hand(selection: Selection) -> Proposal:
    proposal = proposal_in_hand(selection)
    if proposal is None:
        raise Refused(NO_PROPOSAL)
    locked = Proposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    locked.selection = selection
    return locked
