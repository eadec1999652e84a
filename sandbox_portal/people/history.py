"""Write one event of the record of people; the action that makes the change calls it in its own transaction."""

from datetime import datetime
from typing import Any
from uuid import UUID

from .choices import PersonVerb
from .models import Organisation, PersonEvent, User


def tell(
    verb: PersonVerb,
    *,
    by: User | None,
    at: datetime,
    person: User | None = None,
    organisation: Organisation | None = None,
    chain: UUID | None = None,
    note: str = "",
    data: dict[str, Any] | None = None,
) -> PersonEvent:
    """Append an event to the chain of the organisation, else of the person, else of what is named (R-013)."""
    owner = organisation or person
    of = owner.pk if owner else chain
    assert of is not None, "an event belongs to an organisation, a person or an invitation"
    return PersonEvent.objects.create(
        chain=of,
        verb=verb,
        person=person,
        organisation=organisation,
        by=by,
        at=at,
        note=note,
        data=data or {},
    )
