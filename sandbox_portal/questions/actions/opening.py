"""Begin the answers of a case, and close them for good."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sandbox_portal.casework.models import Case
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.people.models import User

from ..held import hold
from ..keeping import keep_all
from ..models import Response
from ..queries import CLOSED, Reading, kept_choices, published_set
from .kept import keep_what_was_sent
from .sections import end_handovers


@transaction.atomic
def open_response(case: Case, *, set_code: str, by: User, at: datetime, version: int | None = None) -> Response:
    """Begin the answers of a case to the newest published version, or the one named. Again: the first is returned."""
    question_set = published_set(set_code, version=version)
    if question_set is None:
        raise Refused(_("The questions are not ready yet. Please try again later."))
    response, _created = Response.objects.get_or_create(
        case=case,
        set_code=set_code,
        attempt=1,
        defaults={"question_set": question_set, "opened_at": at, "opened_by": by},
    )
    return response


@transaction.atomic
def close_answers(response: Response, *, by: User, at: datetime) -> Reading:
    """Close the answers for good, when nothing is missing or wrong; what they are then, read once under the lock.

    Call it inside the action that sends them.
    """
    held = hold(response)
    reading, locked = held.reading, held.reading.response
    if locked.locked_at is not None:
        raise Refused(CLOSED)
    if reading.problems:
        count = len(reading.problems)
        sentence = ngettext(
            "%(count)d answer is missing or needs a change before you can send this.",
            "%(count)d answers are missing or need a change before you can send this.",
            count,
        )
        raise Refused(sentence % {"count": count})
    keep_all(held.written)
    locked.given = kept_choices(reading.given)
    locked.locked_at, locked.locked_by = at, by
    locked.save(update_fields=["given", "locked_at", "locked_by"])
    end_handovers(locked, by=by, at=at)
    authors = {answer.question_key: answer.answered_by_id for answer in held.written}
    keep_what_was_sent(reading, authors=authors, by=by, at=at)
    return reading


def lock_response(response: Response, *, by: User, at: datetime) -> Response:
    """The same for who needs only the response, as it is now."""
    return close_answers(response, by=by, at=at).response
