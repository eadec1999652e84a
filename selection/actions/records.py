"""The selection record as a document: what the committee was sent, printed once and never changed (L-09)."""

from datetime import datetime
from typing import Any

from sandbox_portal.casework.moments import in_words
from sandbox_portal.documents.actions import Paper, issue_document
from sandbox_portal.documents.choices import Audience, DocumentKind
from sandbox_portal.documents.models import IssuedDocument
from sandbox_portal.people.models import User

from ..choices import ApplicationStage
from ..criteria import Criterion, Kind
from ..models import Proposal
from ..queries.proposals import record_key
from ..queries.selections import criteria_of

Table = dict[str, Any]
Row = dict[str, Any]


def issue_selection_record(proposal: Proposal, *, by: User | None, at: datetime) -> IssuedDocument:
    """Print the snapshot of a sent proposal. Slow: call it from a task."""
    selection, snapshot = proposal.selection, proposal.snapshot
    criteria = list(criteria_of(selection.round))
    paper = Paper(
        request_key=record_key(proposal),
        kind=DocumentKind.RECORD,
        code="L-09",
        title=f"Record of the selection, proposal {proposal.attempt}",
        layout="documents/record.html",
        audience=Audience.STAFF,
        case=selection.case,
        data={
            "title": f"Record of the selection for {selection.round.title}",
            "intro": "What the panel sent to the committee, as it stood when the proposal was prepared.",
            "facts": _facts(proposal),
            "tables": [
                _matrix(snapshot["applications"], criteria),
                _reasons(snapshot["applications"]),
                *[_draw(draw) for draw in snapshot["draws"]],
                _listed("Interests declared", ("Member", "Application"), snapshot["conflicts"], "member", "reference"),
                _listed(
                    "Scores that were replaced",
                    ("Application", "Criterion", "Score before"),
                    snapshot["rescored"],
                    *("reference", "criterion", "value"),
                ),
            ],
        },
    )
    return issue_document(paper, by=by, at=at)


def _facts(proposal: Proposal) -> list[list[str]]:
    round_, cut_off = proposal.selection.round, proposal.snapshot["cut_off"]
    assert proposal.confirmed_at is not None  # only a sent proposal has a record
    return [
        ["Places", f"{round_.min_places} to {round_.max_places}"],
        ["Cut-off", f"{cut_off['value']}: {cut_off['reason']}" if cut_off else "None"],
        ["Exception", proposal.exception or "None needed"],
        ["Prepared", f"{in_words(proposal.prepared_at)}, {proposal.prepared_by}"],
        ["Confirmed and sent", f"{in_words(proposal.confirmed_at)}, {proposal.confirmed_by}"],
        ["To be looked at again", ", ".join(proposal.snapshot["stale"]) or "None"],
    ]


def _matrix(rows: list[Row], criteria: list[Criterion]) -> Table:
    codes = [criterion.code for criterion in criteria]
    return {
        "caption": "Applications and their agreed scores",
        "columns": ["Application", *codes, "Total", "Rank", "Result"],
        "rows": [_scored(row, criteria) for row in rows],
        "first_is_heading": True,
        "note": ". ".join(f"{criterion.code}: {criterion.title}" for criterion in criteria) + ".",
    }


def _scored(row: Row, criteria: list[Criterion]) -> list[str]:
    values = {score["criterion"]: score["value"] for score in row["scores"]}
    cells = [_cell(criterion, values.get(criterion.code)) for criterion in criteria]
    total = "–" if row["total"] is None else str(row["total"])
    name = f"{row['reference']} {row['organisation']}"
    return [name, *cells, total, str(row["rank"] or "–"), str(ApplicationStage(row["stage"]).label)]


def _cell(criterion: Criterion, value: int | None) -> str:
    if value is None:
        return "–"
    if criterion.kind is Kind.GATE:
        return "Met" if value else "Not met"
    return str(value)


def _reasons(rows: list[Row]) -> Table:
    return {
        "caption": "Reasons the panel agreed on",
        "columns": ["Application and criterion", "Score", "Reason", "Moderation note"],
        "rows": [
            [f"{row['reference']} {score['criterion']}", str(score["value"]), score["reason"], score["note"] or "–"]
            for row in rows
            for score in row["scores"]
        ],
        "first_is_heading": True,
    }


def _draw(record: Row) -> Table:
    """One group of a draw, as published; the program that checks it is served beside the public record."""
    names = ("purpose", "attempt", "places", "commitment", "reveal", "key", "void_reason", "record_sha256")
    return {
        "caption": f"Draw: {record['purpose']}, attempt {record['attempt']}",
        "columns": ["What", "Value"],
        "rows": [
            ["pool", ", ".join(record["pool"])],
            ["order", ", ".join(record["order"] or []) or "–"],
            *[[name, str(record[name] if record[name] is not None else "–")] for name in names],
        ],
        "first_is_heading": True,
    }


def _listed(caption: str, columns: tuple[str, ...], rows: list[Row], *keys: str) -> Table:
    found = [[str(row[key]) for key in keys] for row in rows]
    return {
        "caption": caption,
        "columns": list(columns),
        "rows": found or [["None", *["–"] * (len(columns) - 1)]],
        "first_is_heading": True,
    }
