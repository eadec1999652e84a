"""Says problems, states and answers in words for people."""

from typing import Any

from django.utils.translation import gettext as _

from sandbox_portal.casework.moments import day_in_words

from . import raw as read
from .checking import Problem, Wrong
from .engine import Given, Question, choices_of
from .progress import Status
from .question_types import QuestionType

STATUS_COLOURS = {
    Status.COMPLETED: "",
    Status.IN_PROGRESS: "govuk-tag--yellow",
    Status.NOT_STARTED: "govuk-tag--blue",
    Status.CANNOT_START: "",
    Status.PROBLEM: "govuk-tag--red",
}


def status_words(status: Status) -> str:
    return {
        Status.COMPLETED: _("Completed"),
        Status.IN_PROGRESS: _("In progress"),
        Status.NOT_STARTED: _("Not yet started"),
        Status.CANNOT_START: _("Cannot start yet"),
        Status.PROBLEM: _("There is a problem"),
    }[status]


def problem_words(problem: Problem) -> str:
    """Say how to put one problem right."""
    if problem.wrong is Wrong.MISSING:
        return _missing(problem.question)
    template = {
        Wrong.NOT_IN_LIST: _("Choose from the answers shown"),
        Wrong.NOT_A_WHOLE_NUMBER: _("Enter a whole number, such as 12"),
        Wrong.NOT_MONEY: _("Enter an amount in pounds, such as 1200 or 12.50"),
        Wrong.TOO_SMALL: _("Enter %(smallest)s or more"),
        Wrong.TOO_LARGE: _("Enter %(largest)s or less"),
        Wrong.DATE_INCOMPLETE: _("The date must include a %(parts)s"),
        Wrong.NOT_A_DATE: _("Enter a real date, such as 12 9 2026"),
        Wrong.NOT_AN_EMAIL: _("Enter an email address in the right form, such as name@example.com"),
        Wrong.NOT_A_TELEPHONE: _("Enter a telephone number, such as 01632 960 123"),
        Wrong.NAME_MISSING: _("Enter who will come on %(date)s"),
        Wrong.BOTH_NONE_AND_SOME: _("You chose “none” and something else as well. Choose one or the other"),
        Wrong.TOO_MANY_FILES: _("Keep at most %(most)s files here, and remove the others"),
    }[problem.wrong]
    parts = _(" and ").join(_parts_of_date()[part] for part in problem.parts if part in _parts_of_date())
    return template % {"parts": parts, **problem.values}


def _parts_of_date() -> dict[str, str]:
    return {"day": _("day"), "month": _("month"), "year": _("year")}


def _missing(question: Question) -> str:
    if question.missing:
        return question.missing
    by_type = {
        QuestionType.DECLARATION: _("Tick the box “%(label)s”"),
        QuestionType.FILE: _("Add a file for “%(label)s”"),
        QuestionType.ATTEND_DATES: _("Tick the dates you will come to, or say that you cannot come"),
    }
    return by_type.get(question.type, _("Answer the question “%(label)s”")) % {"label": question.label}


def answer_lines(question: Question, raw: Any, given: Given) -> list[str]:
    """Say an answer in lines for reading; no line when there is no answer."""
    if read.is_not_known_yet(raw):
        typed = answer_lines(question, read.typed_in(raw), given)
        return [_("We do not know yet"), *typed]
    if question.type is not QuestionType.ATTEND_DATES and read.is_empty(question, raw):
        return []
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
    return _as_typed(question, raw, given) if amount is None or "about" in raw.lower() else [f"£{amount:,}"]


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
    QuestionType.DECLARATION: _ticked,
    QuestionType.ATTEND_DATES: _dates,
    QuestionType.FILE: _nothing,
}
