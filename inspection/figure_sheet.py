"""Figures in a spreadsheet: read whole, or told cell by cell what is wrong (R-376)."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sandbox_portal.people.health_numbers import holds_health_number
from sandbox_portal.questions.sheets.opening import Cell, Sheet
from sandbox_portal.questions.sheets.taking import BadCell

from .rulebook.figures import Figure

HEADINGS = {
    "indicator": "Indicator",
    "period": "Period",
    "value": "Value",
    "source": "Source",
    "statement": "Statement",
}
MAY_BE_EMPTY = frozenset({"statement"})
LONGEST = {"indicator": 300, "period": 100, "value": 500, "source": 300, "statement": 200}
EXAMPLE = ("Visits that took place", "July to September 2026", "209 of 212", "Information return", "S6")


@dataclass
class ReadFigures:
    """Every figure of a file, and every cell to put right. The figures are for keeping only when none is wrong."""

    figures: list[Figure] = field(default_factory=list)
    wrong: list[BadCell] = field(default_factory=list)


def read_figures(sheets: tuple[Sheet, ...], *, known: Mapping[str, str], there: Mapping[str, str]) -> ReadFigures:
    """Read the first sheet. `known` are the statements that are looked at: their keys by code and by key. `there` are
    figures that are evidence already: their texts by key."""
    found = ReadFigures()
    rows = sheets[0].rows if sheets else ()
    columns = _columns(rows[0]) if rows else {}
    missing = [words for name, words in HEADINGS.items() if name not in columns and name not in MAY_BE_EMPTY]
    title = sheets[0].title if sheets else "The file"
    if missing:
        words = "”, “".join(missing)
        found.wrong.append(BadCell(title, 1, "A1", f"The first row must have the headings “{words}”"))
        return found
    seen: dict[str, str] = {}
    for row in rows[1:]:
        if any(cell.text.strip() for cell in row):
            _read_row(found, {name: row[at] for name, at in columns.items() if at < len(row)}, row, known)
            _refuse_twice(found, row, seen, there)
    if not found.figures and not found.wrong:
        found.wrong.append(BadCell(title, 2, "A2", "There is no figure below the headings"))
    return found


def _columns(heads: tuple[Cell, ...]) -> dict[str, int]:
    by_words = {words.casefold(): name for name, words in HEADINGS.items()}
    at = {by_words.get(cell.text.strip().casefold(), ""): index for index, cell in enumerate(heads)}
    at.pop("", None)
    return at


def _read_row(found: ReadFigures, cells: Mapping[str, Cell], row: tuple[Cell, ...], known: Mapping[str, str]) -> None:
    texts, before = {}, len(found.wrong)
    for name in HEADINGS:
        cell = cells.get(name)
        texts[name] = " ".join(cell.text.split()) if cell else ""
        sentence = f"The cell {cell.wrong}" if cell and cell.wrong else _problem(name, texts[name], known)
        if sentence:
            at = cell or row[0]
            found.wrong.append(BadCell(at.sheet, at.row, at.place, sentence))
    if len(found.wrong) == before:
        statement = known.get(texts.pop("statement").casefold(), "")
        found.figures.append(Figure(**texts, statements=(statement,) if statement else ()))


def _problem(name: str, text: str, known: Mapping[str, str]) -> str:
    if not text:
        return "" if name in MAY_BE_EMPTY else f"Enter the {HEADINGS[name].lower()}"
    if len(text) > LONGEST[name]:
        return f"The {HEADINGS[name].lower()} must have at most {LONGEST[name]} characters"
    if holds_health_number(text):
        return "This seems to hold an NHS number. Take it out"
    if name == "statement" and text.casefold() not in known:
        return "Write the code of a statement that this assessment looks at, such as S1, or leave the cell empty"
    return ""


def _refuse_twice(found: ReadFigures, row: tuple[Cell, ...], seen: dict[str, str], there: Mapping[str, str]) -> None:
    """The figure of this row, if it was read: not twice in the file, and not once more than in the evidence."""
    first = row[0]
    figure = found.figures[-1] if found.figures and len(seen) < len(found.figures) else None
    if figure is None:
        return
    sentence = ""
    if figure.key in seen:
        sentence = f"This figure is in row {seen[figure.key]} too"
    elif there.get(figure.key) == figure.text:
        sentence = "This figure is evidence already"
    elif figure.key in there:
        sentence = "This figure is evidence already, with another value. A figure never changes: name another source"
    if sentence:
        found.figures.pop()
        found.wrong.append(BadCell(first.sheet, first.row, first.place, sentence))
    else:
        seen[figure.key] = str(first.row)
