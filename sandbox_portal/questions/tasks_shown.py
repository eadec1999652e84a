"""The task list in words and addresses."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from .engine import Page
from .progress import Progress, Status
from .queries import Reading
from .wording import STATUS_COLOURS, status_words


def shown_tasks(reading: Reading, address: Callable[[Page], str], *, may_write: bool) -> list[dict[str, Any]]:
    """The items of the task-list component: a task leads to its first gap, or to its first page when it has none."""
    return [_item(reading, part, address, may_write=may_write) for part in reading.progress]


def _item(reading: Reading, part: Progress, address: Callable[[Page], str], *, may_write: bool) -> dict[str, Any]:
    is_open = may_write and part.status is not Status.CANNOT_START
    item: dict[str, Any] = {"title": {"text": part.section.title}, "status": _status(part.status)}
    if is_open:
        item["href"] = address(_first_page(reading, part))
    if part.status is Status.CANNOT_START:
        item["hint"] = {"text": _("Finish the tasks above first.")}
    elif part.status is Status.IN_PROGRESS:
        item["hint"] = {"text": _gaps(len(part.problems))}
    return item


def _first_page(reading: Reading, part: Progress) -> Page:
    pages = [page for page in reading.pages if page.section.key == part.section.key]
    wanting = {problem.question.key for problem in part.problems}
    if part.status in {Status.IN_PROGRESS, Status.PROBLEM}:
        return next(page for page in pages if any(question.key in wanting for question in page.questions))
    return pages[0]


def _gaps(count: int) -> str:
    return _("1 answer to go") if count == 1 else _("%(count)d answers to go") % {"count": count}


def _status(status: Status) -> dict[str, Any]:
    words, colour = status_words(status), STATUS_COLOURS[status]
    if status is Status.COMPLETED:
        return {"text": words}
    if status is Status.CANNOT_START:
        return {"text": words, "classes": "govuk-task-list__status--cannot-start-yet"}
    return {"tag": {"text": words, "classes": f"app-tag {colour}"}}
