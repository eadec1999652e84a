"""Verbs on the items of a group: add another, remove one. Colleagues may do so at the same time; none is lost."""

import secrets
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from sandbox_portal.casework.refusals import Refused
from sandbox_portal.people.models import User

from .. import raw as read
from ..engine import Question
from ..expanding import item_key
from ..keeping import lock_for_writing
from ..models import Answer, Response
from ..queries import document_of
from ..question_types import QuestionType
from .saving import save_page

MOST_ITEMS = 100


@transaction.atomic
def add_item(response: Response, *, group: str, by: User, at: datetime) -> str:
    """Add one more and return its name. While the last one is still empty it is that one, as after a double click."""
    question = _group(response, group)
    lock_for_writing(response, [group], by=by)
    items, version = _items(response, group)
    if items and not _has_answers(response, group, items[-1]):
        return items[-1]
    if len(items) >= min(question.at_most or MOST_ITEMS, MOST_ITEMS):
        raise Refused(_("There is no room for another. Remove one first."))
    item = secrets.token_hex(4)
    save_page(response, answers={group: [*items, item]}, versions={group: version}, by=by, at=at)
    return item


@transaction.atomic
def remove_item(response: Response, *, group: str, item: str, by: User, at: datetime) -> None:
    """Take one away. What was said about it stays in the history and counts for nothing; again: no change."""
    _group(response, group)
    lock_for_writing(response, [group], by=by)
    items, version = _items(response, group)
    kept = [each for each in items if each != item]
    save_page(response, answers={group: kept}, versions={group: version}, by=by, at=at)


@transaction.atomic
def add_none(response: Response, *, group: str, by: User, at: datetime) -> None:
    """Say that there is none, or no more: an optional group counts as passed over."""
    _group(response, group)
    lock_for_writing(response, [group], by=by)
    items, version = _items(response, group)
    save_page(response, answers={group: list(items)}, versions={group: version}, by=by, at=at)


def _group(response: Response, key: str) -> Question:
    question = document_of(response.question_set).questions.get(key)
    if question is None or question.type is not QuestionType.GROUP:
        raise Refused(_("That question is not in this form."))
    return question


def _items(response: Response, group: str) -> tuple[tuple[str, ...], int]:
    answer = Answer.objects.filter(response=response, question_key=group).first()
    return (read.items_in(answer.raw), answer.version) if answer else ((), 0)


def _has_answers(response: Response, group: str, item: str) -> bool:
    return Answer.objects.filter(response=response, question_key__startswith=item_key(group, item, "")).exists()
