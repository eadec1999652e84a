"""Write one event. Steps write theirs themselves; actions use `record` for what does not move a stage."""

from datetime import datetime
from typing import Any

from sandbox_portal.people.models import User

from .choices import ActorKind
from .models import Case, Event
from .voices import must_still_type, told_in_events


def record(
    case: Case,
    *,
    verb: str,
    by: User | None,
    at: datetime,
    note: str = "",
    data: dict[str, Any] | None = None,
    from_stage: str = "",
    to_stage: str = "",
) -> Event:
    """Append an event in the caller's transaction; `by=None` means the clock. The verb is in the past tense.

    Of somebody who types for an organisation it says for whom, and is refused once their time is over.
    """
    must_still_type(by)
    return Event.objects.create(
        case=case,
        verb=verb,
        by=by,
        actor_kind=ActorKind.PERSON if by is not None else ActorKind.CLOCK,
        at=at,
        note=note,
        data={**(data or {}), **told_in_events(by)},
        from_stage=from_stage,
        to_stage=to_stage,
    )


def record_of_link_holder(case: Case, *, verb: str, at: datetime, note: str = "") -> Event:
    """Append what somebody without an account did by a one-time link."""
    return Event.objects.create(
        case=case, verb=verb, by=None, actor_kind=ActorKind.LINK_HOLDER, at=at, note=note, data={}
    )
