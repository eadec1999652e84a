"""What can be done with a version of a framework."""

from datetime import datetime

from django.db import transaction

from sandbox_portal.people.models import User
from sandbox_portal.people.refusals import Refused

from ..choices.frameworks import FrameworkStatus
from ..models import Framework


@transaction.atomic
def use_framework(framework: Framework, *, by: User | None, at: datetime) -> Framework:
    """Assess somebody by this version: from now on it cannot change (R-352). A version in use stays as it is."""
    row = Framework.objects.select_for_update().get(pk=framework.pk)
    if row.status in (FrameworkStatus.DRAFT, FrameworkStatus.RETIRED):
        raise Refused(f"{row.code} is marked “{row.get_status_display()}”. Choose a version in use or on trial.")
    if row.first_used_at is None:
        row.first_used_at = at
        row.save(update_fields=["first_used_at"])
    return row
