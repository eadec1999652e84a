"""What was asked again of sent answers, by whom it may be changed, and what came back (R14).

| the return is             | staff                          | the applicant                                    |
|---------------------------|--------------------------------|--------------------------------------------------|
| being prepared            | flag answers, take flags away  | knows nothing of it                              |
| with the applicant        | may go on without an answer    | changes what was asked, and nothing else         |
| to be looked at           | accept each, or ask it again   | reads what was sent                              |
| over                      | read it                        | reads it                                         |
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from sandbox_portal.casework.kinds import kind_of
from sandbox_portal.casework.models import Case
from sandbox_portal.people.models import User

from .checking import problem_with
from .differences import Part, difference
from .engine import Page, Question
from .hosts import AskingAgain, host_of
from .models import Response, Return, ReturnedItem
from .queries import Reading, returns_visible_to
from .return_reasons import Reason, reason_of
from .wording import answer_lines, problem_words

NOT_HERE = "Answers of this kind are not sent back."


def returns_of(response: Response) -> list[Return]:
    """Every return of a response, the newest first, with who sent and who answered it."""
    found = Return.objects.filter(response=response).select_related("sent_by", "answered_by", "prepared_by")
    return list(found.prefetch_related("items").order_by("-number"))


def returns_to_look_at(user: User) -> QuerySet[Return]:
    """Answers that came back and that nobody has looked at, of the person's own asking or cases, the oldest first."""
    mine = Q(sent_by=user) | Q(response__case__owner=user)
    waiting = returns_visible_to(user).filter(mine, answered_at__isnull=False, ended_at=None)
    return waiting.select_related("response__case__organisation").defer("response__case__words").order_by("answered_at")


def standing_return(response: Response) -> Return | None:
    """The one that is not over, whoever has it."""
    return Return.objects.filter(response=response, ended_at=None).first()


def asking_refusal(case: Case, user: User | None, step: str | None = None) -> str | None:
    """Why this person cannot take the step of asking again (or the one named) now; None when they can."""
    asking = host_of(case).asks_again
    if asking is None:
        return NOT_HERE
    return kind_of(case).workflow.refusal(step or asking.ask, asking.subject(case), user)


def may_look_after_returns(case: Case, user: User) -> bool:
    """True for those who ask again by their office, whether or not it can be done now."""
    asking = host_of(case).asks_again
    if asking is None:
        return False
    refusal = kind_of(case).workflow.refusal(asking.ask, asking.subject(case), user)
    return refusal is None or refusal.about != "who"


def reasons_of(asking: AskingAgain) -> list[Reason]:
    return [reason_of(code) for code in asking.reasons]


@dataclass(frozen=True)
class ShownItem:
    """One answer that was asked again, as both sides see it: why, what it said, what it says now."""

    item: ReturnedItem
    question: Question
    page: Page
    reason: Reason
    before: str
    now: str
    parts: tuple[Part, ...]
    new_files: tuple[str, ...]
    problem: str

    @property
    def has_changed(self) -> bool:
        return self.before != self.now or bool(self.new_files)

    @property
    def is_answered(self) -> bool:
        """Changed into something that can be sent, or said to be right as it stands."""
        return not self.problem and (self.has_changed or bool(self.item.stands_because))


def shown_items(reading: Reading, items: Iterable[ReturnedItem]) -> list[ShownItem]:
    """The items in the order of the form; nothing is asked of the database."""
    by_key = {item.question_key: item for item in items}
    questions = [question for question in reading.document.questions.values() if question.key in by_key]
    return [_shown(reading, question, by_key[question.key]) for question in questions]


def _shown(reading: Reading, question: Question, item: ReturnedItem) -> ShownItem:
    before, now = (_text(reading, question, raw) for raw in (item.before, reading.answers.get(question.key)))
    files = [file for file in reading.files.get(question.key, ()) if str(file.pk) not in item.files_before]
    problem = problem_with(question, reading.answers.get(question.key), reading.given)
    return ShownItem(
        item=item,
        question=question,
        page=reading.document.page_of[question.key],
        reason=reason_of(item.reason),
        before=before,
        now=now,
        parts=difference(before, now),
        new_files=tuple(file.shown_name for file in files),
        problem=problem_words(problem) if problem else "",
    )


def _text(reading: Reading, question: Question, raw: Any) -> str:
    return "\n".join(answer_lines(question, raw, reading.given)) if raw is not None else ""


def flags_possible(reading: Reading, asking: AskingAgain) -> Mapping[str, str | None]:
    """For each question that was asked, the sentence why it cannot be asked again, or None."""
    return {question.key: asking.may_ask_for(question) for question in reading.asked}
