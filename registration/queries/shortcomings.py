"""What was missing or wrong in an attempt, in words and with the way to each question; and what was changed since."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from sandbox_portal.casework.models import Case
from sandbox_portal.questions.differences import Part, difference
from sandbox_portal.questions.engine import Question
from sandbox_portal.questions.models import Response
from sandbox_portal.questions.queries import Reading, document_of, read_response, response_of, responses_of
from sandbox_portal.questions.return_reasons import reason_of
from sandbox_portal.questions.wording import answer_lines

from ..models import Attempt, ManagerApplication, RegistrationApplication, Shortcoming


@dataclass(frozen=True)
class Line:
    """One thing on the list: the question, where it is answered, why, and what to do."""

    shortcoming: Shortcoming
    question: str
    whose: str
    why: str
    address: str

    @property
    def words(self) -> str:
        return self.shortcoming.words

    @property
    def sentence(self) -> str:
        """The line as a letter says it."""
        said = " ".join(part for part in (self.why, self.words) if part)
        return f"{self.question}{f' ({self.whose})' if self.whose else ''}: {said}"


def lines_of(attempt: Attempt, shortcomings: Iterable[Shortcoming] | None = None) -> list[Line]:
    """The list in the order in which it was written."""
    listed = attempt.shortcomings.select_related("manager__case") if shortcomings is None else shortcomings
    responses: dict[Any, Response | None] = {}
    found = []
    for each in listed:
        case = each.manager.case if each.manager else attempt.application.case
        if case.pk not in responses:
            responses[case.pk] = response_of(case)
        found.append(_line(each, case, responses[case.pk]))
    return found


def in_words(attempt: Attempt) -> list[str]:
    """The list as a letter says it."""
    return [line.sentence for line in lines_of(attempt)]


def to_mend(application: RegistrationApplication, manager: ManagerApplication | None = None) -> dict[str, str]:
    """By question, what was said of an attempt that came back and is open again; one question to the database."""
    if application.attempt == 1:
        return {}
    last = {"attempt__application": application, "attempt__number": application.attempt - 1}
    listed = Shortcoming.objects.filter(**last, manager=manager)
    return {each.question_key: f"{reason_of(each.reason).told} {each.words}".strip() for each in listed}


def _line(shortcoming: Shortcoming, case: Case, response: Response | None) -> Line:
    document = document_of(response.question_set) if response else None
    question = document.questions.get(shortcoming.question_key) if document else None
    address = ""
    if document is not None and question is not None:
        page = document.page_of[question.key]
        name = "response-group" if question.type == "group" else "response-question"
        address = reverse(name, args=[case.pk, page.section.key, page.key])
    return Line(
        shortcoming=shortcoming,
        question=_name(question) if question else shortcoming.question_key,
        whose=f"part of {shortcoming.manager.name}" if shortcoming.manager else "",
        why=reason_of(shortcoming.reason).told,
        address=address,
    )


def _name(question: Question) -> str:
    return question.public_name or question.label


@dataclass(frozen=True)
class Changed:
    """One answer that is not what it was in the attempt before (V-30)."""

    key: str
    question: str
    section: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    was_listed: bool

    @property
    def parts(self) -> tuple[Part, ...]:
        """Word by word: what stayed, what went, what came."""
        return difference("\n".join(self.before), "\n".join(self.after))


def changed_since_return(application: RegistrationApplication) -> list[Changed]:
    """Every answer that was changed after the application came back, in the order of the form."""
    if application.attempt == 1:
        return []
    mine = {response.attempt: response for response in responses_of(application.case)}
    if application.attempt not in mine or application.attempt - 1 not in mine:
        return []
    before, after = (read_response(mine[number]) for number in (application.attempt - 1, application.attempt))
    listed = set(
        Shortcoming.objects.filter(
            attempt__application=application, attempt__number=application.attempt - 1, manager=None
        ).values_list("question_key", flat=True)
    )
    keys = [key for key in _keys(before, after) if before.answers.get(key) != after.answers.get(key)]
    return [_changed(key, before, after, listed) for key in keys]


def _keys(before: Reading, after: Reading) -> list[str]:
    """Every question asked in either, in the order of the form as it is now, what is gone at the end."""
    return list(dict.fromkeys([*(each.key for each in after.asked), *(each.key for each in before.asked)]))


def _changed(key: str, before: Reading, after: Reading, listed: set[str]) -> Changed:
    reading = after if key in after.document.questions else before
    question = reading.document.questions[key]
    return Changed(
        key=key,
        question=_name(question),
        section=reading.document.section_of[key].title,
        before=_lines(before, key),
        after=_lines(after, key),
        was_listed=key in listed or key.split("--")[0] in listed,
    )


def _lines(reading: Reading, key: str) -> tuple[str, ...]:
    question = reading.document.questions.get(key)
    return tuple(answer_lines(question, reading.answers.get(key), reading.given)) if question else ()


def lines_of_manager(attempt: Attempt | None, manager: ManagerApplication) -> list[Line]:
    """What was listed in the part of one manager when the application came back the last time."""
    if attempt is None:
        return []
    return lines_of(attempt, attempt.shortcomings.filter(manager=manager).select_related("manager__case"))
