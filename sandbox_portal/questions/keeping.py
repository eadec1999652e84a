"""What every save does: hold the response, keep an answer for good, and tell of a conflict."""

from collections.abc import Iterable, Mapping

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from sandbox_portal.casework.moments import time_in_words
from sandbox_portal.casework.prepared import rows_of
from sandbox_portal.casework.refusals import Conflict, Refused
from sandbox_portal.casework.voices import must_still_type
from sandbox_portal.people.models import User

from .models import Answer, AnswerRevision, Response
from .queries import keys_refusal


def lock_for_writing(response: Response, keys: Iterable[str], *, by: User) -> Response:
    """Hold the response until the transaction ends, so that two savers of it queue up, and look again."""
    (locked,) = rows_of(_held, None, response_id=response.pk)
    must_still_type(by)
    refusal = keys_refusal(locked, by, keys)
    if refusal:
        raise Refused(refusal)
    return locked


def _held(*, response_id: int) -> QuerySet[Response]:
    held = Response.objects.select_for_update(of=("self",), no_key=True).filter(pk=response_id)
    return held.select_related("case", "question_set").defer("question_set__document", "case__words")


def keep(answer: Answer) -> None:
    """Add the answer as it stands to its revisions, once."""
    keep_all([answer])


def keep_all(answers: Iterable[Answer]) -> None:
    """The same of many answers, in two statements whatever their number."""
    changed = [answer for answer in answers if answer.kept_version != answer.version]
    if not changed:
        return
    AnswerRevision.objects.bulk_create(
        AnswerRevision(
            answer=answer,
            version=answer.version,
            raw=answer.raw,
            answered_by_id=answer.answered_by_id,
            answered_at=answer.answered_at,
        )
        for answer in changed
    )
    for answer in changed:
        answer.kept_version = answer.version
    Answer.objects.filter(pk__in=[answer.pk for answer in changed]).update(kept_version=F("version"))


def conflict_over(theirs: Mapping[str, Answer]) -> Conflict:
    """The conflict over these stored answers, by question: who wrote the newest of them, and when."""
    newest = max(theirs.values(), key=lambda answer: answer.answered_at)
    values = {"who": newest.answered_by.name, "when": time_in_words(newest.answered_at)}
    return Conflict(_("%(who)s changed this answer at %(when)s, after you had opened it.") % values, theirs=theirs)
