"""A question of the checklist of a visit by its type: how a tablet draws it, and its answer between raw and words.

The record of a visit holds words, which two people can read beside each other. So a raw answer, of the shape the forms
of questions keep, is said in words when it comes, and is read out of them again. What cannot be, such as a table, and
what the set lets people leave open, is asked in words whatever its type.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from sandbox_portal.govuk.fields import PARTS, DateBoxes
from sandbox_portal.questions import raw as read
from sandbox_portal.questions.checking import problem_with
from sandbox_portal.questions.conditions import chosen_in
from sandbox_portal.questions.engine import Document, Given, Question
from sandbox_portal.questions.fields import fields_for
from sandbox_portal.questions.question_types import DAYS, NUMBERS, ONE_OF_LIST, QuestionType
from sandbox_portal.questions.wording import answer_lines, problem_words

from ..rulebook.visit_record import ASKED

TYPED = frozenset(
    {
        QuestionType.EMAIL,
        QuestionType.TELEPHONE,
        QuestionType.COMPANY_NUMBER,
        QuestionType.CHARITY_NUMBER,
        QuestionType.POSTCODE,
    }
)
LISTED = ONE_OF_LIST | {QuestionType.YES_NO}
BY_TYPE = LISTED | DAYS | NUMBERS | TYPED
WITH_WORDS = frozenset({QuestionType.CHOICE, QuestionType.YES_NO})
NOT_AN_ANSWER = "This is no answer to the question. Answer it again."


def is_by_type(question: Question) -> bool:
    """True for a question with controls of its own; False for one that is answered in words."""
    is_open = question.may_be_unknown or question.may_not_apply or question.choices_from
    has_words = question.wants_words and (question.type not in WITH_WORDS or question.drop_down)
    return question.type in BY_TYPE and not is_open and not has_words


def asked_in(document: Document) -> list[dict[str, Any]]:
    """Every question of a checklist as a tablet takes it along."""
    return [
        {
            "key": each.key,
            "label": each.label,
            "hint": each.hint,
            "required": each.required,
            "section": part.title,
            **control_of(each),
        }
        for part in document.sections
        for each in part.questions
    ]


def asked_by_type(document: Document, values: Mapping[str, str]) -> dict[str, Question]:
    """The questions that a desk asks by their type: all of those but the ones a page answered in other words."""
    return {
        key: each
        for key, each in document.questions.items()
        if is_by_type(each) and raw_in(each, values.get(ASKED + key, "")) is not None
    }


def control_of(question: Question) -> dict[str, Any]:
    """How the forms of questions draw it, as plain data for a page that is drawn without signal."""
    if not is_by_type(question):
        return {"control": "words"}
    field = fields_for(question, Given(), is_heading=False)[question.key]
    widget, look = field.widget, getattr(field, "look")  # noqa: B009 - mypy knows no such attribute
    if isinstance(widget, DateBoxes):
        return {"control": "boxes", "boxes": [str(PARTS[box]) for box in widget.boxes]}
    if question.type in LISTED:
        listed = [{"key": each.key, "title": each.label, "hint": each.hint} for each in question.own_choices]
        if question.wants_words:  # another name than radios, so that an older page asks it in words
            asking = [{**has, "asks": each.asks} for has, each in zip(listed, question.own_choices, strict=True)]
            return {"control": "radios_and_words", "choices": asking, "is_line": not question.words}
        kind = {forms.CheckboxSelectMultiple: "ticks", forms.RadioSelect: "radios"}.get(type(widget), "select")
        return {"control": kind, "choices": listed, "exclusive": question.exclusive, "is_inline": look.inline}
    named = {name: str(getattr(look, name) or "") for name in ("classes", "prefix", "suffix")}
    return {"control": "line", "mode": widget.attrs.get("inputmode", ""), **named}


def fault_in(question: Question, raw: Any, *, today: date) -> str:
    """What is wrong with an answer, by the rules of its question; nothing for one that is right, or not there yet."""
    if not is_by_type(question) or not _is_of_its_shape(question, raw):
        return NOT_AN_ANSWER
    problem = None if read.is_empty(question, raw) else problem_with(question, raw, Given(today=today))
    return f"{problem_words(problem)}." if problem else ""


def words_for(question: Question, raw: Any) -> str:
    """An answer that is right as it stands in the record."""
    return "\n".join(answer_lines(question, raw, Given()))


def raw_in(question: Question, words: str) -> Any:
    """The raw answer in words of the record; None for words that are no such answer, such as “mostly”."""
    if not is_by_type(question):
        return None
    if question.wants_words:
        return _chosen_with_words_in(question, words)
    if question.type in NUMBERS | TYPED:
        unit = "%" if question.type is QuestionType.PERCENTAGE else question.unit
        return words.removeprefix("£").removesuffix(unit).strip()
    lines = [line.strip() for line in words.splitlines() if line.strip()]
    if question.type in LISTED:
        return _chosen_in(question, lines)
    boxes = read.month_boxes if question.type is QuestionType.MONTH else None
    said = " ".join(lines).split()
    if not said:
        return ["", ""] if boxes else ["", "", ""]
    is_day = read.calendar_month(said) if boxes else read.calendar_day(said)
    return _in_figures(said) if is_day and len(said) == (2 if boxes else 3) else None


def _in_figures(said: list[str]) -> list[str]:
    """“12 September 2026” as three boxes with numbers."""
    start = said[-2][:3].lower()
    month = str(read.MONTHS.index(start) + 1) if start in read.MONTHS else said[-2]
    return [*said[:-2], month, said[-1]]


def _chosen_in(question: Question, lines: list[str]) -> Any:
    keys: Mapping[str, str] = {each.label: each.key for each in question.own_choices}
    if any(line not in keys for line in lines):
        return None
    chosen = [keys[line] for line in lines]
    if question.type is QuestionType.CHOICES:
        return chosen
    return (chosen[0] if chosen else "") if len(chosen) < 2 else None


def _chosen_with_words_in(question: Question, words: str) -> Any:
    """The choice is the first line, and what was asked of whoever took it is the rest."""
    first, _, rest = words.strip().partition("\n")
    if not first:
        return {"chosen": "", "words": {}}
    taken = next((each for each in question.own_choices if each.label == first.strip()), None)
    if taken is None or (rest.strip() and not taken.asks):
        return None
    return {"chosen": taken.key, "words": {taken.key: rest.strip()} if rest.strip() else {}}


def _is_of_its_shape(question: Question, raw: Any) -> bool:
    if question.wants_words:
        beside = raw.get("words") if isinstance(raw, dict) else None
        said = [chosen_in(raw), *(beside or {}).values()] if isinstance(beside, dict) else [None]
        return all(isinstance(each, str) for each in said)
    if question.type is QuestionType.CHOICES or question.type in DAYS:
        most = 3 if question.type in DAYS else len(question.own_choices)
        return isinstance(raw, list) and len(raw) <= most and all(isinstance(each, str) for each in raw)
    return isinstance(raw, str)
