"""Write the record of a visit: field by field from a tablet, or as a whole at a desk; finish it (R-374, E03, E04)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import uuid4

from django.db import transaction

from sandbox_portal.casework.deadlines import finish_deadline
from sandbox_portal.casework.events import record
from sandbox_portal.casework.moments import in_words
from sandbox_portal.casework.refusals import Conflict, Refused
from sandbox_portal.people.models import User
from sandbox_portal.questions.published import document_of

from ..choices.assessments import VisitMode
from ..choices.offline import Standing
from ..models import AssessmentVisit, FollowUp, RecordEntry
from ..queries.record import beside_of, made_follow_ups, newest_entry, standing_in, standing_of, values_of
from ..rulebook.visit_record import (
    AGREED,
    ARRIVED,
    ASKED,
    FOLLOW,
    LEFT,
    SUMMARY,
    Merged,
    agenda_field,
    as_line,
    fault_of,
    lines_of,
    merged,
    plain,
    with_day,
)
from ..timers import host_clock, visit_clock
from ..visited import visited
from ..workflow.visit_locks import held
from ..writing import said as said_words
from .record_entries import Said, put

MOST_FOLLOW_UPS = 30
MADE = "This is on the list of what has to follow. Say there when it is done."
TWO_TEXTS = "In one part of the record two texts stand. Choose on the page of the visit, and then finish it."
LATE = "The organisation was told late and has not agreed to this day, so this visit does not count."
ELSEWHERE = "Somebody wrote in the same part of the record meanwhile. Put together what is right, and keep it again."


@dataclass(frozen=True)
class Written:
    """What was found: by question of the checklist, as a whole, and what has to follow, each with its day if any.

    `seen` marks the record as the writer found it; without it the words go on top of what stands. Who does not say how
    it was `agreed` leaves that as it is.
    """

    answers: Mapping[str, str]
    summary: str
    follow_ups: Sequence[tuple[str, date | None]] = ()
    arrived: str = ""
    left: str = ""
    agenda: Sequence[str] = ()
    agreed: str | None = None
    seen: int | None = None


@dataclass(frozen=True)
class Elsewhere:
    """What the second of two writers is shown: the record with their words in it, the other's, and a new mark."""

    together: Merged
    now: Mapping[str, str]
    newest: int


@transaction.atomic
def keep_in_record(visit: AssessmentVisit, *, said: Said, by: User, at: datetime) -> RecordEntry:
    """Write one field. Gives the entry that was made, or what stands when it says the same."""
    visit = held(visit, by=by)
    _refuse_unless_right(visit, said)
    return put(visit, said=said, standing=standing_in(visit, said.field), by=by, at=at)


@transaction.atomic
def write_visit(visit: AssessmentVisit, *, written: Written, by: User, at: datetime) -> AssessmentVisit:
    """Write a whole record and finish it. What somebody changed meanwhile is shown before it is written over."""
    visit = held(visit, by=by)
    if len(written.follow_ups) > MOST_FOLLOW_UPS:
        raise Refused(f"List at most {MOST_FOLLOW_UPS} things to follow up.")
    now, standing = values_of(visit), standing_of(visit)
    before = now if written.seen is None else values_of(visit, seen=written.seen)
    together = merged(before, mine=_fields_of(visit, written, before), now=now)
    if together.conflicts:
        raise Conflict(ELSEWHERE, theirs=Elsewhere(together, now, newest_entry(visit)))
    for field, words in together.values.items():
        there = standing.get(field)
        if words != (there.words if there else ""):
            said = Said(field, words, there.version if there else 0)
            _refuse_unless_right(visit, said)
            put(visit, said=said, standing=there, by=by, at=at)
    return finish_record(visit, by=by, at=at)


