"""What follows elsewhere: an organisation on the list stands in the register."""

from datetime import datetime
from typing import Any

from django.dispatch import receiver

from sandbox_portal.casework.working_days import day_in_london
from sandbox_portal.people.models import User
from sandbox_portal.register.actions import open_service, record_status
from sandbox_portal.register.choices import Scheme

from .models import ListRequest
from .signals import put_on_list


@receiver(put_on_list, sender=ListRequest)
def enter_in_the_register(*, request: ListRequest, by: User, at: datetime, **_: Any) -> None:
    service = open_service(request.organisation, kind="home_care", is_listed=True, by=by, at=at)
    told = {"scheme": Scheme.ACCREDITATION, "status": "accredited", "from_day": day_in_london(at)}
    record_status(service, **told, is_public=True, case=request.case, by=by, at=at)
