"""What happened to the answers of a form: who changed which, when, from what to what.

| reader                                    | sees                                                     |
|-------------------------------------------|----------------------------------------------------------|
| member of the organisation                | every change, and every text that was set aside          |
| the same, lent one section and no more    | the same of that section                                 |
| staff whom the kind of case lets in       | what was changed after the form was sent, and from what  |
| anybody else                              | nothing                                                  |
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, JSONField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext as _

from sandbox_portal.casework.voices import spoken_for
from sandbox_portal.people.models import User
from sandbox_portal.people.queries import organisation_places

from .differences import Part, difference
from .engine import Question
from .expanding import question_named, section_holding
from .hosts import host_of
from .models import Answer, AnswerRevision, Response, SetAsideText
from .queries import Reading, document_of
from .sections import scope_of
from .wording import answer_lines

PAGE = 25
CHANGED, SET_ASIDE = "changed", "set_aside"


@dataclass(frozen=True)
class Change:
    """One change of one answer, in words, with what is different marked."""

    question: Question
    is_set_aside: bool
    is_first: bool
    parts: tuple[Part, ...]
    who: str
    at: datetime


@dataclass(frozen=True)
class Readable:
    """Which changes a person may read: of these questions, and only from this moment on, if any."""

    keys: frozenset[str]
    since: datetime | None = None


def readable_history(reading: Reading, user: User) -> Readable | None:
    """What this person may read of the history (table above); None for nothing at all."""
    response, document = reading.response, document_of(reading.response.question_set)
    every = {*document.questions, *reading.answers}  # with the answers inside groups, also of items removed since
    sections = {key: section for key in every if (section := section_holding(document, key)) is not None}
    if response.case.organisation_id in organisation_places(user):
        scope = scope_of(response, user)
        return Readable(frozenset(key for key, section in sections.items() if scope.may_read(section.key)))
    if response.locked_at is not None and host_of(response.case).history(response.case, user):
        return Readable(frozenset(sections), response.locked_at)
    return None


def changes(reading: Reading, readable: Readable, *, key: str = "", page: int = 1) -> tuple[list[Change], bool]:
    """One page of the changes, the newest first, and whether older ones follow; two statements, however many."""
    keys = readable.keys & {key} if key else readable.keys
    start = (page - 1) * PAGE
    rows = list(_rows(reading.response, keys, readable.since)[start : start + PAGE + 1])
    return list(_in_words(reading, rows[:PAGE])), len(rows) > PAGE


def _rows(response: Response, keys: Iterable[str], since: datetime | None) -> QuerySet[Any, Any]:
    earlier = AnswerRevision.objects.filter(answer=OuterRef("answer"), version__lt=OuterRef("version"))
    kept = _row(
        AnswerRevision.objects.filter(answer__response=response, answer__question_key__in=keys),
        what=CHANGED,
        case="answer__response__case",
        key="answer__question_key",
        before=Subquery(earlier.order_by("-version").values("raw")[:1]),
        who="answered_by",
        moment="answered_at",
        since=since,
    )
    last = AnswerRevision.objects.filter(answer=OuterRef("pk")).order_by("-version").values("raw")[:1]
    newest = _row(
        Answer.objects.filter(response=response, question_key__in=keys, version__gt=F("kept_version")),
        what=CHANGED,
        case="response__case",
        key="question_key",
        before=Subquery(last),
        who="answered_by",
        moment="answered_at",
        since=since,
    )
    aside = _row(
        SetAsideText.objects.filter(response=response, question_key__in=keys),
        what=SET_ASIDE,
        case="response__case",
        key="question_key",
        before=Value(None, output_field=JSONField()),
        who="set_aside_by",
        moment="set_aside_at",
        since=since,
    )
    return kept.union(newest, aside, all=True).order_by("-moment", "key", "-number")


def _row(
    rows: QuerySet[Any], *, what: str, case: str, key: str, before: Any, who: str, moment: str, since: datetime | None
) -> QuerySet[Any, Any]:
    if since is not None:
        rows = rows.filter(**{f"{moment}__gt": since})
    number = Value(0) if what == SET_ASIDE else F("version")
    named = rows.annotate(what=Value(what), key=Concat(key, Value("")), before=before, number=number)
    whom = spoken_for(case, who, moment)
    return named.annotate(name=F(f"{who}__name"), whom=whom, moment=F(moment)).values_list(
        "what", "key", "raw", "before", "name", "whom", "moment", "number"
    )


def _in_words(reading: Reading, rows: Iterable[tuple[str, str, Any, Any, str, str, datetime, int]]) -> Iterable[Change]:
    for what, key, raw, before, name, whom, moment, _number in rows:
        question = question_named(document_of(reading.response.question_set), key)
        if question is None:
            continue
        old, new = (_text(reading, question, value) for value in (before, raw))
        who = _("%(name)s on behalf of %(whom)s") % {"name": name, "whom": whom} if whom else name
        yield Change(question, what == SET_ASIDE, before is None, difference(old, new), who, moment)


def _text(reading: Reading, question: Question, raw: Any) -> str:
    return "\n".join(answer_lines(question, raw, reading.given)) if raw is not None else ""
