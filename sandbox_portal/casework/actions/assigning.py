"""Take a case, give it to somebody, put it back; each with its line in the record of who had it (must-have 18)."""

from datetime import datetime

from django.db import transaction
from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet

from sandbox_portal.people.choices import Role
from sandbox_portal.people.models import User
from sandbox_portal.people.queries import roles_of

from ..desk_words import urgent_flags
from ..events import record
from ..models import Assignment, Batch, Case
from ..permissions import has_case, is_taken_by_one, may_give, may_take
from ..queries import waiting_for_a_person
from ..queries.refusing import NOT_ALONE, locked_for, refusal_to_give, room_for
from ..queue_rules import routing
from ..refusals import Refused

NOTHING_WAITS = "No case waits in your queue now."


@transaction.atomic
def take_next_case(*, by: User, at: datetime, kind: str = "") -> Case:
    """Give the asker the case that should go first: flagged as urgent, then the nearest date, then the longest wait.

    A row that somebody else is taking at this moment is passed over, so two people never get the same one. The asker's
    own row is locked first, so that two clicks of one person cannot go past the limit.
    """
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    waiting = waiting_for_a_person(by)
    if kind:
        waiting = waiting.filter(kind=kind)
    full = [role for role in roles_of(by) if room_for(by, role) is not None]
    case = _first(waiting.exclude(owner_role__in=full))
    if case is None:
        raise Refused(room_for(by, full[0]) or NOTHING_WAITS if full and waiting.exists() else NOTHING_WAITS)
    return hand(case, to=by, reason="", by=by, at=at, verb="taken from the queue")


@transaction.atomic
def take_case(case: Case, *, by: User, at: datetime) -> Case:
    """Take one case that nobody has."""
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    case = locked_for(by, case)
    if case.owner_id == by.pk:
        raise Refused("You have this case already.")
    if case.owner is not None:
        raise Refused(f"{case.owner.name} has this case. Ask them to hand it over.")
    if not is_taken_by_one.test(by, case):
        raise Refused(NOT_ALONE)
    if not may_take.test(by, case):
        raise Refused("Only people who work in its queue can take this case.")
    if sentence := room_for(by, Role(case.owner_role)):
        raise Refused(sentence)
    return hand(case, to=by, reason="", by=by, at=at, verb="taken from the queue")


@transaction.atomic
def give_case(case: Case, *, to: User, reason: str, by: User, at: datetime) -> Case:
    """Give a case to a person, or hand over one's own."""
    User.objects.select_for_update(no_key=True).get(pk=to.pk)
    case = locked_for(by, case)
    if sentence := refusal_to_give(case, to=to, by=by):
        raise Refused(sentence)
    if not reason.strip():
        raise Refused("Say why, so that both of you and an auditor can see it.")
    verb = "handed over" if has_case.test(by, case) else "given to a person"
    return hand(case, to=to, reason=reason.strip(), by=by, at=at, verb=verb)


@transaction.atomic
def put_case_back(case: Case, *, reason: str, by: User, at: datetime) -> Case:
    """Put a case back in its queue, for anybody to take."""
    case = locked_for(by, case)
    if case.owner_id is None:
        raise Refused("Nobody has this case: it is in its queue already.")
    if not may_give.test(by, case):
        raise Refused("Only the person who has this case, or who gives out its queue, can put it back.")
    if not reason.strip():
        raise Refused("Say why, so that the next person and an auditor can see it.")
    return hand(case, to=None, reason=reason.strip(), by=by, at=at, verb="put back in the queue")


def _first(waiting: QuerySet[Case]) -> Case | None:
    is_urgent = ExpressionWrapper(Q(flags__overlap=urgent_flags()), output_field=BooleanField())
    ordered = waiting.annotate(is_urgent=is_urgent).order_by("-is_urgent", "due_order", "stage_since", "pk")
    return ordered.select_for_update(skip_locked=True, of=("self",), no_key=True).first()


def hand(
    case: Case, *, to: User | None, reason: str, by: User, at: datetime, verb: str, batch: Batch | None = None
) -> Case:
    """Write who has the case now, in the caller's transaction and under its lock."""
    before, case.owner = case.owner, to
    wanted = routing().rule(case.kind, case.stage).person_within
    case.person_wanted_by = at + wanted if to is None and wanted and not case.held_since else None
    case.save(update_fields=["owner", "person_wanted_by"])
    Assignment.objects.create(
        case=case,
        queue=case.owner_role,
        from_person=before,
        to_person=to,
        reason=reason,
        assigned_at=at,
        assigned_by=by,
        batch=batch,
    )
    name = f"To {to.name}. " if to and to != by else ""
    record(case, verb=verb, by=by, at=at, note=f"{name}{reason}".strip(), data={"to": str(to.pk) if to else None})
    return case
