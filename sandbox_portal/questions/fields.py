"""Form fields of questions. They take whatever is typed; checking.py alone says what is wrong with it."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from sandbox_portal.govuk.fields import DateBoxes, MonthBoxes
from sandbox_portal.govuk.looks import Look

from .engine import Choice, Given, Question, choices_of
from .parts import named, parts_of
from .question_types import HAS_PARTS, QuestionType

NONE = "__none"  # the value of “We cannot come to any of these dates”
SHORT_LINES, LONG_LINES, STATEMENT_LINES, LONG_STATEMENT = 3, 9, 18, 500
MOST_RADIOS = 7  # records: more than these are a drop-down list


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
    yield from fields_for(question, given, is_heading=False)


def who_name(question: Question, choice: Choice) -> str:
    return f"{question.key}__who__{choice.key}"


def words_name(question: Question, choice: Choice) -> str:
    return f"{question.key}__words__{choice.key}"


def unknown_name(question: Question) -> str:
    return f"{question.key}__not_known_yet"


def not_applicable_name(question: Question) -> str:
    return f"{question.key}__not_applicable"


def why_name(question: Question) -> str:
    return f"{question.key}__why"


def fields_for(
    question: Question, given: Given, *, is_heading: bool, raw: Any = None, rows: int = 0, is_part: bool = False
) -> dict[str, forms.Field]:
    """The controls of one question by name; files and groups have none here. `rows`: how many a growing table shows."""
    if question.type in {QuestionType.FILE, QuestionType.GROUP}:
        return {}
    if question.type is QuestionType.ATTEND_DATES:
        return _date_ticks(question, given, is_heading=is_heading)
    fields: dict[str, forms.Field] = {}
    if question.type in HAS_PARTS:
        for part in parts_of(question, raw, rows=rows):
            fields |= fields_for(named(question, part), given, is_heading=False, is_part=True)
        if question.type is QuestionType.TABLE:
            for field in fields.values():
                field.look = replace(field.look, hide_label=True)
    else:
        widget, look = _widget_and_look(question, given, is_heading=is_heading, is_part=is_part)
        fields[question.key] = AnythingField(label=question.label, help_text=question.hint, widget=widget, look=look)
    return {**fields, **_words(question, given), **_setting_aside(question)}


def _words(question: Question, given: Given) -> dict[str, forms.Field]:
    """The words that go with a choice. Radios never hide them, since nothing may depend on a script."""
    if not question.wants_words:
        return {}
    is_inside = question.type is QuestionType.CHOICES
    fields: dict[str, forms.Field] = {}
    for choice in choices_of(question, given):
        if choice.asks:
            if_chosen = _("If you chose “%(label)s”: %(asks)s") % {"label": choice.label, "asks": choice.asks}
            fields[words_name(question, choice)] = AnythingField(
                label=choice.asks if is_inside else if_chosen,
                widget=forms.Textarea() if question.words else forms.TextInput(),
                look=Look(rows=SHORT_LINES, max_words=question.words, mark_optional=False),
            )
    return fields


def _setting_aside(question: Question) -> dict[str, forms.Field]:
    """The ticks that say there is no answer, and why."""
    ticks = {}
    if question.may_be_unknown:
        ticks[unknown_name(question)] = _("I do not know yet")
    if question.may_not_apply:
        ticks[not_applicable_name(question)] = _("This does not apply to us")
    fields: dict[str, forms.Field] = {
        name: AnythingField(label=label, widget=forms.CheckboxInput(), look=Look(small=True))
        for name, label in ticks.items()
    }
    if ticks and question.say_why:
        look = Look(rows=SHORT_LINES, mark_optional=False)
        label = _("If you ticked a box: why is there no answer?")
        fields[why_name(question)] = AnythingField(label=label, widget=forms.Textarea(), look=look)
    return fields


def _widget_and_look(question: Question, given: Given, *, is_heading: bool, is_part: bool) -> tuple[forms.Widget, Look]:
    said: dict[str, Any] = {"heading": is_heading, "mark_optional": not question.required}
    size = "" if is_heading or is_part else "s"
    match question.type:
        case QuestionType.CHOICE | QuestionType.RECORD if _is_drop_down(question, given):
            first = ("", _("Choose one"))
            return forms.Select(choices=[first, *_options(question, given)]), Look(size=size, **said)
        case QuestionType.CHOICE | QuestionType.CHOICES | QuestionType.RECORD:
            return _list_widget(question, given), _list_look(question, given, said, size)
        case QuestionType.YES_NO:
            options = [("yes", _("Yes")), ("no", _("No"))]
            return forms.RadioSelect(choices=options), Look(inline=True, size=size, **said)
        case QuestionType.DATE:
            return DateBoxes(), Look(size=size, **said)
        case QuestionType.MONTH:
            return MonthBoxes(), Look(size=size, **said)
        case QuestionType.DECLARATION:
            return forms.CheckboxInput(), Look()
        case QuestionType.LONG_TEXT:
            lines = STATEMENT_LINES if (question.words or 0) > LONG_STATEMENT else LONG_LINES
            return forms.Textarea(), Look(rows=lines, max_words=question.words, size=size, **said)
        case QuestionType.TEXT if question.words:
            return forms.Textarea(), Look(rows=SHORT_LINES, max_words=question.words, size=size, **said)
        case _:
            return _line_widget(question), _line_look(question, said, size)


def _is_drop_down(question: Question, given: Given) -> bool:
    is_long = question.type is QuestionType.RECORD and len(choices_of(question, given)) > MOST_RADIOS
    return question.drop_down or is_long


def _options(question: Question, given: Given) -> Iterable[tuple[str, str]]:
    return [(choice.key, choice.label) for choice in choices_of(question, given)]


def _list_widget(question: Question, given: Given) -> forms.Widget:
    options = _options(question, given)
    if question.type is QuestionType.CHOICES:
        return forms.CheckboxSelectMultiple(choices=options)
    return forms.RadioSelect(choices=options)


def _list_look(question: Question, given: Given, said: dict[str, Any], size: str) -> Look:
    choices = choices_of(question, given)
    hints = {choice.key: choice.hint for choice in choices if choice.hint}
    asking = [choice for choice in choices if choice.asks and question.type is QuestionType.CHOICES]
    revealed = {choice.key: words_name(question, choice) for choice in asking}
    alone = question.exclusive
    return Look(hints=hints, conditional=revealed, exclusive=alone, divider_before=alone, size=size, **said)


def _line_widget(question: Question) -> forms.Widget:
    attributes = {"autocomplete": question.autocomplete} if question.autocomplete else {}
    match question.type:
        case QuestionType.EMAIL:
            return forms.EmailInput(attrs={"autocomplete": "email", **attributes})
        case QuestionType.TELEPHONE:
            return forms.TelInput(attrs={"autocomplete": "tel", **attributes})
        case QuestionType.WHOLE_NUMBER:
            return forms.TextInput(attrs={"inputmode": "numeric", **attributes})
        case QuestionType.MONEY | QuestionType.DECIMAL | QuestionType.PERCENTAGE:
            return forms.TextInput(attrs={"inputmode": "decimal", **attributes})
        case _:
            return forms.TextInput(attrs=attributes)


def _line_look(question: Question, said: dict[str, Any], size: str) -> Look:
    match question.type:
        case QuestionType.WHOLE_NUMBER | QuestionType.DECIMAL:
            return Look(classes="govuk-input--width-10", suffix=question.unit, size=size, **said)
        case QuestionType.PERCENTAGE:
            return Look(classes="govuk-input--width-5", suffix="%", size=size, **said)
        case QuestionType.MONEY:
            return Look(classes="govuk-input--width-10", prefix="£", suffix=question.unit, size=size, **said)
        case QuestionType.TELEPHONE:
            return Look(classes="govuk-input--width-20", size=size, **said)
        case QuestionType.COMPANY_NUMBER | QuestionType.CHARITY_NUMBER | QuestionType.POSTCODE:
            return Look(classes="govuk-input--width-10", size=size, **said)
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
