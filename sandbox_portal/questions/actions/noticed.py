"""Say that one has read what was noticed before a form goes."""

from datetime import datetime

from django.db import transaction

from sandbox_portal.casework.events import record
from sandbox_portal.casework.models import Event
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.people.models import User

from ..models import Response
from ..noticed import READ, confirming_refusal, digest_of_warnings
from ..queries import read_response

CHANGED = "The answers have changed since you opened this page. Read once more what we noticed now."


@transaction.atomic
def confirm_warnings_read(response: Response, *, shown: str, by: User, at: datetime) -> Event:
    """Keep who has read exactly the warnings that were shown; saying it twice adds nothing."""
    Response.objects.select_for_update(no_key=True).get(pk=response.pk)
    refusal = confirming_refusal(response, by)
    if refusal:
        raise Refused(refusal)
    reading = read_response(response)
    digest = digest_of_warnings(reading)
    if not digest or digest != shown:
        raise Refused(CHANGED)
    there = Event.objects.filter(case=response.case, verb=READ, data__digest=digest).first()
    if there is not None:
        return there
    note = ", ".join(dict.fromkeys(warning.rule for warning in reading.warnings))
    return record(response.case, verb=READ, by=by, at=at, note=note, data={"digest": digest})
