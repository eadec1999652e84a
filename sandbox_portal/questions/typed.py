"""What was typed for an organisation, what it says of it, and how much of that counts as confirmed.

| who                                                      | that it was asked, and what it says                      |
|----------------------------------------------------------|----------------------------------------------------------|
| whoever typed and asked                                  | yes                                                      |
| staff who may see the case                               | yes                                                      |
| people of the organisation, but those lent one section   | yes                                                      |
| anybody else                                             | nothing                                                  |

An answer counts as confirmed when the holder of a link said of the very words that stand there now that they are right,
and nothing later. Silence, a link that ran out, or “I cannot answer” confirm nothing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from sandbox_portal.casework.models import Assistance, Case
from sandbox_portal.casework.queries.assistance import TYPISTS
from sandbox_portal.casework.queries.timeline import events_read
from sandbox_portal.casework.voices import spoken_for
from sandbox_portal.people.choices import LinkState
from sandbox_portal.people.models import User
from sandbox_portal.people.queries import organisation_places, roles_of, state_of

from .choices import TypedSays
from .engine import Document, Given, Question
from .expanding import question_named, section_holding
from .models import Answer, Response, TypedAnswer, TypedCheck
from .queries import Reading, document_of, read_response, response_of, typed_checks_visible_to
from .wording import answer_lines

ASKED = "asked to confirm what was typed"


@dataclass(frozen=True)
class Typed:
    """One answer that stands in a form as somebody of staff typed it."""

    section_key: str
    section: str
    question: Question
    raw: Any
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Said:
    """One answer of a check in words, and what its organisation says of it. `stands` is false once it was changed."""

    answer: TypedAnswer
    section: str
    label: str
    lines: tuple[str, ...]
    stands: bool

    @property
    def is_right(self) -> bool:
        return self.answer.says == TypedSays.RIGHT

    @property
    def is_wrong(self) -> bool:
        return self.answer.says == TypedSays.WRONG


@dataclass(frozen=True)
class CheckShown:
    """One time they were asked: how far it is, and what they said of each answer."""

    check: TypedCheck
    state: LinkState
    said: tuple[Said, ...]

    @property
    def wrong(self) -> int:
        return sum(each.is_wrong for each in self.said)

    @property
    def changed_since(self) -> int:
        return sum(not each.stands for each in self.said)


def checks_shown(case: Case, user: User, *, at: datetime, reading: Reading | None = None) -> list[CheckShown]:
    """What this person may see of a case's checks, the newest first; at most five can be.

    A case whose history, which most pages of it read anyway, knows of none is asked nothing more.
    """
    if not any(event.verb == ASKED for event in events_read(case)):
        return []
    found = typed_checks_visible_to(user).filter(response__case=case).prefetch_related("answers")
    shown = []
    for check in found:
        check.response.case = case
        reading = reading or (_read_now(check) if check.answered_at else None)
        said = tuple(_each_said(check, reading)) if check.answered_at and reading else ()
        shown.append(CheckShown(check, state_of(check.link, at), said))
    return shown


def checks_of(case: Case) -> QuerySet[TypedCheck]:
    """Every check of a case; whoever calls has reached the case by their own rule."""
    return TypedCheck.objects.filter(response__case=case)


def answerable_check(subject: UUID) -> TypedCheck | None:
    """What a link asks about, for the pages of its holder; None once it cannot be answered any more."""
    waiting = TypedCheck.objects.filter(
        pk=subject, answered_at=None, declined_at=None, taken_back_at=None, response__case__closed_at=None
    )
    return waiting.select_related("link", "asked_by", "response__case__organisation", "response__question_set").first()


def typed_now(response: Response) -> list[Typed]:
    """The answers of a form that stand as they were typed on behalf of its organisation, in the order of the form."""
    whom = spoken_for("response__case", "answered_by", "answered_at")
    written = Answer.objects.filter(response=response).annotate(whom=whom).exclude(whom="")
    keys = set(written.values_list("question_key", flat=True))
    return _typed(read_response(response), keys) if keys else []


def _typed(reading: Reading, keys: Iterable[str]) -> list[Typed]:
    found = []
    for question in reading.asked:
        section = section_holding(reading.document, question.key)
        raw = reading.answers.get(question.key)
        lines = tuple(answer_lines(question, raw, reading.given)) if question.key in keys and raw is not None else ()
        if lines and section is not None:
            found.append(Typed(section.key, section.title, question, raw, lines))
    return found


def said_of(check: TypedCheck) -> list[Said]:
    """The answers of a check in words, each with what was said of it and whether it still stands so."""
    return _each_said(check, _read_now(check))


def _read_now(check: TypedCheck) -> Reading:
    return read_response(response_of(check.response.case) or check.response)


def _each_said(check: TypedCheck, reading: Reading) -> list[Said]:
    document = document_of(check.response.question_set)
    return [_said(document, answer, reading) for answer in check.answers.all()]


def _said(document: Document, answer: TypedAnswer, reading: Reading) -> Said:
    question = question_named(document, answer.question_key)
    section = section_holding(document, answer.question_key)
    return Said(
        answer=answer,
        section=section.title if section else "",
        label=question.label if question else answer.question_key,
        lines=_lines(question, answer.raw, reading.given),
        stands=reading.answers.get(answer.question_key) == answer.raw,
    )


def _lines(question: Question | None, raw: Any, given: Given) -> tuple[str, ...]:
    return tuple(answer_lines(question, raw, given)) if question else (str(raw),)


def own_typing(case: Case, user: User) -> Assistance | None:
    """The newest time in which this person typed in this case; asked of those alone who did anything in it."""
    if not roles_of(user) & TYPISTS or case.organisation_id in organisation_places(user):
        return None
    if not any(event.by_id == user.pk for event in events_read(case)):
        return None
    return Assistance.objects.filter(case=case, typist=user).order_by("-started_at", "pk").first()


def is_confirmed_by_link(case: Case) -> bool:
    """Whether the holder of a link called every answer right that stands there now as it was typed; none is not all."""
    response = response_of(case)
    typed = typed_now(response) if response else []
    said = _last_said(case) if typed else {}
    return bool(typed) and all(said.get(each.question.key) == (TypedSays.RIGHT, each.raw) for each in typed)


def _last_said(case: Case) -> Mapping[str, tuple[str, Any]]:
    """What was said last of each question, and of which words."""
    answered = TypedAnswer.objects.filter(check_of__response__case=case, check_of__answered_at__isnull=False)
    rows = answered.order_by("check_of__answered_at", "check_of").values_list("question_key", "says", "raw")
    return {key: (says, raw) for key, says, raw in rows}
