"""How far the answers have come, section by section. Pure: the same for task list, sending and tests."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from . import raw as read
from .checking import Problem, Wrong, problem_with
from .crosschecks import problems_of
from .engine import Answers, Document, Given, Question, Section, asked
from .findings import Finding
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
    """One section: its state, what is missing or wrong in it, and which errors the wing's own rules find there."""

    section: Section
    status: Status
    problems: tuple[Problem, ...]
    findings: tuple[Finding, ...] = ()

    @property
    def to_do(self) -> int:
        """How many answers are to be given or put right."""
        return len(self.problems) + len(self.findings) - len(self.elsewhere)

    @property
    def elsewhere(self) -> tuple[Finding, ...]:
        """What the section waits for that no answer puts right."""
        return tuple(finding for finding in self.findings if finding.is_elsewhere)

    @property
    def waiting(self) -> frozenset[str]:
        """The questions that are to be answered or put right."""
        return frozenset(each.question.key for each in self.problems) | {each.question for each in self.findings}


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


def worth_telling(findings: Iterable[Finding], parts: Iterable[Progress]) -> tuple[Finding, ...]:
    """Without those about a question that is missing or wrong by itself: that comes first."""
    wrong = {problem.question.key for part in parts for problem in part.problems}
    return tuple(finding for finding in findings if finding.question not in wrong)


def with_findings(parts: Iterable[Progress], findings: Iterable[Finding]) -> tuple[Progress, ...]:
    """The same sections as the wing's own rules see them: what is done may still be wrong, or not enough."""
    errors = [finding for finding in findings if finding.is_error]
    return tuple(_seen(part, errors) for part in parts)


def _seen(part: Progress, errors: Iterable[Finding]) -> Progress:
    keys = {question.key for question in part.section.questions}
    mine = tuple(each for each in errors if each.question in keys)
    if not mine:
        return part
    if not all(each.is_missing for each in mine):
        return replace(part, status=Status.PROBLEM, findings=mine)
    status = Status.IN_PROGRESS if part.status is Status.COMPLETED else part.status
    return replace(part, status=status, findings=mine)


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
