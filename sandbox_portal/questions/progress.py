"""How far the answers have come, section by section. Pure: the same for task list, sending and tests."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from . import raw as read
from .checking import Problem, Wrong, problem_with
from .crosschecks import problems_of
from .engine import Answers, Document, Given, Question, Section, asked
from .question_types import QuestionType


class Status(StrEnum):
    """The five states of a task (R2)."""

    COMPLETED = "completed"
    IN_PROGRESS = "in_progress"
    NOT_STARTED = "not_started"
    CANNOT_START = "cannot_start"
    PROBLEM = "problem"


@dataclass(frozen=True)
class Progress:
    """One section: its state, and what is missing or wrong in it."""

    section: Section
    status: Status
    problems: tuple[Problem, ...]


def progress(document: Document, answers: Answers, given: Given) -> tuple[Progress, ...]:
    """The state of every section that has anything to ask, in order."""
    by_section: dict[str, list[Question]] = {section.key: [] for section in document.sections}
    for question in asked(document, answers):
        by_section[document.section_of[question.key].key].append(question)
    crossed = problems_of(document, answers, given)
    has_problems: dict[str, bool] = {}
    found = []
    for section in document.sections:
        questions = by_section[section.key]
        faults = [
            problem_with(question, answers.get(question.key), given) or crossed.get(question.key)
            for question in questions
        ]
        wrong = tuple(fault for fault in faults if fault is not None)
        has_problems[section.key] = bool(wrong)
        waits = any(has_problems[key] for key in section.starts_after)
        if questions:
            found.append(Progress(section, _status(questions, wrong, answers, given, waits=waits), wrong))
    return tuple(found)


def _status(
    questions: Iterable[Question], wrong: tuple[Problem, ...], answers: Answers, given: Given, *, waits: bool
) -> Status:
    if any(fault.wrong is not Wrong.MISSING for fault in wrong):
        return Status.PROBLEM
    has_begun = any(_has_begun(question, answers, given) for question in questions)
    if not wrong and has_begun:
        return Status.COMPLETED
    if waits and not has_begun:
        return Status.CANNOT_START
    return Status.IN_PROGRESS if has_begun else Status.NOT_STARTED


def _has_begun(question: Question, answers: Answers, given: Given) -> bool:
    """An optional question passed over by “Continue” counts as begun: its empty answer is kept."""
    if question.type is QuestionType.FILE:
        return given.files.get(question.key, 0) > 0
    if question.key not in answers:
        return False
    return not question.required or not read.is_empty(question, answers[question.key])
