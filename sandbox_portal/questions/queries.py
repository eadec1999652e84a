"""Questions about answers: what was said, what is missing, what the panel reads."""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from functools import cached_property
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from sandbox_portal.casework.looks import moment_of_look, once_a_look
from sandbox_portal.casework.models import Case
from sandbox_portal.casework.prepared import rows_of
from sandbox_portal.casework.queries import cases_visible_to, kinds_known
from sandbox_portal.casework.working_days import LONDON
from sandbox_portal.people.models import User

from . import checking
from . import progress as reckoning
from .checking import Problem
from .crosschecks import unfolded
from .engine import (
    Choice,
    Document,
    Given,
    ItemPlace,
    Page,
    Question,
    Section,
    asked,
    asked_pages,
    follow_ups,
    pages_of,
)
from .expanding import section_holding
from .exporting import Said
from .files import Files, files_by_question, files_of
from .findings import Finding
from .hosts import host_of
from .kept_answers import kept_answers_visible_to as kept_answers_visible_to
from .kept_answers import updates_visible_to as updates_visible_to
from .models import Answer, QuestionSet, Response, SheetUpload, TypedCheck
from .progress import Progress
from .published import _document as _document
from .published import document_of as document_of
from .reopening import is_reopened, reopened
from .reopening import returns_visible_to as returns_visible_to
from .sections import EVERYTHING, Scope, confining_handovers, scope_of, writing_refusal
from .sections import handovers_visible_to as handovers_visible_to

CLOSED = "These answers have been sent and are closed."
FIRST = ("-attempt", "opened_at", "pk")
ONLY_ASKED = "Only the answers we asked for again can be changed now."


@once_a_look
def response_of(case: Case, *, set_code: str | None = None) -> Response | None:
    """The newest attempt at the answers of a case: to this question set, or to the first that was opened."""
    named = {"set_code": set_code} if set_code else {}
    found = next(iter(rows_of(_first_of_case, None, case_id=case.pk, **named)), None)
    if found is not None:
        found.case = case
    return found


def _first_of_case(*, case_id: UUID, **named: str) -> QuerySet[Response]:
    responses = Response.objects.filter(case=case_id, **named).select_related("question_set")
    return responses.defer("question_set__document").order_by(*FIRST)[:1]


def response_visible_to(user: User, case_id: UUID) -> Response | None:
    """The response as `response_of` finds it, if the person may see its case, with case, organisation and set."""
    return next(iter(rows_of(_first_response, user, kinds_known(), case_id=case_id)), None)


def _first_response(user: User, _known: Hashable, *, case_id: UUID) -> QuerySet[Response]:
    seen = cases_visible_to(user).filter(pk=case_id).values("pk")
    found = Response.objects.filter(case=case_id, case__in=seen).select_related("case__organisation", "question_set")
    return found.defer("question_set__document", "case__words").order_by(*FIRST)[:1]


def response_by_id(pk: int) -> Response | None:
    """A response for work that nobody looks at."""
    return Response.objects.select_related("case", "question_set").defer("question_set__document").filter(pk=pk).first()


def said_in(responses: QuerySet[Response]) -> Iterator[Said]:
    """What each of these responses says, read from the database as it is wanted, never all at once.

    Which responses they are is asked first: with the conditions of who may see them in the same question, the database
    can choose a plan that looks at them again for every answer.
    """
    cases = dict(responses.values_list("pk", "case"))
    rows = (
        Answer.objects.filter(response__in=list(cases))
        .order_by("response__case__reference", "response__case")
        .values_list(
            "response__case",
            "response__case__reference",
            "response__case__organisation__name",
            "response__locked_at",
            "question_key",
            "raw",
        )
    )
    files = files_of(list(cases.values()))
    for (case, reference, name, sent), answers in groupby(rows.iterator(chunk_size=2000), key=lambda row: row[:4]):
        facts = {"reference": reference or "", "organisation": name or "", "sent": sent.isoformat() if sent else ""}
        yield Said(facts, {key: raw for *_facts, key, raw in answers}, files.get(case, {}))


def published_set(code: str, *, version: int | None = None) -> QuestionSet | None:
    """The newest published version of a question set, or the one named."""
    sets = QuestionSet.objects.filter(code=code, published_at__isnull=False).order_by("-version")
    return (sets.filter(version=version) if version is not None else sets).first()


def responses_of(case: Case) -> list[Response]:
    """Every response of a case, in the order they were opened."""
    found = Response.objects.filter(case=case).select_related("question_set").order_by("opened_at", "pk")
    for response in found:
        response.case = case
    return list(found)


def answers_of(response: Response) -> dict[str, Any]:
    """Raw answers by question, exactly as typed; answers to questions no longer asked are among them."""
    return {each.question_key: each.raw for each in rows_of(_said, None, response_id=response.pk)}


def _said(*, response_id: int) -> QuerySet[Answer]:
    return Answer.objects.filter(response=response_id).only("question_key", "raw")


