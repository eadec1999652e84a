"""Says an answer in words, in lines for reading."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from sandbox_portal.casework.moments import day_in_words

from . import raw as read
from .engine import Choice, Given, Question, choices_of
from .parts import part_of, parts_of, rows_of
from .question_types import HAS_PARTS, QuestionType


def answer_lines(question: Question, raw: Any, given: Given) -> list[str]:
    """Say an answer in lines for reading; no line when there is no answer."""
    if read.is_set_aside(raw):
        words = _("We do not know yet") if read.is_not_known_yet(raw) else _("This does not apply to us")
        return [*filter(None, (words, read.why_in(raw))), *answer_lines(question, read.typed_in(raw), given)]
    if question.type is not QuestionType.ATTEND_DATES and read.is_empty(question, raw):
        return []
    if question.wants_words:
        return _with_words(question, raw, given)
    return _LINES.get(question.type, _as_typed)(question, raw, given)


def _as_typed(question: Question, raw: Any, given: Given) -> list[str]:
    return [raw if isinstance(raw, str) else str(raw)]


def _labels(question: Question, raw: Any, given: Given) -> list[str]:
    names = {choice.key: choice.label for choice in choices_of(question, given)}
    chosen = raw if isinstance(raw, list) else [raw]
    in_order = [names[key] for key in names if key in chosen]
    return in_order + [str(key) for key in chosen if key not in names]


def _yes_no(question: Question, raw: Any, given: Given) -> list[str]:
    return [{"yes": _("Yes"), "no": _("No")}.get(raw, str(raw))]


def _date(question: Question, raw: Any, given: Given) -> list[str]:
    day = read.calendar_day(raw)
    if day:
        return [day_in_words(day)]
    return [" ".join(str(box) for box in raw if box)] if isinstance(raw, list) else _as_typed(question, raw, given)


def _pounds(question: Question, raw: Any, given: Given) -> list[str]:
    amount = read.money(raw)
    if amount is None or read.is_about(raw):
        return _as_typed(question, raw, given)
    return [f"£{amount:,}" if amount == amount.to_integral_value() else f"£{amount:,.2f}"]


def _number(question: Question, raw: Any, given: Given) -> list[str]:
    number = read.number_in(question, raw)
    unit = "%" if question.type is QuestionType.PERCENTAGE else f" {question.unit}" if question.unit else ""
    if number is None or (not unit and question.type is QuestionType.WHOLE_NUMBER):
        return _as_typed(question, raw, given)
    return [(_("about %(number)s") % {"number": figures(number)} if read.is_about(raw) else figures(number)) + unit]


def figures(number: Decimal) -> str:
    """A number with commas, and no noughts behind the point."""
    plain = number.normalize() if number else Decimal(0)
    return f"{plain:,f}"


def _month(question: Question, raw: Any, given: Given) -> list[str]:
    month = read.calendar_month(raw)
    if month is None:
        return [" ".join(str(box) for box in raw if box)] if isinstance(raw, list) else _as_typed(question, raw, given)
    return [day_in_words(month).split(" ", 1)[1]]


def _tidy(reader: Any) -> Any:
    """The number as it is written in the register, or as typed when it is none."""
    return lambda question, raw, given: [reader(raw)] if reader(raw) else _as_typed(question, raw, given)


def _with_words(question: Question, raw: Any, given: Given) -> list[str]:
    words = read.words_beside(raw)
    chosen = read.chosen_in(raw)
    keys = chosen if isinstance(chosen, list) else [chosen]
    lines = _LINES[question.type](question, chosen, given)
    asked = [choice.key for choice in choices_of(question, given) if choice.asks and choice.key in keys]
    return [*lines, *(words[key] for key in asked if words.get(key))]


def _parts(question: Question, raw: Any, given: Given) -> list[str]:
    said = {part.key: answer_lines(part, part_of(raw, part.key), given) for part in parts_of(question, raw)}
    match question.type:
        case QuestionType.ADDRESS:
            return [line for lines in said.values() for line in lines]
        case QuestionType.PERIOD:
            starts, ends = (" ".join(said[key]) for key in ("starts", "ends"))
            return [_("%(starts)s to %(ends)s") % {"starts": starts or "?", "ends": ends or _("now")}]
        case QuestionType.PERSON:
            return _person(said)
        case _:
            return _signed(question, said)


def _person(said: dict[str, list[str]]) -> list[str]:
    names = " ".join(line for key in ("given_names", "family_name") for line in said[key])
    born = [_("born %(date)s") % {"date": line} for line in said.get("birth_date", ())]
    others = [line for key in ("role", "email", "telephone") for line in said.get(key, ())]
    return [*filter(None, [names]), *born, *others]


def _signed(question: Question, said: dict[str, list[str]]) -> list[str]:
    ticked = [line for choice in question.choices for line in said[choice.key]]
    name, role, day = (" ".join(said[key]) for key in ("name", "role", "date"))
    signature = _("Signed by %(who)s on %(date)s") % {"who": ", ".join(filter(None, (name, role))), "date": day or "?"}
    return [*ticked, *([signature] if name else [])]


@dataclass(frozen=True)
class AnswerTable:
    """A table as it was filled in: its columns, and each row's words."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def labelled(self) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
        """The rows with the name of its column beside each cell: on a phone a row becomes a list."""
        return tuple((name, tuple(zip(self.columns, cells, strict=True))) for name, cells in self.rows)


