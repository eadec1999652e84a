"""Answers as they are read: by their author before sending, by a panel, in a PDF."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from sandbox_portal.casework.models import Case
from sandbox_portal.casework.moments import in_words
from sandbox_portal.documents.models import Attachment
from sandbox_portal.documents.queries import may_be_downloaded

from . import raw as read
from .crosschecks import failures, sides
from .engine import ItemPlace, Page, Question, Section, feeding
from .expanding import BETWEEN, item_key
from .files import files_by_case
from .models import Answer, Response
from .queries import Reading, document_of, promises_missing, read_response, response_of
from .question_types import QuestionType
from .sections import EVERYTHING, Scope
from .spoken import AnswerTable, answer_table
from .wording import answer_lines, check_words, problem_words


@dataclass(frozen=True)
class ShownFile:
    """A file put to a question; `refusal` says why it cannot be opened now."""

    attachment: Attachment
    refusal: str | None

    @property
    def name(self) -> str:
        return self.attachment.shown_name


@dataclass(frozen=True)
class ShownAnswer:
    """One answer in words. `problem` is set while it is missing or wrong; `notes` are advice that stops nothing."""

    question: Question
    page: Page
    lines: tuple[str, ...]
    files: tuple[ShownFile, ...]
    problem: str
    notes: tuple[str, ...]
    table: AnswerTable | None = None

    @property
    def is_long(self) -> bool:
        """True for answers that are read as paragraphs rather than as a line."""
        return self.question.type is QuestionType.LONG_TEXT

    @property
    def is_empty(self) -> bool:
        return not self.lines and not self.files


@dataclass(frozen=True)
class ShownSection:
    section: Section
    answers: tuple[ShownAnswer, ...]


def shown_sections(reading: Reading) -> tuple[ShownSection, ...]:
    """Every question asked, section by section."""
    by_section: dict[str, list[ShownAnswer]] = {}
    for answer in shown_answers(reading, reading.asked):
        by_section.setdefault(answer.page.section.key, []).append(answer)
    return tuple(
        ShownSection(section, tuple(by_section[section.key]))
        for section in reading.document.sections
        if section.key in by_section
    )


def sections_by_case(cases: Iterable[Case]) -> dict[UUID, tuple[ShownSection, ...]]:
    """The newest answers of several cases, in three questions for any number; a case without answers is left out."""
    by_id = {case.pk: case for case in cases}
    newest = Response.objects.filter(case__in=by_id).order_by("case", "-attempt", "opened_at", "pk").distinct("case")
    responses = list(newest.select_related("question_set").defer("question_set__document"))
    answers: dict[int, dict[str, Any]] = {each.pk: {} for each in responses}
    for response, key, said in Answer.objects.filter(response__in=responses).values_list(
        "response", "question_key", "raw"
    ):
        answers[response][key] = said
    files, found = files_by_case(by_id.keys()), {}
    for each in responses:
        each.case = by_id[each.case_id]
        found[each.case_id] = shown_sections(read_response(each, answers[each.pk], files[each.case_id]))
    return found


def shown_answers(reading: Reading, questions: Iterable[Question]) -> tuple[ShownAnswer, ...]:
    """These questions, where they are asked, with what was answered."""
    asked = {question.key for question in reading.asked}
    problems = {problem.question.key: problem_words(problem) for problem in reading.problems}
    notes = _all_notes(reading)
    return tuple(
        ShownAnswer(
            question=question,
            page=reading.document.page_of[question.key],
            lines=tuple(answer_lines(question, reading.answers.get(question.key), reading.given)),
            files=shown_files(reading, question.key),
            problem=problems.get(question.key, ""),
            notes=(*_notes(question, reading.answers.get(question.key)), *notes.get(question.key, ())),
            table=answer_table(question, reading.answers.get(question.key), reading.given),
        )
        for question in questions
        if question.key in asked
    )


@dataclass(frozen=True)
class ShownItem:
    """One item of a group: “Partner 2”, in a few words, and what is still to do about it."""

    place: ItemPlace
    name: str
    page: Page | None
    to_do: int


def shown_items(reading: Reading, group: Question, places: Iterable[ItemPlace]) -> list[ShownItem]:
    """The items of a group by their first answer, each with its first page that wants something."""
    return [_shown_item(reading, place) for place in places]


def _shown_item(reading: Reading, place: ItemPlace) -> ShownItem:
    start = item_key(place.group.key, place.item, "")
    mine = [question for question in reading.asked if question.key.startswith(start)]
    lines = [line for each in mine for line in answer_lines(each, reading.answers.get(each.key), reading.given)]
    wanting = {problem.question.key for problem in reading.problems if problem.question.key.startswith(start)}
    pages = [reading.document.page_of[question.key] for question in mine]
    wanted = [page for page in pages if any(question.key in wanting for question in page.questions)]
    return ShownItem(place, lines[0] if lines else place.title, next(iter([*wanted, *pages]), None), len(wanting))


def shown_files(reading: Reading, key: str) -> tuple[ShownFile, ...]:
    """The files put to a question, each with why it cannot be opened, if so."""
    return tuple(ShownFile(file, may_be_downloaded(file)) for file in reading.files.get(key, ()))


def criterion_answers(reading: Reading, code: str) -> tuple[ShownAnswer, ...]:
    """The answers the panel reads for one criterion, in the order of the form."""
    return shown_answers(reading, feeding(reading.document, code))


def response_document_context(response: Response, scope: Scope = EVERYTHING) -> dict[str, Any]:
    """The snapshot for the copy of a response, as plain JSON, for templates/documents/questions/response.html.

    With `scope` only the sections that this person may read are in it.
    """
    reading = read_response(response)
    question_set, organisation = response.question_set, response.case.organisation
    facts = [
        [_("From"), organisation.name if organisation else ""],
        [_("Reference"), response.case.reference or ""],
        [_("Sent"), in_words(response.locked_at) if response.locked_at else _("Not sent yet")],
        [_("Questions"), f"{question_set.code}, {_('version')} {question_set.version} ({question_set.sha256[:12]})"],
    ]
    return {
        "title": reading.document.title,
        "facts": [fact for fact in facts if fact[1]],
        "sections": [_printed(section) for section in shown_sections(reading) if scope.may_read(section.section.key)],
    }


def _printed(shown: ShownSection) -> dict[str, Any]:
    answers = [
        {
            "label": answer.question.name if BETWEEN in answer.question.key else answer.question.label,
            "lines": list(answer.lines),
            "files": [file.name for file in answer.files],
            "is_long": answer.is_long,
            "table": _printed_table(answer.table),
        }
        for answer in shown.answers
    ]
    return {"title": shown.section.title, "answers": answers}


def _printed_table(table: AnswerTable | None) -> dict[str, Any] | None:
    if table is None:
        return None
    return {"columns": list(table.columns), "rows": [[name, list(cells)] for name, cells in table.rows]}


def _all_notes(reading: Reading) -> dict[str, list[str]]:
    """Advice by question: dates nobody is named for, and warnings of cross-checks that want no reason."""
    found: dict[str, list[str]] = {}
    for key, choices in promises_missing(reading).items():
        words = _("Nobody is named for %(date)s. We need every organisation there on that day.")
        found[key] = [words % {"date": choice.label} for choice in choices]
    for failure in failures(reading.document, reading.answers, reading.given):
        if not failure.is_error and not failure.check.confirm:
            found.setdefault(failure.key, []).append(check_words(failure.check, sides(failure)))
    return found


def _notes(question: Question, raw: Any) -> Iterable[str]:
    words = read.words_in(read.typed_in(raw))
    if question.words is not None and words > question.words:
        yield _("This is %(words)d words. About %(guide)d is enough; the panel reads all of it.") % {
            "words": words,
            "guide": question.words,
        }


def question_names(case: Case) -> dict[str, str]:
    """How the questions of a case are called in lists, by their keys; empty where nothing is asked."""
    response = response_of(case)
    if response is None:
        return {}
    questions = document_of(response.question_set).questions.values()
    return {question.key: question.public_name or question.label for question in questions}