def authors_of(response: Response) -> dict[str, UUID]:
    """Who wrote each answer last."""
    return dict(Answer.objects.filter(response=response).values_list("question_key", "answered_by"))


def given_for(response: Response, files: Files) -> Given:
    """What the case adds: its lists as they are now, or as they were when the answers were locked; and its files."""
    if response.locked_at is not None:
        kept = response.given.get("choices", {})
        choices = {name: tuple(Choice(**choice) for choice in listed) for name, listed in kept.items()}
    else:
        choices = dict(host_of(response.case).choices(response.case))
    document = document_of(response.question_set)
    today = day_of(response) if document.looks_at_today else None
    return Given(choices=choices, files={key: len(found) for key, found in files.items()}, today=today)


def day_of(response: Response) -> date:
    """The day that dates are compared with: today in London, or the day the answers were sent."""
    return (response.locked_at or moment_of_look()).astimezone(LONDON).date()


def kept_choices(given: Given) -> Mapping[str, Any]:
    """The lists of the case in the form a locked response keeps them."""
    return {"choices": {name: [asdict(choice) for choice in listed] for name, listed in given.choices.items()}}


@dataclass(frozen=True)
class Reading:
    """A response read once: its set, its answers and what its case adds. Everything else is worked out from these."""

    response: Response
    document: Document
    answers: Mapping[str, Any]
    given: Given
    files: Files

    @cached_property
    def asked(self) -> tuple[Question, ...]:
        return asked(self.document, self.answers)

    @cached_property
    def pages(self) -> tuple[Page, ...]:
        """The pages with something asked, in order."""
        return asked_pages(self.document, self.answers)

    @cached_property
    def progress(self) -> tuple[Progress, ...]:
        return reckoning.progress(self.document, self.answers, self.given)

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        return tuple(problem for part in self.progress for problem in part.problems)

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What the wing's own rules find, beside what the questions say themselves."""
        return reckoning.worth_telling(host_of(self.response.case).findings(self), self.progress)

    @cached_property
    def progress_seen(self) -> tuple[Progress, ...]:
        """The state of every section, as the questions and the wing's own rules see it."""
        return reckoning.with_findings(self.progress, self.findings)

    @property
    def warnings(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.is_warning)

    def page(self, section_key: str, page_key: str) -> Page | None:
        """The page with this address, when it is asked."""
        return next((page for page in self.pages if (page.section.key, page.key) == (section_key, page_key)), None)

    def next_page(self, page: Page) -> Page | None:
        """The page after this one in its section; None at the section's end."""
        return self._neighbour(page, 1)

    def page_before(self, page: Page) -> Page | None:
        """The page before this one in its section; None at its beginning."""
        return self._neighbour(page, -1)

    def _neighbour(self, page: Page, distance: int) -> Page | None:
        """Beside a page of an item stand those of the same item, and its group at both ends; elsewhere no items."""
        place = self.document.place_of(page.questions[0].key)
        section = self.document.section(page.section.key) or page.section
        keys = [each.key for each in pages_of(section) if self._stands_in(each, place) or each.key == page.key]
        asked_here = {each.key: each for each in self.pages if each.section.key == section.key}
        position = keys.index(page.key)
        wanted = keys[position + 1 :] if distance > 0 else keys[:position][::-1]
        ends = [place.group.page_key] if place else []
        return next((asked_here[key] for key in (*wanted, *ends) if key in asked_here), None)

    def _stands_in(self, page: Page, place: ItemPlace | None) -> bool:
        other = self.document.place_of(page.questions[0].key)
        return (other and (other.group.key, other.item)) == (place and (place.group.key, place.item))

    def with_answers(self, answers: Mapping[str, Any]) -> "Reading":
        """The same response as it is after these answers were saved."""
        merged = {**self.answers, **answers}
        document = unfolded(document_of(self.response.question_set), merged, self.given)
        return replace(self, document=document, answers=merged)

    def pending_in_item(self, page: Page) -> Page | None:
        """The next page of the same item that still needs an answer."""
        place = self.document.place_of(page.questions[0].key)
        wanting = {problem.question.key for problem in self.problems}
        mine = [each for each in self.pages if place is not None and self._stands_in(each, place)]
        return next((each for each in mine if any(question.key in wanting for question in each.questions)), None)

    def pending_follow_up(self, changed: Iterable[str]) -> Page | None:
        """The first page with a question that a changed answer has brought up and that still needs its answer."""
        waiting = {key for each in changed for key in follow_ups(self.document, each)}
        wanting = waiting & {problem.question.key for problem in self.problems}
        return next((page for page in self.pages if any(each.key in wanting for each in page.questions)), None)


def read_response(response: Response, answers: Mapping[str, Any] | None = None, files: Files | None = None) -> Reading:
    """Read a response: one query for its answers, one for its files, and those of the lists the case supplies.

    Whoever holds the response and has read its answers under the lock, or its files, gives them.
    """
    files = files_by_question(response.case) if files is None else files
    answers, given = answers_of(response) if answers is None else answers, given_for(response, files)
    document = unfolded(document_of(response.question_set), answers, given)
    return Reading(response, document, answers, given, files)


