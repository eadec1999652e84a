"""The task list in words and addresses."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from sandbox_portal.casework.moments import day_in_words
from sandbox_portal.casework.working_days import day_in_london
from sandbox_portal.people.models import User

from .engine import Page, Section
from .models import SectionHandover
from .presence import Here
from .progress import Progress, Status
from .queries import Reading
from .sections import EVERYTHING, Scope
from .wording import STATUS_COLOURS, status_words


@dataclass(frozen=True)
class Sharing:
    """What a task list shows of answering together: who may do what here, who has which section, who is here now."""

    user: User
    may_write: Callable[[Section], bool]
    scope: Scope = EVERYTHING
    holders: Mapping[str, SectionHandover] = field(default_factory=dict)
    here: Sequence[Here] = ()


def shown_tasks(reading: Reading, address: Callable[[Page], str], sharing: Sharing) -> list[dict[str, Any]]:
    """The items of the task-list component: a task leads to its first gap, or to its first page when it has none."""
    parts = [part for part in reading.progress_seen if sharing.scope.may_read(part.section.key)]
    return [_item(reading, part, address, sharing) for part in parts]


def _item(reading: Reading, part: Progress, address: Callable[[Page], str], sharing: Sharing) -> dict[str, Any]:
    item: dict[str, Any] = {"title": {"text": part.section.title}, "status": _status(part.status)}
    if part.status is not Status.CANNOT_START and sharing.may_write(part.section):
        item["href"] = address(_first_page(reading, part))
    hints = [_to_do(part), *_people(part.section, sharing)]
    if any(hints):
        item["hint"] = {"text": " ".join(filter(None, hints))}
    return item


def _to_do(part: Progress) -> str:
    if part.status is Status.CANNOT_START:
        return _("Finish the tasks above first.")
    if part.status is not Status.IN_PROGRESS:
        return ""
    words = [_gaps(part.to_do)] if part.to_do else []
    return " ".join(f"{each}." for each in [*words, *(finding.message for finding in part.elsewhere)])


def _people(section: Section, sharing: Sharing) -> Iterator[str]:
    handover = sharing.holders.get(section.key)
    if handover is not None:
        since = day_in_words(day_in_london(handover.given_at))
        is_own = handover.holder_id == sharing.user.pk
        words = _("You have had this section since %(since)s.") if is_own else _("With %(who)s since %(since)s.")
        yield words % {"who": handover.holder.name, "since": since}
    for each in sharing.here:
        if each.section_key == section.key:
            yield _("%(who)s is here now.") % {"who": each.name}


def _first_page(reading: Reading, part: Progress) -> Page:
    pages = [page for page in reading.pages if page.section.key == part.section.key]
    if part.status in {Status.IN_PROGRESS, Status.PROBLEM}:
        waiting = (page for page in pages if any(question.key in part.waiting for question in page.questions))
        return next(waiting, pages[0])
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
