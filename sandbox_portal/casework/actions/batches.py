"""Give many cases to one person in one go, after a check, and take it back in one go within 30 days (R32)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from sandbox_portal.people.models import User

from ..models import Batch, Case
from ..queries.refusing import locked_for, refusal_to_give
from ..refusals import Refused
from .assigning import hand

UNDO_WITHIN = timedelta(days=30)
MOST_AT_ONCE = 100


@dataclass(frozen=True)
class Undone:
    """How many cases went back to where they were, and which stayed because somebody has moved them since."""

    back: int
    stayed: list[Case]


@transaction.atomic
def give_cases(cases: Iterable[Case], *, to: User, reason: str, by: User, at: datetime) -> Batch:
    """Give every one of these cases, or none: what the check page showed is what is done."""
    User.objects.select_for_update(no_key=True).get(pk=to.pk)
    ordered = sorted(
        cases, key=lambda case: case.pk
    )  # always in one order, so that two batches cannot block each other
    if not ordered:
        raise Refused("Choose at least one case.")
    if len(ordered) > MOST_AT_ONCE:
        raise Refused(f"Give out at most {MOST_AT_ONCE} cases at once.")
    if not reason.strip():
        raise Refused("Say why, so that an auditor can see it.")
    batch = Batch.objects.create(given_at=at, given_by=by, given_to=to, reason=reason.strip())
    for case in ordered:
        fresh = locked_for(by, case)
        if sentence := refusal_to_give(fresh, to=to, by=by):
            raise Refused(f"{fresh}: {sentence} Nothing was given out.")
        hand(fresh, to=to, reason=reason.strip(), by=by, at=at, verb="given to a person", batch=batch)
    return batch


@transaction.atomic
def undo_batch(batch: Batch, *, by: User, at: datetime) -> Undone:
    """Put every case of the batch back with whom it was, unless it has been moved on since."""
    batch = Batch.objects.select_for_update().get(pk=batch.pk)
    if batch.undone_at is not None:
        raise Refused("This has been undone already.")
    if batch.given_by_id != by.pk:
        raise Refused("Only the person who gave these cases out can undo it.")
    if at > batch.given_at + UNDO_WITHIN:
        raise Refused("This is more than 30 days ago. Put the cases back one by one, and say why.")
    back, stayed = 0, []
    for assignment in batch.assignments.select_related("from_person").order_by("case_id"):
        case = Case.objects.select_for_update(of=("self",)).select_related("owner").get(pk=assignment.case_id)
        is_as_given = case.owner_id == assignment.to_person_id and case.owner_role == assignment.queue
        if is_as_given and case.closed_at is None:
            reason = "The giving out was undone."
            hand(case, to=assignment.from_person, reason=reason, by=by, at=at, verb="put back as it was", batch=batch)
            back += 1
        else:
            stayed.append(case)
    batch.undone_at, batch.undone_by = at, by
    batch.save(update_fields=["undone_at", "undone_by"])
    return Undone(back, stayed)
