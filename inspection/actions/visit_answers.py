"""Tell an organisation of a visit that is announced to it, and take its answer (R-374)."""

from datetime import datetime
from uuid import uuid4

from django.db import transaction

from sandbox_portal.casework.actions.messages import write_message
from sandbox_portal.casework.events import record
from sandbox_portal.casework.kinds import kind_of
from sandbox_portal.casework.moments import in_words
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.people.models import User
from sandbox_portal.people.permissions import may_write_for_organisation

from ..choices.assessments import VisitMode
from ..models import AssessmentVisit
from ..visited import may_be_answered, visited
from ..workflow.visit_locks import locked
from ..writing import said
from .record import put_agreement

SUITS = "The organisation says that this day suits them."
AT_HOME = "This visit is to somebody’s home. We ask the person who lives there ourselves."


@transaction.atomic
def agree_to_visit(visit: AssessmentVisit, *, words: str, by: User, at: datetime) -> AssessmentVisit:
    """Say for the organisation that an announced visit suits it; it is the agreement of the record."""
    visit = _asked(visit, by=by, at=at)
    put_agreement(visit, how=f"{SUITS} {words.strip()}".strip()[:500], by=by, at=at)
    return visit


@transaction.atomic
def ask_for_another_day(visit: AssessmentVisit, *, words: str, by: User, at: datetime) -> AssessmentVisit:
    """Say for the organisation why the day is not possible. The visit stays as it is until somebody changes it."""
    visit = _asked(visit, by=by, at=at)
    said_words = said(words, "Say why the day is not possible, and which days are.")
    refusal = kind_of(visit.case).may_message(visit.case, by)
    if refusal:
        raise Refused(refusal)
    visit.another_day = said_words
    visit.save(update_fields=["another_day"])
    text = f"The visit of {in_words(visit.starts_at)} is not possible for us. {said_words}"
    write_message(visit.case, text=text, key=uuid4(), by=by, at=at)
    record(visit.case, verb="another day asked for", by=by, at=at, note=f"{visit}")
    return visit


@transaction.atomic
def tell_of_visit(visit: AssessmentVisit, *, words: str, is_cancelled: bool = False, by: User, at: datetime) -> None:
    """Write to the organisation about a visit it may know of. A kind with pages of its own tells it there.

    A kind that sends something else when a visit is planned or moved, such as a letter, sends that in place of `words`.
    """
    case, tells = visit.case, visited(visit.case).terms.tells
    if not may_be_answered(visit):
        return
    if tells is not None and not is_cancelled:
        tells(visit, by=by, at=at)
    elif kind_of(case).may_message(case, by) is None:
        write_message(case, text=words, key=uuid4(), by=by, at=at)


def _asked(visit: AssessmentVisit, *, by: User, at: datetime) -> AssessmentVisit:
    visit, rules = locked(visit)
    if not may_write_for_organisation.test(by, visit.case) or rules.has_pages_of_its_own or not visit.is_announced:
        raise Refused("Only people who write for the organisation answer, and only where they were told of a visit.")
    if not visit.is_planned or visit.starts_at <= at:
        raise Refused("This visit is over or cancelled, so it needs no answer any more.")
    if visit.mode == VisitMode.HOME:
        raise Refused(AT_HOME)
    if visit.agreed_at is not None:
        raise Refused("It is noted already that this visit was agreed to. Write to us if it is not possible any more.")
    return visit
