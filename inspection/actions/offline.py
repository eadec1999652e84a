"""Take in what was written on a tablet: each thing once, by itself, through the same actions as at a desk (E01 to E11).

The answer to each thing is kept, so that a tablet that lost it gets it again. What is refused does not hold up the
rest. Nothing overwrites anything: what was changed elsewhere meanwhile is kept beside what stands, whole.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from sandbox_portal.casework.refusals import Refused
from sandbox_portal.people.models import User

from ..choices.offline import CameBy, Outcome
from ..models import Device, SyncOperation
from ..queries.offline import answer_to, held_for
from ..rulebook.captured import Operation, UnreadableError, is_whole, read_operation
from .arrivals import STRANGE, Answer, Arrival
from .devices import REVOKED

MOST_AT_ONCE = 50
DAMAGED = "This arrived damaged, so it was not kept. Send it again."


def take_in(
    sent: Sequence[Any], *, device: Device, behind: timedelta, by: User, at: datetime, came_by: str = CameBy.TABLET
) -> list[Answer]:
    """Take in what a tablet sent, in its order. One that fails leaves the others as they are."""
    return [_take_in_one(each, device=device, behind=behind, by=by, at=at, came_by=came_by) for each in sent]


def _take_in_one(sent: Any, *, device: Device, behind: timedelta, by: User, at: datetime, came_by: str) -> Answer:
    try:
        operation = read_operation(sent)
    except UnreadableError:
        named = sent.get("op_id", "") if isinstance(sent, dict) else ""
        return _refusal(str(named)[:36], STRANGE)
    if not is_whole(operation):
        return {**_refusal(str(operation.op_id), DAMAGED), "again": True}
    come = Arrival(operation, behind, came_by, by, at)
    with transaction.atomic():
        standing = Device.objects.select_for_update().get(pk=device.pk)
        before = answer_to(operation.op_id, operation.fingerprint)
        if before is not None:
            return before.answer
        if standing.revoked_at is not None and came_by == CameBy.TABLET:
            raise Refused(REVOKED)
        answer = come.apply(standing)
        _keep_answer(operation, answer, standing, sent=sent, at=at)
        if answer["outcome"] == Outcome.KEPT:
            _apply_held(operation, standing, behind=behind, by=by, at=at, came_by=came_by)
        return answer


def _keep_answer(operation: Operation, answer: Answer, device: Device, *, sent: Any, at: datetime) -> None:
    whole = answer["outcome"] in {Outcome.HELD, Outcome.CONFLICT}
    SyncOperation.objects.create(
        op_id=operation.op_id,
        fingerprint=operation.fingerprint,
        device=device,
        kind=operation.kind,
        subject=operation.subject,
        counter=operation.counter,
        outcome=answer["outcome"],
        answer=answer,
        payload=sent if whole else None,
        received_at=at,
    )


def _apply_held(
    operation: Operation, device: Device, *, behind: timedelta, by: User, at: datetime, came_by: str
) -> None:
    """Do what waited for this: corrections that came before what they correct (E02)."""
    for held in held_for(operation.subject):
        late = read_operation(held.payload)
        answer = Arrival(late, behind, came_by, by, at).apply(device)
        if answer["outcome"] == Outcome.HELD:
            continue
        held.outcome, held.answer = answer["outcome"], answer
        held.payload = held.payload if answer["outcome"] == Outcome.CONFLICT else None
        held.save(update_fields=["outcome", "answer", "payload"])


def _refusal(op_id: str, sentence: str) -> Answer:
    return {"op_id": op_id, "outcome": str(Outcome.REFUSED), "sentence": sentence}
