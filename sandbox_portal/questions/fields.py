"""Form fields of questions. They take whatever is typed; checking.py alone says what is wrong with it."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from sandbox_portal.govuk.fields import DateBoxes
from sandbox_portal.govuk.looks import Look

from .engine import Choice, Given, Question, choices_of
from .question_types import QuestionType

NONE = "__none"  # the value of “We cannot come to any of these dates”
SHORT_LINES, LONG_LINES, STATEMENT_LINES, LONG_STATEMENT = 3, 9, 18, 500


class AnythingField(forms.Field):
    """Keeps what was typed. `wrong_parts` are the boxes of a date to mark."""

    is_birthday = False
    birthday_hints = ("", "", "")
    wrong_parts: tuple[int, ...] = ()

    def __init__(self, *, look: Look, **named: Any) -> None:
        super().__init__(required=False, **named)
        self.look = look


def names_of(question: Question, given: Given) -> Iterator[str]:
    """The names of the controls of a question, the main one first."""
    yield question.key
    if question.type is QuestionType.ATTEND_DATES:
        yield from (who_name(question, choice) for choice in choices_of(question, given))
    if question.may_be_unknown:
        yield unknown_name(question)


def who_name(question: Question, choice: Choice) -> str:
    return f"{question.key}__who__{choice.key}"


def unknown_name(question: Question) -> str:
    return f"{question.key}__not_known_yet"


def fields_for(question: Question, given: Given, *, is_heading: bool) -> dict[str, forms.Field]:
    """The controls of one question by name; a file question has none here."""
    if question.type is QuestionType.FILE:
        return {}
    if question.type is QuestionType.ATTEND_DATES:
        return _date_ticks(question, given, is_heading=is_heading)
    widget, look = _widget_and_look(question, given, is_heading=is_heading)
    fields: dict[str, forms.Field] = {
        question.key: AnythingField(label=question.label, help_text=question.hint, widget=widget, look=look)
    }
    if question.may_be_unknown:
        fields[unknown_name(question)] = AnythingField(
            label=_("I do not know yet"), widget=forms.CheckboxInput(), look=Look(small=True)
        )
    return fields


def _widget_and_look(question: Question, given: Given, *, is_heading: bool) -> tuple[forms.Widget, Look]:
    said = {"heading": is_heading, "mark_optional": not question.required}
    size = "" if is_heading else "s"
    match question.type:
        case QuestionType.CHOICE | QuestionType.CHOICES:
            return _list_widget(question, given), _list_look(question, given, said, size)
        case QuestionType.YES_NO:
            options = [("yes", _("Yes")), ("no", _("No"))]
            return forms.RadioSelect(choices=options), Look(inline=True, size=size, **said)
        case QuestionType.DATE:
            return DateBoxes(), Look(size=size, **said)
        case QuestionType.DECLARATION:
            return forms.CheckboxInput(), Look()
        case QuestionType.LONG_TEXT:
            lines = STATEMENT_LINES if (question.words or 0) > LONG_STATEMENT else LONG_LINES
            return forms.Textarea(), Look(rows=lines, max_words=question.words, size=size, **said)
        case QuestionType.TEXT if question.words:
            return forms.Textarea(), Look(rows=SHORT_LINES, max_words=question.words, size=size, **said)
        case _:
            return _line_widget(question), _line_look(question, said, size)


def _list_widget(question: Question, given: Given) -> forms.Widget:
    options = [(choice.key, choice.label) for choice in choices_of(question, given)]
    is_one = question.type is QuestionType.CHOICE
    return forms.RadioSelect(choices=options) if is_one else forms.CheckboxSelectMultiple(choices=options)


def _list_look(question: Question, given: Given, said: dict[str, bool], size: str) -> Look:
    hints = {choice.key: choice.hint for choice in choices_of(question, given) if choice.hint}
    return Look(hints=hints, exclusive=question.exclusive, divider_before=question.exclusive, size=size, **said)


def _line_widget(question: Question) -> forms.Widget:
    attributes = {"autocomplete": question.autocomplete} if question.autocomplete else {}
    match question.type:
        case QuestionType.EMAIL:
            return forms.EmailInput(attrs={"autocomplete": "email", **attributes})
        case QuestionType.TELEPHONE:
            return forms.TelInput(attrs={"autocomplete": "tel", **attributes})
        case QuestionType.WHOLE_NUMBER:
            return forms.TextInput(attrs={"inputmode": "numeric", **attributes})
        case QuestionType.MONEY:
            return forms.TextInput(attrs={"inputmode": "decimal", **attributes})
        case _:
            return forms.TextInput(attrs=attributes)


def _line_look(question: Question, said: dict[str, bool], size: str) -> Look:
    match question.type:
        case QuestionType.WHOLE_NUMBER:
            return Look(classes="govuk-input--width-10", size=size, **said)
        case QuestionType.MONEY:
            return Look(classes="govuk-input--width-10", prefix="£", size=size, **said)
        case QuestionType.TELEPHONE:
            return Look(classes="govuk-input--width-20", size=size, **said)
        case _:
            return Look(size=size, **said)


def _date_ticks(question: Question, given: Given, *, is_heading: bool) -> dict[str, forms.Field]:
    dates = choices_of(question, given)
    ticks = [(choice.key, choice.label) for choice in dates]
    look = Look(
        heading=is_heading,
        size="" if is_heading else "s",
        mark_optional=not question.required,
        hints={choice.key: choice.hint for choice in dates if choice.hint},
        conditional={choice.key: who_name(question, choice) for choice in dates},
        exclusive=NONE,
        divider_before=NONE,
    )
    fields: dict[str, forms.Field] = {
        question.key: AnythingField(
            label=question.label,
            help_text=question.hint,
            widget=forms.CheckboxSelectMultiple(choices=[*ticks, (NONE, _("We cannot come to any of these dates"))]),
            look=look,
        )
    }
    for choice in dates:
        fields[who_name(question, choice)] = AnythingField(
            label=_("Who will come on %(date)s?") % {"date": choice.label},
            widget=forms.TextInput(attrs={"autocomplete": "off"}),
            look=Look(classes="govuk-!-width-two-thirds", mark_optional=False),
        )
    return fields