@dataclass(frozen=True)
class Completeness:
    """How many tasks are done, and whether the answers may be sent."""

    done: int
    tasks: int
    problems: tuple[Problem, ...]
    findings: tuple[Finding, ...] = ()

    @property
    def errors(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.is_error)

    @property
    def elsewhere(self) -> tuple[Finding, ...]:
        """What is missing although every answer may be there, and on which page it is seen to."""
        return tuple(finding for finding in self.errors if finding.is_elsewhere)

    @property
    def to_answer(self) -> int:
        """How many answers are missing or wrong."""
        return len(self.problems) + len(self.errors) - len(self.elsewhere)

    @property
    def is_complete(self) -> bool:
        return not self.problems and not self.errors


def completeness(response: Response) -> Completeness:
    """Count the tasks of a response."""
    return completeness_of(read_response(response))


def completeness_of(reading: Reading) -> Completeness:
    parts = reading.progress_seen
    done = sum(part.status is reckoning.Status.COMPLETED for part in parts)
    return Completeness(done, len(parts), reading.problems, reading.findings)


def task_list(response: Response) -> tuple[Progress, ...]:
    """Every section with something to ask, and its state."""
    return read_response(response).progress


def problems(response: Response) -> tuple[Problem, ...]:
    """Everything missing or wrong, each with its exact question."""
    return read_response(response).problems


def answering_refusal(
    response: Response, user: User, section: Section | None = None, *, scope: Scope | None = None
) -> str | None:
    """None when the person may write answers now, in this section when one is named; otherwise why not."""
    if response.locked_at is not None:
        return _reopening_refusal(response, user, section)
    return writing_refusal(response.case, user, scope or scope_of(response, user), section)


def _reopening_refusal(response: Response, user: User, section: Section | None) -> str | None:
    """After sending, only what was asked again can be changed."""
    asked_again = reopened(response)
    if not asked_again:
        return CLOSED
    if section is not None and not any(question.key in asked_again for question in section.questions):
        return ONLY_ASKED
    return writing_refusal(response.case, user, EVERYTHING, None)


def keys_refusal(response: Response, user: User, keys: Iterable[str]) -> str | None:
    """The same for a save: every section that one of these questions stands in must be open to the person."""
    if response.locked_at is not None:
        refusal = _reopening_refusal(response, user, None)
        return refusal or (None if is_reopened(response, keys) else ONLY_ASKED)
    document = document_of(response.question_set)
    found = [section for key in keys if (section := section_holding(document, key)) is not None]
    sections = {section.key: section for section in found}
    scope = scope_of(response, user)
    refusals = (writing_refusal(response.case, user, scope, section) for section in sections.values() or [None])
    return next((refusal for refusal in refusals if refusal), None)


def readable_answers(response: Response, scope: Scope) -> dict[str, Any]:
    """Raw answers as far as this person's sections let them read."""
    document = document_of(response.question_set)
    return {key: raw for key, raw in answers_of(response).items() if scope.may_read_answer(document, key)}


def versions_of(response: Response, keys: Iterable[str]) -> dict[str, Answer]:
    """The stored answers to these questions, with who wrote them."""
    found = rows_of(_to_questions, None, response_id=response.pk, **{f"key_{n}": key for n, key in enumerate(keys)})
    return {answer.question_key: answer for answer in found}


def _to_questions(*, response_id: int, **keys: str) -> QuerySet[Answer]:
    stored = Answer.objects.filter(response=response_id, question_key__in=list(keys.values()))
    return stored.select_related("answered_by")


def promises_missing(reading: Reading) -> dict[str, tuple[Choice, ...]]:
    """The mandatory dates nobody is named for, by question."""
    return {
        question.key: missing
        for question in reading.asked
        if question.choices_from
        and (missing := checking.dates_not_promised(question, reading.answers.get(question.key), reading.given))
    }


def sheets_visible_to(user: User) -> QuerySet[SheetUpload]:
    """The spreadsheets a person has sent themselves: what a colleague has not saved yet is not theirs to see."""
    return SheetUpload.objects.filter(uploaded_by=user).select_related("applied_by", "response__case")


def typed_checks_visible_to(user: User) -> QuerySet[TypedCheck]:
    """What organisations were asked about answers typed for them (the table stands in typed.py), the newest first."""
    seen = cases_visible_to(user).order_by().values("pk")
    in_part = confining_handovers(user).values("response__case")
    found = TypedCheck.objects.filter(Q(asked_by=user) | (Q(response__case__in=seen) & ~Q(response__case__in=in_part)))
    wanted = found.select_related("link__use", "asked_by", "response__question_set").order_by("-asked_at", "-pk")
    return wanted.defer("response__question_set__document")
