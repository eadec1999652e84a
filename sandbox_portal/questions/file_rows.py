"""The organisation's file as a list, and what of it wants a look."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef

from sandbox_portal.casework.looks import moment_of_look
from sandbox_portal.casework.working_days import day_in_london
from sandbox_portal.documents.models import Attachment
from sandbox_portal.people.choices import Place
from sandbox_portal.people.models import Organisation, User
from sandbox_portal.people.queries import organisation_places

from .kept_answers import (
    current_answers,
    documents_of,
    kept_answers_visible_to,
    lines_of,
    newest_versions,
    source_words,
    updates_visible_to,
)
from .models import KeptAnswer
from .organisation_facts import fact_kinds

FILE_ANSWERS, FILE_DOCUMENTS = "answers", "documents"
ENDS_SOON, ENDED, CURRENT = "soon", "ended", "current"
SOON = timedelta(days=60)


@dataclass(frozen=True)
class FileRow:
    """One line of the organisation's file. `ends_on` is when a document ends, or an answer stops being fresh."""

    key: str
    title: str
    lines: tuple[str, ...]
    said_by: str
    said_at: datetime
    source: str
    ends_on: date | None
    state: str
    kept: KeptAnswer | None = None
    attachment: Attachment | None = None


@dataclass(frozen=True)
class WantedRows:
    """What somebody looks for in the file; empty words narrow nothing."""

    kind: str = ""
    state: str = ""
    words: str = ""


def file_rows(organisation: Organisation, user: User, wanted: WantedRows) -> list[FileRow]:
    """The file as this person may see it: what ends first comes first, then by name. Three statements at most."""
    today = day_in_london(moment_of_look())
    rows: list[FileRow] = []
    if wanted.kind != FILE_DOCUMENTS:
        current = current_answers(organisation, user)
        rows += [_answer_row(current[key], today) for key in fact_kinds() if key in current]
    if wanted.kind != FILE_ANSWERS:
        rows += [_document_row(file, today) for file in documents_of(organisation, user)]
    found = [row for row in rows if _fits(row, wanted)]
    return sorted(found, key=lambda row: (row.ends_on is None, row.ends_on or today, row.title.lower(), row.key))


def _answer_row(kept: KeptAnswer, today: date) -> FileRow:
    return FileRow(
        key=kept.key,
        title=fact_kinds()[kept.key].label,
        lines=tuple(lines_of(kept)),
        said_by=kept.said_by.name,
        said_at=kept.said_at,
        source=source_words(kept.case),
        ends_on=kept.fresh_until,
        state=_state(kept.fresh_until, today),
        kept=kept,
    )


def _document_row(file: Attachment, today: date) -> FileRow:
    return FileRow(
        key=str(file.pk),
        title=file.shown_name,
        lines=(file.description,) if file.description else (),
        said_by=file.uploaded_by.name,
        said_at=file.uploaded_at,
        source=source_words(file.case),
        ends_on=file.expires_on,
        state=_state(file.expires_on, today),
        attachment=file,
    )


def _state(ends_on: date | None, today: date) -> str:
    if ends_on is None or ends_on > today + SOON:
        return CURRENT
    return ENDED if ends_on < today else ENDS_SOON


def _fits(row: FileRow, wanted: WantedRows) -> bool:
    text = " ".join((row.title, *row.lines)).lower()
    return wanted.state in ("", row.state) and all(word in text for word in wanted.words.lower().split())


@dataclass
class ToLookAt:
    """What of somebody's own files wants a look: what is old, what ends, and what was said differently."""

    organisation: Organisation
    old: int = 0
    updates: int = 0


def files_to_look_at(user: User, today: date) -> list[ToLookAt]:
    """The organisations whose file this person may change and should look at, by name; one statement."""
    writing = [key for key, place in organisation_places(user).items() if place != Place.READER]
    if not writing:
        return []
    differs = updates_visible_to(user).filter(organisation=OuterRef("organisation"), key=OuterRef("key"))
    kept = kept_answers_visible_to(user).filter(organisation__in=writing).select_related("organisation")
    found: dict[Any, ToLookAt] = {}
    for each in newest_versions(kept.annotate(differs=Exists(differs))):
        look = found.setdefault(each.organisation_id, ToLookAt(each.organisation))
        look.old += each.raw is not None and _state(each.fresh_until, today) != CURRENT
        look.updates += getattr(each, "differs")  # noqa: B009 - mypy knows no such field
    wanted = [each for each in found.values() if each.old or each.updates]
    return sorted(wanted, key=lambda each: each.organisation.name)
