"""Answer anew what came back as a whole: another response, beginning with what was said before."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from sandbox_portal.casework.refusals import Refused
from sandbox_portal.people.models import User

from ..models import Answer, Response


@transaction.atomic
def answer_anew(response: Response, *, by: User, at: datetime) -> Response:
    """Begin the next attempt at locked answers, to the same version of the questions, with the same answers.

    The one before stays as it was sent. Again, while the new one is open: the new one is returned. Each answer keeps
    who wrote it and when, until somebody changes it.
    """
    before = Response.objects.select_for_update(of=("self",)).select_related("case").get(pk=response.pk)
    if before.locked_at is None:
        raise Refused(_("These answers are open. You need not begin again."))
    facts = {"case": before.case, "set_code": before.set_code, "attempt": before.attempt + 1}
    defaults = {"question_set_id": before.question_set_id, "opened_at": at, "opened_by": by}
    anew, is_new = Response.objects.get_or_create(**facts, defaults=defaults)
    if is_new:
        Answer.objects.bulk_create(
            Answer(
                response=anew,
                question_key=answer.question_key,
                raw=answer.raw,
                answered_by_id=answer.answered_by_id,
                answered_at=answer.answered_at,
            )
            for answer in Answer.objects.filter(response=before).order_by("pk")
        )
    return anew
