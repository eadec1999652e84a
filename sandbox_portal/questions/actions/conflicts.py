"""Settle a conflict: keep mine, keep theirs, or join the two. Neither text is lost, whichever is chosen (R26, C09)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from sandbox_portal.people.models import User

from ..keeping import conflict_over, keep, lock_for_writing
from ..models import Answer, Response, SetAsideText
from .saving import save_page


@transaction.atomic
def settle_conflict(
    response: Response,
    *,
    answers: Mapping[str, Any],
    set_aside: Mapping[str, Any],
    versions: Mapping[str, int],
    by: User,
    at: datetime,
) -> dict[str, Answer]:
    """Save what was chosen, and keep both texts in the history.

    `set_aside` holds, by question, what this person had typed where they chose another text. What was stored is kept
    as a revision before it is replaced. A third change in between is a conflict again, and nothing is saved.
    """
    lock_for_writing(response, answers, by=by)
    there = Answer.objects.filter(response=response, question_key__in=answers).select_related("answered_by")
    moved = {}
    for stored in there.select_for_update(of=("self",)):
        keep(stored)
        if stored.question_key in set_aside and stored.version != versions.get(stored.question_key, 0):
            moved[stored.question_key] = stored
    if moved:
        raise conflict_over(moved)
    saved = save_page(response, answers=answers, versions=versions, by=by, at=at)
    stored_raws = {key: answer.raw for key, answer in saved.items()}
    SetAsideText.objects.bulk_create(
        SetAsideText(response=response, question_key=key, raw=raw, set_aside_by=by, set_aside_at=at)
        for key, raw in set_aside.items()
        if key in stored_raws and stored_raws[key] != raw
    )
    return saved
