"""The organisation's file as data: for its people to take away, and for the bundle of everything."""

from typing import Any

from sandbox_portal.people.models import Organisation, User

from .choices import Origin
from .file_rows import FileRow, WantedRows, file_rows
from .kept_answers import kept_answers_visible_to, lines_of
from .organisation_facts import fact_kinds

ABOUT = "What your organisation's file holds, and what it ever said. “raw” is each answer as it was typed."
SHEET_COLUMNS = ("Kind", "What", "It says", "Said by", "Said on", "Where", "Ends on")


def file_as_data(organisation: Organisation, user: User) -> dict[str, Any]:
    """The facts with their history and the documents, as far as this person may see them."""
    kept = kept_answers_visible_to(user).filter(organisation=organisation).order_by("key", "-version")
    facts: dict[str, list[dict[str, Any]]] = {}
    for each in kept:
        if each.key in fact_kinds():
            facts.setdefault(each.key, []).append(
                {
                    "version": each.version,
                    "raw": each.raw,
                    "says": lines_of(each),
                    "how": Origin(each.origin).label,
                    "said_by": each.said_by.name,
                    "said_at": each.said_at,
                    "case": each.case.reference if each.case else "",
                    "fresh_until": each.fresh_until,
                }
            )
    return {
        "about_this_file": ABOUT,
        "organisation": organisation.name,
        "facts": {key: {"label": fact_kinds()[key].label, "versions": found} for key, found in facts.items()},
        "documents": [_document(row) for row in file_rows(organisation, user, WantedRows(kind="documents"))],
    }


def _document(row: FileRow) -> dict[str, Any]:
    assert row.attachment is not None  # a row of the documents
    return {
        "name": row.title,
        "description": " ".join(row.lines),
        "sha256": row.attachment.evidence_file.sha256,
        "given_by": row.said_by,
        "given_at": row.said_at,
        "case": row.attachment.case.reference or "",
        "ends_on": row.ends_on,
    }


def sheet_row(row: FileRow) -> tuple[str, ...]:
    """One line of the spreadsheet."""
    return (
        "Answer" if row.kept else "Document",
        row.title,
        "\n".join(row.lines),
        row.said_by,
        row.said_at.date().isoformat(),
        row.source,
        row.ends_on.isoformat() if row.ends_on else "",
    )
