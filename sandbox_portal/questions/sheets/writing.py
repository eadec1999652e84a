"""Write the spreadsheet of a section, with what is answered already. Every cell is text: nothing in it works out."""

from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from .. import raw as read
from ..engine import Document, Given, Question, Section
from ..expanding import item_key
from .cells import BETWEEN, cell_text, options_of
from .plan import Tab, tabs_of

HEAD = ("code", "Question", "Your answer", "Help", "What you can answer")
HEAD_ROWS = 3
LONGEST_LIST = 250  # of the choices of a drop-down, in characters; a limit of the file format
ROWS_WITH_LISTS = 1_000


def workbook_of(document: Document, section: Section, answers: Mapping[str, Any], given: Given) -> bytes:
    """The file to download: one sheet for the questions of the section, one for each group."""
    book = Workbook()
    book.remove(book.active)
    for tab in tabs_of(section):
        sheet = book.create_sheet(tab.title)
        if tab.group is None:
            _write_questions(sheet, tab, answers, given)
        else:
            _write_items(sheet, tab, answers, given)
    book.properties.title = f"{document.title}: {section.title}"
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()


def _write_questions(sheet: Worksheet, tab: Tab, answers: Mapping[str, Any], given: Given) -> None:
    _row(sheet, 1, HEAD, is_head=True)
    for number, question in enumerate(tab.questions, 2):
        now = cell_text(question, answers.get(question.key), given)
        _row(sheet, number, (question.key, question.label, now, question.hint, _help(question, given)))
        _offer(sheet, question, given, f"C{number}")
    for column, width in zip("ABCDE", (18, 48, 48, 48, 40), strict=True):
        sheet.column_dimensions[column].width = width
    sheet.freeze_panes = "C2"


def _write_items(sheet: Worksheet, tab: Tab, answers: Mapping[str, Any], given: Given) -> None:
    assert tab.group is not None
    _row(sheet, 1, (tab.code, *(question.key for question in tab.questions)))
    _row(sheet, 2, ("Row: leave empty for a new one", *(question.label for question in tab.questions)), is_head=True)
    _row(sheet, 3, ("", *(_help(question, given) or question.hint for question in tab.questions)))
    for number, item in enumerate(read.items_in(answers.get(tab.group.key)), HEAD_ROWS + 1):
        keys = (item_key(tab.group.key, item, question.key) for question in tab.questions)
        texts = (cell_text(each, answers.get(key), given) for each, key in zip(tab.questions, keys, strict=True))
        _row(sheet, number, (item, *texts))
    for index, question in enumerate(tab.questions, 2):
        letter = sheet.cell(1, index).column_letter
        sheet.column_dimensions[letter].width = 30
        _offer(sheet, question, given, f"{letter}{HEAD_ROWS + 1}:{letter}{ROWS_WITH_LISTS + HEAD_ROWS}")
    sheet.freeze_panes = f"B{HEAD_ROWS + 1}"


def _row(sheet: Worksheet, number: int, texts: tuple[str, ...], *, is_head: bool = False) -> None:
    for column, text in enumerate(texts, 1):
        cell = sheet.cell(number, column)
        if text:
            cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)
            cell.data_type = "s"  # also what begins with = + - @: words, never a formula (D10)
        cell.quotePrefix = True
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        if is_head:
            cell.font = Font(bold=True)


def _offer(sheet: Worksheet, question: Question, given: Given, place: str) -> None:
    """A drop-down where one thing is chosen and the list fits."""
    labels = [choice.label for choice in options_of(question, given)]
    words = ",".join(labels)
    is_one = question.type in {"choice", "yes_no"}
    if not is_one or not labels or len(words) > LONGEST_LIST or any("," in label or '"' in label for label in labels):
        return
    offer = DataValidation(type="list", formula1=f'"{words}"', allow_blank=True, showErrorMessage=False)
    sheet.add_data_validation(offer)
    offer.add(place)


def _help(question: Question, given: Given) -> str:
    return BETWEEN.join(_options(question, given))


def _options(question: Question, given: Given) -> Iterator[str]:
    for choice in options_of(question, given):
        yield choice.label