@transaction.atomic
def finish_record(visit: AssessmentVisit, *, by: User, at: datetime) -> AssessmentVisit:
    """Say that the record is whole, once the visit has begun. At somebody's home it needs their agreement."""
    visit = held(visit, by=by)
    if visit.starts_at > at:
        raise Refused(f"This visit is {in_words(visit.starts_at)}. Write down what you found after it.")
    if visit.mode == VisitMode.HOME and visit.agreed_at is None:
        raise Refused("Say first how the person agreed to be visited at home.")
    if visit.is_short_notice and visit.agreed_at is None:
        raise Refused(LATE)
    refusal = visited(visit.case).terms.unfinished(visit)
    if refusal:
        raise Refused(refusal)
    if beside_of(visit).exists():
        raise Refused(TWO_TEXTS)
    values, asked = values_of(visit), document_of(visit.checklist).questions
    visit.answers = {key: values[ASKED + key] for key in asked if ASKED + key in values}
    missing = [question.label for key, question in asked.items() if question.required and key not in visit.answers]
    if missing:
        raise Refused(f"The checklist is not finished: {missing[0]}")
    visit.summary = said_words(values.get(SUMMARY, ""), "Say what you found.")
    visit.done_at, visit.done_by = at, by
    visit.save()
    _make_follow_ups(visit, values)
    record(visit.case, verb="visit written down", by=by, at=at, note=f"{visit}")
    finish_deadline(visit_clock(visit), at=at)
    finish_deadline(host_clock(visit), at=at)
    return visit


@transaction.atomic
def choose_words(entry: RecordEntry, *, words: str, by: User, at: datetime) -> RecordEntry:
    """Choose between what stands and what came from a tablet: either of them, or both in words of one's own."""
    visit = held(entry.visit, by=by)
    entry.refresh_from_db(fields=["standing"])
    if entry.standing != Standing.BESIDE:
        raise Refused("Somebody has chosen already.")
    standing = standing_in(visit, entry.field)
    said = Said(entry.field, plain(words), standing.version if standing else 0)
    _refuse_unless_right(visit, said)
    return put(visit, said=said, standing=standing, settled=entry, by=by, at=at)


@transaction.atomic
def put_agreement(visit: AssessmentVisit, *, how: str, by: User, at: datetime) -> None:
    """Write how somebody agreed, or that it has to be asked again, in a visit that is held already."""
    standing = standing_in(visit, AGREED)
    if how or standing is not None:
        said = Said(AGREED, how, standing.version if standing else 0)
        put(visit, said=said, standing=standing, by=by, at=at)


def _refuse_unless_right(visit: AssessmentVisit, said: Said) -> None:
    refusal = fault_of(said.field, said.words, asked=document_of(visit.checklist).questions)
    if refusal:
        raise Refused(refusal)
    if said.field.startswith(FOLLOW) and said.field in made_follow_ups(visit):
        raise Refused(MADE)


def _fields_of(visit: AssessmentVisit, written: Written, before: Mapping[str, str]) -> dict[str, str]:
    """What the form of a desk says, by field."""
    asked, made = document_of(visit.checklist).questions, made_follow_ups(visit)
    done = {line.strip() for line in written.agenda}
    lines = [as_line(*each) for each in written.follow_ups if each[0].strip()]
    found = {name: words for name, words in before.items() if name.startswith(FOLLOW) and name not in made}
    return {
        **({} if written.agreed is None else {AGREED: plain(written.agreed)}),
        **{ASKED + key: plain(words) for key, words in written.answers.items() if key in asked},
        **{agenda_field(line): line if line in done else "" for line in lines_of(visit.agenda)},
        **{name: words if words in lines else "" for name, words in found.items()},
        **{f"{FOLLOW}{uuid4()}": line for line in lines if line not in found.values()},
        ARRIVED: written.arrived,
        LEFT: written.left,
        SUMMARY: plain(written.summary),
    }


def _make_follow_ups(visit: AssessmentVisit, values: Mapping[str, str]) -> None:
    made = made_follow_ups(visit)
    new = {field: with_day(words) for field, words in values.items() if field.startswith(FOLLOW) and field not in made}
    FollowUp.objects.bulk_create(
        FollowUp(visit=visit, field=field, words=words[:500], due_on=due) for field, (words, due) in new.items()
    )
