"""What an organisation told us before and can use again in a form, when one of its people says so."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from sandbox_portal.casework.moments import day_in_words
from sandbox_portal.casework.working_days import day_in_london
from sandbox_portal.documents.actions.evidence import MAY_BE_OPENED
from sandbox_portal.documents.models import Attachment
from sandbox_portal.people.models import User
from sandbox_portal.people.queries import organisation_places

from . import raw as read
from .checking import problem_with
from .engine import Page, Question
from .kept_answers import current_answers, documents_of, source_words
from .models import KeptAnswer, Response, ToldBefore
from .organisation_facts import FactKind, mapped_questions
from .queries import Reading, answering_refusal, document_of
from .question_types import QuestionType
from .sections import Scope
from .spoken import answer_lines


@dataclass(frozen=True)
class Offer:
    """Something told before that fits a question of this form: an answer, or a file."""

    question: Question
    page: Page
    lines: tuple[str, ...]
    said_on: date
    said_by: str
    source: str
    kept: KeptAnswer | None = None
    attachment: Attachment | None = None
    is_old: bool = False

    @property
    def key(self) -> str:
        """How a form names this offer: by the very version or file that was shown."""
        return f"{self.question.key}.{self.kept.pk}" if self.kept else f"{self.question.key}.{self._file.pk}"

    @property
    def _file(self) -> Attachment:
        assert self.attachment is not None
        return self.attachment


def offers_in(
    reading: Reading, user: User, scope: Scope, *, at: datetime, page: Page | None = None, is_every: bool = False
) -> list[Offer]:
    """What can be used again in this form, or on one of its pages: where nothing is answered, and this person writes.

    What was turned down is not offered again, except to somebody who asks to see everything.
    """
    kinds = _wanted(reading, user, scope, page)
    if not kinds:
        return []
    today = day_in_london(at)
    turned_down = set() if is_every else _turned_down(reading.response, kinds)
    answers = _answers_for(reading, user, kinds, today)
    files = _files_for(reading, user, kinds, today)
    found = [each for each in (*answers, *files) if each.key not in turned_down]
    place = {key: number for number, key in enumerate(reading.document.questions)}
    return sorted(found, key=lambda offer: place[offer.question.key])


def _wanted(reading: Reading, user: User, scope: Scope, page: Page | None) -> dict[str, FactKind]:
    if reading.response.case.organisation_id not in organisation_places(user):
        return {}
    kinds = mapped_questions(document_of(reading.response.question_set))
    open_sections: dict[str, bool] = {}
    found = {}
    for question in page.questions if page else reading.asked:
        if question.key not in kinds or not _is_unanswered(reading, question):
            continue
        section = reading.document.section_of[question.key]
        if section.key not in open_sections:
            refusal = answering_refusal(reading.response, user, section, scope=scope)
            open_sections[section.key] = refusal is None
        if open_sections[section.key]:
            found[question.key] = kinds[question.key]
    return found


def _is_unanswered(reading: Reading, question: Question) -> bool:
    if question.type is QuestionType.FILE:
        return not reading.files.get(question.key)
    return read.is_empty(question, reading.answers.get(question.key))


def _turned_down(response: Response, kinds: Mapping[str, FactKind]) -> set[str]:
    said = ToldBefore.objects.filter(response=response, question_key__in=kinds, was_used=False)
    rows = said.values_list("question_key", "kept_answer", "attachment")
    return {f"{key}.{kept or attachment}" for key, kept, attachment in rows}


def _answers_for(reading: Reading, user: User, kinds: Mapping[str, FactKind], today: date) -> Iterator[Offer]:
    wanted = {kind.key for kind in kinds.values() if kind.type is not QuestionType.FILE}
    if not wanted:
        return
    current = current_answers(reading.response.case.organisation_id, user)
    for key, kind in kinds.items():
        kept, question = current.get(kind.key), reading.document.questions[key]
        if kept is None or problem_with(question, kept.raw, reading.given) is not None:
            continue
        yield Offer(
            question=question,
            page=reading.document.page_of[key],
            lines=tuple(answer_lines(question, kept.raw, reading.given)),
            said_on=day_in_london(kept.said_at),
            said_by=kept.said_by.name,
            source=source_words(kept.case),
            kept=kept,
            is_old=kept.fresh_until is not None and kept.fresh_until < today,
        )


def _files_for(reading: Reading, user: User, kinds: Mapping[str, FactKind], today: date) -> Iterator[Offer]:
    """Files that were sent to the same kind of question in an earlier form; never one that has ended."""
    wanted = {kind.key: key for key, kind in kinds.items() if kind.type is QuestionType.FILE}
    organisation = reading.response.case.organisation
    if not wanted or organisation is None:
        return
    standing = documents_of(organisation, user).exclude(case=reading.response.case_id).exclude(question_key="")
    lasting = standing.filter(Q(expires_on=None) | Q(expires_on__gte=today))
    files = list(lasting.filter(evidence_file__scan_state__in=MAY_BE_OPENED).order_by("-uploaded_at", "pk"))
    kept_at = _kinds_by_case({file.case_id for file in files})
    seen: set[Any] = set()
    for file in files:
        fact = kept_at.get(file.case_id, {}).get(file.question_key)
        if fact is None or fact.key not in wanted or file.evidence_file_id in seen:
            continue
        seen.add(file.evidence_file_id)
        key = wanted[fact.key]
        ends = f" (ends on {day_in_words(file.expires_on)})" if file.expires_on else ""
        yield Offer(
            question=reading.document.questions[key],
            page=reading.document.page_of[key],
            lines=(f"{file.shown_name}{ends}",),
            said_on=day_in_london(file.uploaded_at),
            said_by=file.uploaded_by.name,
            source=source_words(file.case),
            attachment=file,
        )


def _kinds_by_case(cases: Iterable[Any]) -> dict[Any, dict[str, FactKind]]:
    """Which questions of these cases are kept as which fact; only of answers that were sent."""
    sent = Response.objects.filter(case__in=cases, locked_at__isnull=False).select_related("question_set")
    found: dict[Any, dict[str, FactKind]] = {}
    for response in sent.defer("question_set__document"):
        found.setdefault(response.case_id, {}).update(mapped_questions(document_of(response.question_set)))
    return found


def sources_of(response: Response, answers: Mapping[str, Any]) -> list[tuple[str, datetime]]:
    """Where these answers were used again from, and when they were said there, while they still say the same."""
    if not set(answers) & set(mapped_questions(document_of(response.question_set))):
        return []
    used = ToldBefore.objects.filter(response=response, question_key__in=answers, was_used=True, attachment=None)
    rows = {row.question_key: row.kept_answer for row in used.select_related("kept_answer__case").order_by("pk")}
    same = [kept for key, kept in rows.items() if kept is not None and kept.raw == answers[key]]
    return [(source_words(kept.case), kept.said_at) for kept in same]
