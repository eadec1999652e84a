"""Says problems, states and answers in words for people."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from sandbox_portal.casework.moments import day_in_words

from .checking import Problem, Wrong
from .checks import Check
from .progress import Status
from .question_types import QuestionType
from .spoken import answer_lines as answer_lines
from .spoken import figures

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
    if problem.check is not None:
        return check_words(problem.check, problem.values)
    if problem.inner:
        return problem_words(problem.inner[0])
    if problem.wrong is Wrong.MISSING:
        return _missing(problem)
    today = problem.values.get("today")
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
        Wrong.NOT_A_NUMBER: _not_a_number(problem),
        Wrong.ONLY_A_GUESS: _("Enter the exact number, without “about”"),
        Wrong.NOT_A_MONTH: _("Enter a real month and year, such as 9 2026"),
        Wrong.TOO_EARLY: _("The date must be today or later") if today else _("The date must be %(limit)s or later"),
        Wrong.TOO_LATE: _("The date must be today or earlier") if today else _("The date must be %(limit)s or earlier"),
        Wrong.NOT_A_COMPANY_NUMBER: _("Enter the company number: 8 numbers, or 2 letters and 6 numbers"),
        Wrong.NOT_A_CHARITY_NUMBER: _("Enter the charity number: 6 to 8 numbers, such as 1234567"),
        Wrong.NOT_A_POSTCODE: _("Enter a full postcode, such as BA1 1AB"),
        Wrong.WORDS_MISSING: _("Fill in “%(asks)s”"),
        Wrong.WHY_MISSING: _("Say why there is no answer"),
        Wrong.SET_ASIDE_TWICE: _("Choose “I do not know yet” or “This does not apply to us”, not both"),
        Wrong.TOO_FEW_ITEMS: _("Add at least %(fewest)s of these"),
        Wrong.TOO_MANY_ITEMS: _("Keep at most %(most)s of these, and remove the others"),
    }[problem.wrong]
    parts = _(" and ").join(_parts_of_date()[part] for part in problem.parts if part in _parts_of_date())
    values = {name: spoken(value) for name, value in problem.values.items()}
    return template % {"parts": parts, **values}


def check_words(check: Check, sides: Any) -> str:
    """Say what does not fit, with the two sides of the rule filled in, and what to do about it."""
    message = check.message
    for name, value in sides.items():
        message = message.replace(f"{{{name}}}", _("what you said") if value is None else spoken(value))
    return (
        f"{message}. {check.what_to_do}"
        if check.what_to_do and message[-1] not in ".?!"
        else (f"{message} {check.what_to_do}".strip())
    )


def spoken(value: Any) -> str:
    """A number or a day as people write it."""
    if isinstance(value, Decimal):
        return figures(value)
    return day_in_words(value) if isinstance(value, date) else str(value)


def _not_a_number(problem: Problem) -> str:
    decimals = problem.values.get("decimals")
    words = _("Enter a number with at most 1 number after the point, such as 12.5")
    return words if decimals == 1 else _("Enter a number with at most %(decimals)s numbers after the point")


def _parts_of_date() -> dict[str, str]:
    return {"day": _("day"), "month": _("month"), "year": _("year")}


def _missing(problem: Problem) -> str:
    question = problem.question
    if question.missing:
        return question.missing
    by_type = {
        QuestionType.DECLARATION: _("Tick the box “%(label)s”"),
        QuestionType.FILE: _("Add a file for “%(label)s”"),
        QuestionType.ATTEND_DATES: _("Tick the dates you will come to, or say that you cannot come"),
        QuestionType.GROUP: _("Add at least %(fewest)s %(one)s"),
    }
    values = {"label": question.label, "one": question.one, "fewest": problem.values.get("fewest", 1)}
    return by_type.get(question.type, _("Answer the question “%(label)s”")) % values
