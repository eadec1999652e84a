"""The numbers of a round as tables: the same for the page, the CSV, the JSON and the PDF (R-188, R-754)."""

from dataclasses import dataclass
from typing import Any

from sandbox_portal.documents.choices import DocumentKind
from sandbox_portal.documents.models import IssuedDocument

from ..models import Selection
from .results import RoundStatistics, statistics_of

FEWEST_TO_SPREAD = 5  # with fewer scored applications, totals could be guessed to be somebody's
TOO_FEW = "Fewer than 5 applications were scored, so we do not show how their totals spread."


@dataclass(frozen=True)
class StatisticsTable:
    """One table: every row is a label and whole numbers. `note` says why rows are missing."""

    name: str
    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""

    @property
    def printed(self) -> dict[str, Any]:
        """The table as documents/parts/table.html draws it."""
        return {
            "caption": self.caption,
            "columns": list(self.columns),
            "rows": [list(row) for row in self.rows],
            "first_is_heading": True,
            "note": self.note,
        }

    @property
    def counts(self) -> list[tuple[str, int]]:
        """Label and number of each row, for a chart."""
        return [(row[0], int(row[-1])) for row in self.rows]


def statistics_tables(selection: Selection) -> list[StatisticsTable]:
    """Applications and results, passes at each gate, and how the totals spread."""
    return tables_of(statistics_of(selection))


def tables_of(numbers: RoundStatistics) -> list[StatisticsTable]:
    """The same from numbers that were counted already."""
    return [_results(numbers), _gates(numbers), _totals(numbers)]


def _results(numbers: RoundStatistics) -> StatisticsTable:
    rows = (("Received", str(numbers.received)), *((label, str(count)) for label, count in numbers.results))
    return StatisticsTable("results", "Applications and their results", ("Result", "Applications"), rows)


def _gates(numbers: RoundStatistics) -> StatisticsTable:
    rows = tuple(
        (f"{gate.criterion.code} {gate.criterion.title}", str(gate.failed), str(gate.passed)) for gate in numbers.gates
    )
    return StatisticsTable("gates", "What must be met, and how many met it", ("Criterion", "Not met", "Met"), rows)


def _totals(numbers: RoundStatistics) -> StatisticsTable:
    caption, columns = "How the totals spread", ("Total", "Applications")
    if sum(count for _, count in numbers.totals) < FEWEST_TO_SPREAD:
        return StatisticsTable("totals", caption, columns, (), TOO_FEW)
    rows = tuple((str(total), str(count)) for total, count in numbers.totals)
    return StatisticsTable("totals", caption, columns, rows)


def statistics_as_data(selection: Selection) -> dict[str, Any]:
    """The tables as plain JSON values, numbers as numbers."""
    tables = {
        table.name: {
            "columns": list(table.columns),
            "rows": [[row[0], *map(int, row[1:])] for row in table.rows],
            **({"note": table.note} if table.note else {}),
        }
        for table in statistics_tables(selection)
    }
    return {"round": selection.round.slug, "title": selection.round.title, **tables}


def statistics_rows(selection: Selection) -> list[list[str]]:
    """The tables one below the other, as a spreadsheet reads them."""
    lines = [["table", "label", "measure", "number"]]
    for table in statistics_tables(selection):
        for row in table.rows:
            lines += [
                [table.name, row[0], measure, number]
                for measure, number in zip(table.columns[1:], row[1:], strict=True)
            ]
    return lines


def statistics_code(selection: Selection) -> str:
    """The code under which the statistics of one round are issued."""
    return f"STATS-{selection.round.number}"


def statistics_document(selection: Selection) -> IssuedDocument | None:
    """The newest statistics that were published as a PDF."""
    issued = IssuedDocument.objects.filter(
        kind=DocumentKind.STATISTICS, code=statistics_code(selection), released_at__isnull=False
    )
    return issued.order_by("-issued_at").first()
