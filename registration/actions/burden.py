"""Say how much work a section of the form was."""

from datetime import datetime

from django.db import transaction

from sandbox_portal.casework.events import record
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.people.models import User

from ..models import BurdenRating, RegistrationApplication
from ..models.burden import MOST_MINUTES
from ..permissions import may_write_application
from ..queries.burden import rated_sections

NOT_SENT = "You can tell us this once your application is sent."
READ_ONLY = "Your place in this organisation lets you read, not write."


@transaction.atomic
def rate_burden(
    application: RegistrationApplication,
    *,
    section_key: str,
    minutes: int,
    was_relevant: bool,
    comment: str = "",
    by: User,
    at: datetime,
) -> BurdenRating:
    """Keep what one says of a section; said again, the newer counts. It never changes what is decided (R-256)."""
    locked = RegistrationApplication.objects.select_for_update(of=("self",), no_key=True).get(pk=application.pk)
    if locked.sent_at is None:
        raise Refused(NOT_SENT)
    if not may_write_application.test(by, application):
        raise Refused(READ_ONLY)
    if section_key not in {section.key for section in rated_sections(application)}:
        raise Refused("There is no such section in your application.")
    if not 0 <= minutes <= MOST_MINUTES:
        raise Refused(f"Enter a number of minutes from 0 to {MOST_MINUTES:,}.")
    said = {"minutes": minutes, "was_relevant": was_relevant, "comment": comment.strip(), "rated_at": at}
    rating, is_new = BurdenRating.objects.update_or_create(
        application=application, section_key=section_key, defaults={**said, "rated_by": by}
    )
    if is_new:
        record(application.case, verb="section rated", by=by, at=at, note=section_key)
    return rating