def answer_table(question: Question, raw: Any, given: Given) -> AnswerTable | None:
    """The table of an answer; None for other questions, and when nothing was filled in."""
    if question.type is not QuestionType.TABLE or read.is_empty(question, raw):
        return None
    typed = read.typed_in(raw)
    rows = [(row.label, _cells(question, row, typed, given)) for row in rows_of(question, typed)]
    kept = tuple(row for row in rows if question.rows or any(row[1]))
    return AnswerTable(tuple(column.label for column in question.columns), kept)


def _cells(question: Question, row: Choice, raw: Any, given: Given) -> tuple[str, ...]:
    return tuple(
        ", ".join(answer_lines(column, part_of(raw, f"{row.key}__{column.key}"), given)) for column in question.columns
    )


def _rows(question: Question, raw: Any, given: Given) -> list[str]:
    table = answer_table(question, raw, given)
    if table is None:
        return []
    return [
        f"{name}: " + "; ".join(f"{column} {cell}" for column, cell in zip(table.columns, cells, strict=True) if cell)
        for name, cells in table.rows
        if any(cells)
    ]


def _items(question: Question, raw: Any, given: Given) -> list[str]:
    count = len(read.items_in(raw))
    return [_("1 added") if count == 1 else _("%(count)d added") % {"count": count}]


def _ticked(question: Question, raw: Any, given: Given) -> list[str]:
    return [_("Yes: “%(label)s”") % {"label": question.label}]


def _dates(question: Question, raw: Any, given: Given) -> list[str]:
    if read.cannot_come(raw):
        return [_("Cannot come to any of the dates")]
    coming = read.dates_in(raw)
    if not coming:
        return []
    lines = []
    for choice in choices_of(question, given):
        who = coming.get(choice.key)
        words = _("cannot come") if who is None else who or _("no name yet")
        lines.append(_("%(date)s: %(who)s") % {"date": choice.label, "who": words})
    return lines


def _nothing(question: Question, raw: Any, given: Given) -> list[str]:
    return []


_LINES = {
    QuestionType.CHOICE: _labels,
    QuestionType.CHOICES: _labels,
    QuestionType.YES_NO: _yes_no,
    QuestionType.DATE: _date,
    QuestionType.MONEY: _pounds,
    QuestionType.WHOLE_NUMBER: _number,
    QuestionType.DECIMAL: _number,
    QuestionType.PERCENTAGE: _number,
    QuestionType.RECORD: _labels,
    QuestionType.MONTH: _month,
    QuestionType.COMPANY_NUMBER: _tidy(read.company_number),
    QuestionType.CHARITY_NUMBER: _tidy(read.charity_number),
    QuestionType.POSTCODE: _tidy(read.postcode),
    **dict.fromkeys(HAS_PARTS, _parts),
    QuestionType.TABLE: _rows,
    QuestionType.GROUP: _items,
    QuestionType.DECLARATION: _ticked,
    QuestionType.ATTEND_DATES: _dates,
    QuestionType.FILE: _nothing,
}
