"""Write answers: by the button, and while somebody types. Nobody's text is ever overwritten unseen."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sandbox_portal.casework.refusals import Refused
from sandbox_portal.people.broken_text import holds_broken_text
from sandbox_portal.people.models import User

from .. import raw as read
from ..expanding import group_and_item, question_named
from ..keeping import conflict_over, keep, lock_for_writing
from ..models import Answer, Response
from ..queries import document_of, versions_of
from ..question_types import QuestionType

KEPT_AT_LEAST_EVERY = 20  # changes of one person's typing, so that a long spell leaves steps to go back to


@dataclass(frozen=True)
class Saving:
    """One save: the response as locked, who saves, when, from which open page, and whether by its button."""

    response: Response
    by: User
    at: datetime
    page: str
    is_by_button: bool


def save_answer(
    response: Response, *, key: str, raw: Any, version: int, by: User, at: datetime, page: str = ""
) -> Answer:
    """Save one answer by the button; see `save_page`."""
    return save_page(response, answers={key: raw}, versions={key: version}, by=by, at=at, page=page)[key]


@transaction.atomic
def save_page(
    response: Response,
    *,
    answers: Mapping[str, Any],
    versions: Mapping[str, int],
    by: User,
    at: datetime,
    page: str = "",
) -> dict[str, Answer]:
    """Save the answers of one page by its button, finished or not, and keep each for good.

    `versions` are those the person was looking at, 0 for none. Raises Conflict, and saves nothing, when somebody else
    has changed one of them since; its `theirs` holds the stored answers by question. The same text again is no change.
    `page` names the open page: what it saved by itself while its button was on the way is no conflict.
    """
    saving = Saving(lock_for_writing(response, answers, by=by), by, at, page, is_by_button=True)
    saved = _write(saving, answers, versions)
    for answer in saved.values():
        keep(answer)
        if answer.written_from:
            answer.written_from = ""
            answer.save(update_fields=["written_from"])
    return saved


@transaction.atomic
def save_draft(
    response: Response,
    *,
    answers: Mapping[str, Any],
    versions: Mapping[str, int],
    by: User,
    at: datetime,
    page: str,
) -> dict[str, Answer]:
    """Save what is being typed, as the open page does by itself. The rules on conflicts are those of `save_page`."""
    saving = Saving(lock_for_writing(response, answers, by=by), by, at, page, is_by_button=False)
    return _write(saving, answers, versions)


def _write(saving: Saving, answers: Mapping[str, Any], versions: Mapping[str, int]) -> dict[str, Answer]:
    stored = _stored(saving.response, answers)
    theirs = {
        key: stored[key]
        for key, raw in answers.items()
        if key in stored and stored[key].raw != raw and not _is_current(saving, stored[key], versions.get(key, 0))
    }
    if theirs:
        raise conflict_over(theirs)
    saved = {}
    for key, raw in answers.items():
        if key in stored:
            saved[key] = _change(saving, stored[key], raw)
        elif not _is_nothing(saving, key, raw):
            saved[key] = _create(saving, key, raw)
    return saved


def _stored(response: Response, answers: Mapping[str, Any]) -> dict[str, Answer]:
    document = document_of(response.question_set)
    for key, raw in answers.items():
        question = question_named(document, key)
        if question is None or question.type is QuestionType.FILE:
            raise Refused(_("That question is not in this form."))
        if holds_broken_text(raw):
            raise Refused(_("Part of what you typed cannot be read. Nothing was saved."))
    _refuse_removed(response, answers)
    return versions_of(response, answers)


def _refuse_removed(response: Response, answers: Mapping[str, Any]) -> None:
    """An item that a colleague has removed takes no more answers."""
    wanted = {place for key in answers if (place := group_and_item(key)) is not None}
    if not wanted:
        return
    groups = Answer.objects.filter(response=response, question_key__in={group for group, _item in wanted})
    items = {answer.question_key: read.items_in(answer.raw) for answer in groups}
    items |= {group: read.items_in(answers[group]) for group, _item in wanted if group in answers}
    if any(item not in items.get(group, ()) for group, item in wanted):
        raise Refused(_("Somebody has removed this one while you were writing. Nothing was saved."))


def _is_current(saving: Saving, stored: Answer, version: int) -> bool:
    """True when the person saw this version, or their own open page has saved it by itself since."""
    is_own_draft = bool(saving.page) and stored.written_from == saving.page and stored.answered_by_id == saving.by.pk
    return stored.version == version or is_own_draft


def _is_nothing(saving: Saving, key: str, raw: Any) -> bool:
    """An empty answer leaves no trace, except that the button on an optional question says “passed over”."""
    question = question_named(document_of(saving.response.question_set), key)
    return question is None or (read.is_empty(question, raw) and (question.required or not saving.is_by_button))


def _create(saving: Saving, key: str, raw: Any) -> Answer:
    return Answer.objects.create(
        response=saving.response,
        question_key=key,
        raw=raw,
        answered_by=saving.by,
        answered_at=saving.at,
        written_from=saving.page,
    )


def _change(saving: Saving, answer: Answer, raw: Any) -> Answer:
    if answer.raw == raw:
        return answer
    if answer.answered_by_id != saving.by.pk or answer.version - answer.kept_version >= KEPT_AT_LEAST_EVERY:
        keep(answer)
    answer.raw = raw
    answer.version += 1
    answer.answered_by, answer.answered_at = saving.by, saving.at
    answer.written_from = saving.page
    answer.save(update_fields=["raw", "version", "answered_by", "answered_at", "written_from"])
    return answer
