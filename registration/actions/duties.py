"""What a registered service does next: ticked off by the organisation (R-280)."""

from datetime import datetime

from django.db import transaction

from sandbox_portal.casework.refusals import Refused
from sandbox_portal.people.models import User
from sandbox_portal.people.permissions import may_write_for_organisation

from ..models import DutyDone, Registration


@transaction.atomic
def tick_duty(registration: Registration, *, code: str, by: User, at: datetime) -> DutyDone:
    """Say that something is done; saying it again keeps the first time."""
    if not may_write_for_organisation.test(by, registration):
        raise Refused("Your place in this organisation lets you read, not write.")
    duty = DutyDone.objects.select_for_update().filter(registration=registration, code=code).first()
    if duty is None:
        raise Refused("This is not on the list any more.")
    if duty.done_at is None:
        duty.done_at, duty.done_by = at, by
        duty.save(update_fields=["done_at", "done_by"])
    return duty
