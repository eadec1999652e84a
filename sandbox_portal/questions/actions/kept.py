"""Keep what an organisation told us, and say it again in another form when somebody of the organisation says so."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db import transaction
from django.db.models import OuterRef, QuerySet

from sandbox_portal.casework.models import Case
from sandbox_portal.casework.moments import in_words
from sandbox_portal.casework.prepared import rows_of
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.casework.working_days import day_in_london
from sandbox_portal.documents.actions.evidence import attach_again
from sandbox_portal.people.broken_text import holds_broken_text
from sandbox_portal.people.models import Membership, Organisation, User

from .. import raw as read
from ..checking import problem_with
from ..choices import Origin
from ..engine import Given
from ..keeping import lock_for_writing
from ..kept_answers import file_refusal
from ..models import KeptAnswer, KeptAnswerUpdate, Response, ToldBefore
from ..offers import Offer, offers_in
from ..organisation_facts import FactKind, fact_kinds, mapped_questions
from ..queries import Reading, document_of, read_response, versions_of
from ..question_types import QuestionType
from ..sections import scope_of
from ..wording import problem_words
from .saving import save_page

NOT_OFFERED = "Somebody has answered this in the meantime, or changed what we had. Look at it once more."
SETTLED = "Somebody has already said what should stand in your file."
NO_SUCH = "That is not something we keep in your file."


@transaction.atomic
def keep_what_was_sent(
    reading: Reading, *, authors: Mapping[str, UUID], by: User, at: datetime, only: Iterable[str] | None = None
) -> None:
    """Put sent answers into the organisation's file. What says something else than the file does waits for a word.

    Called inside the action that sends them; `authors` says who wrote each, `only` names those sent again. What staff
    wrote for somebody is never kept: the file is theirs.
    """
    response, case = reading.response, reading.response.case
    told = {key: kind for key, kind in _told_in(reading).items() if only is None or key in only}
    if case.organisation_id is None or not told:
        return
    organisation, people = _hold_with_people(case.organisation_id)
    standing = _standing(organisation)
    said = [
        Said(kind, reading.answers[key], author)
        for key, kind in told.items()
        if (author := authors[key] if authors.get(key) in people else by.pk) in people
    ]
    fits = [each for each in said if _is_no_change(standing.get(each.kind.key), each.raw)]
    KeptAnswer.objects.bulk_create(
        _new(organisation, each.kind, standing.get(each.kind.key), each.raw, Origin.SENT, by=each.by, at=at, case=case)
        for each in fits
    )
    _offer(response, [each for each in said if each not in fits], at=at)


@dataclass(frozen=True)
class Said:
    """A sent answer the file keeps, and who gave it."""

    kind: FactKind
    raw: Any
    by: UUID


def _is_no_change(before: KeptAnswer | None, raw: Any) -> bool:
    """True when the file has nothing of it yet, or says the same."""
    return before is None or before.raw == raw


def _offer(response: Response, said: list[Said], *, at: datetime) -> None:
    """Ask what should stand in the file; an older question about the same fact is over."""
    if not said:
        return
    organisation = response.case.organisation
    keys = [each.kind.key for each in said]
    KeptAnswerUpdate.objects.filter(organisation=organisation, key__in=keys, settled_at=None).delete()
    KeptAnswerUpdate.objects.bulk_create(
        KeptAnswerUpdate(
            organisation=organisation,
            response=response,
            key=each.kind.key,
            raw=each.raw,
            said_by_id=each.by,
            said_at=at,
            offered_at=at,
        )
        for each in said
    )


def _told_in(reading: Reading) -> dict[str, FactKind]:
    """The questions of a form with something to keep: asked, answered, and no file."""
    kinds = mapped_questions(document_of(reading.response.question_set))
    found = {}
    for question in reading.asked:
        raw = reading.answers.get(question.key)
        is_said = not read.is_empty(question, raw) and not read.is_set_aside(raw)
        if question.key in kinds and question.type is not QuestionType.FILE and is_said:
            found[question.key] = kinds[question.key]
    return found


@transaction.atomic
def take_update(update: KeptAnswerUpdate, *, by: User, at: datetime) -> KeptAnswer:
    """Let the file say what was sent last. What it said before stays in its history."""
    standing = _hold_for(update.organisation, by)
    update = _settled(update, by=by, at=at, was_taken=True)
    kind = _kind(update.key)
    before = standing.get(update.key)
    source = {"by": update.said_by_id, "at": update.said_at, "case": update.response.case}
    return _add(update.organisation, kind, before, update.raw, Origin.SENT, **source)


@transaction.atomic
def keep_file_as_it_is(update: KeptAnswerUpdate, *, by: User, at: datetime) -> KeptAnswerUpdate:
    """Leave the file as it is: what was sent holds for that form only."""
    _hold_for(update.organisation, by)
    return _settled(update, by=by, at=at, was_taken=False)


def _settled(update: KeptAnswerUpdate, *, by: User, at: datetime, was_taken: bool) -> KeptAnswerUpdate:
    update = KeptAnswerUpdate.objects.select_for_update(of=("self",)).get(pk=update.pk)
    if update.settled_at is not None:
        raise Refused(SETTLED)
    update.settled_at, update.settled_by, update.was_taken = at, by, was_taken
    update.save(update_fields=["settled_at", "settled_by", "was_taken"])
    return update


@transaction.atomic
def correct_fact(organisation: Organisation, *, key: str, raw: Any, version: int, by: User, at: datetime) -> KeptAnswer:
    """Write a fact in the file itself. `version` is the one the person saw, 0 for none: a newer one is never lost."""
    before = _hold_for(organisation, by).get(key)
    kind = _kind(key)
    _refuse_if_changed(before, version)
    problem = problem_with(kind.as_question(), raw, Given(today=day_in_london(at)))
    if holds_broken_text(raw):
        raise Refused("Part of what you typed cannot be read. Nothing was saved.")
    if problem is not None:
        raise Refused(problem_words(problem))
    return _add(organisation, kind, before, raw, Origin.WRITTEN, by=by.pk, at=at)


@transaction.atomic
def take_out(organisation: Organisation, *, key: str, version: int, by: User, at: datetime) -> KeptAnswer:
    """Take a fact out of the file: it is offered nowhere any more. Forms that were sent with it stay as they are."""
    before = _hold_for(organisation, by).get(key)
    _refuse_if_changed(before, version)
    if before is None or before.raw is None:
        raise Refused("This is not in your file any more.")
    return _add(organisation, _kind(key), before, None, Origin.TAKEN_OUT, by=by.pk, at=at)


@transaction.atomic
def use_what_was_told(response: Response, *, keys: Iterable[str], by: User, at: datetime) -> list[Offer]:
    """Answer with what the organisation told us before, as it was shown (`keys`), and write down where it came from."""
    chosen = _chosen(response, keys, by, at)
    response = lock_for_writing(response, [offer.question.key for offer in chosen], by=by)
    chosen = _chosen(response, keys, by, at)
    answers = {offer.question.key: offer.kept.raw for offer in chosen if offer.kept}
    stored = versions_of(response, tuple(answers))
    if answers:
        versions = {key: answer.version for key, answer in stored.items()}
        save_page(response, answers=answers, versions=versions, by=by, at=at)
    for offer in chosen:
        if offer.attachment:
            attach_again(offer.attachment, case=response.case, question_key=offer.question.key, by=by, at=at)
    _note(response, chosen, was_used=True, by=by, at=at)
    return chosen


@transaction.atomic
def turn_down(response: Response, *, keys: Iterable[str], by: User, at: datetime) -> list[Offer]:
    """Say no thanks to what was offered: it is not offered again in this form."""
    chosen = _chosen(response, keys, by, at)
    lock_for_writing(response, [offer.question.key for offer in chosen], by=by)
    _note(response, chosen, was_used=False, by=by, at=at)
    return chosen


def _chosen(response: Response, keys: Iterable[str], by: User, at: datetime) -> list[Offer]:
    reading, scope = read_response(response), scope_of(response, by)
    offered = {offer.key: offer for offer in offers_in(reading, by, scope, at=at, is_every=True)}
    wanted = list(dict.fromkeys(keys))
    if not wanted or any(key not in offered for key in wanted):
        raise Refused(NOT_OFFERED if wanted else "Tick what you want to use.")
    return [offered[key] for key in wanted]


def _note(response: Response, offers: Iterable[Offer], *, was_used: bool, by: User, at: datetime) -> None:
    ToldBefore.objects.bulk_create(
        ToldBefore(
            response=response,
            question_key=offer.question.key,
            kept_answer=offer.kept,
            attachment=offer.attachment,
            was_used=was_used,
            answered_by=by,
            answered_at=at,
        )
        for offer in offers
    )


def _hold(organisation: Organisation) -> dict[str, KeptAnswer]:
    """Hold the organisation, so that all who write in its file queue up, and read what its file says now."""
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    return _standing(organisation)


def _hold_with_people(organisation_id: UUID) -> tuple[Organisation, frozenset[UUID]]:
    """The same lock, and everybody who is or was of the organisation."""
    (held,) = rows_of(_held_with_people, None, pk=organisation_id)
    return held, frozenset(held.people)  # type: ignore[attr-defined]  # as annotated


def _held_with_people(*, pk: UUID) -> QuerySet[Organisation]:
    people = Membership.objects.filter(organisation=OuterRef("pk")).values("user")
    held = Organisation.objects.select_for_update(of=("self",), no_key=True).filter(pk=pk)
    return held.annotate(people=ArraySubquery(people))


def _standing(organisation: Organisation) -> dict[str, KeptAnswer]:
    return {row.key: row for row in rows_of(_newest, None, organisation_id=organisation.pk)}


def _newest(*, organisation_id: UUID) -> QuerySet[KeptAnswer]:
    rows = KeptAnswer.objects.filter(organisation=organisation_id).select_related("said_by")
    return rows.order_by("key", "-version").distinct("key")


def _hold_for(organisation: Organisation, by: User) -> Mapping[str, KeptAnswer]:
    refusal = file_refusal(organisation, by)
    if refusal:
        raise Refused(refusal)
    return _hold(organisation)


def _refuse_if_changed(before: KeptAnswer | None, version: int) -> None:
    if before is not None and before.version != version:
        words = f"{before.said_by.name} changed this at {in_words(before.said_at)}, after you had opened it. "
        raise Refused(words + "Look at what it says now, and change it again if you need to.")


def _kind(key: str) -> FactKind:
    kind = fact_kinds().get(key)
    if kind is None or kind.type is QuestionType.FILE:
        raise Refused(NO_SUCH)
    return kind


def _add(
    organisation: Organisation, kind: FactKind, before: KeptAnswer | None, raw: Any, origin: Origin, **more: Any
) -> KeptAnswer:
    kept = _new(organisation, kind, before, raw, origin, **more)
    kept.save(force_insert=True)
    return kept


def _new(
    organisation: Organisation,
    kind: FactKind,
    before: KeptAnswer | None,
    raw: Any,
    origin: Origin,
    *,
    by: UUID,
    at: datetime,
    case: Case | None = None,
) -> KeptAnswer:
    """The next version of a fact."""
    return KeptAnswer(
        organisation=organisation,
        key=kind.key,
        version=before.version + 1 if before else 1,
        raw=raw,
        origin=origin,
        case=case,
        said_by_id=by,
        said_at=at,
        fresh_until=kind.fresh_until(day_in_london(at)) if raw is not None else None,
    )
