"""An appeal to the tribunal, and what comes of it."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from sandbox_portal.casework.moments import day_in_words
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.casework.working_days import day_in_london
from sandbox_portal.people.models import User

from ..choices import AppealEnd
from ..models import Appeal, RegistrationApplication
from ..queries.assessment import conditions_in_force, notice_of_decision, open_appeal
from ..queries.held import registration_of
from ..signals import refused, registered
from ..timers import finish_notice_timer
from ..workflow import REGISTRATION
from ..writing import said
from .change_effects import impose_conditions


@transaction.atomic
def record_appeal(
    application: RegistrationApplication, *, lodged_on: date, tribunal_reference: str, by: User, at: datetime
) -> Appeal:
    """Write down that an appeal was made. While it is with the tribunal nothing is final."""
    REGISTRATION.take_step(application, "record_appeal", by=by, at=at, note=tribunal_reference.strip())
    return _lodge(application, lodged_on=lodged_on, tribunal_reference=tribunal_reference, by=by, at=at)


@transaction.atomic
def record_appeal_of_conditions(
    application: RegistrationApplication, *, lodged_on: date, tribunal_reference: str, by: User, at: datetime
) -> Appeal:
    """The same of a service that is registered already: it stays so, with its conditions, until the appeal ends."""
    reference = tribunal_reference.strip()
    REGISTRATION.take_step(application, "record_appeal_of_conditions", by=by, at=at, note=reference)
    return _lodge(application, lodged_on=lodged_on, tribunal_reference=reference, by=by, at=at)


def _lodge(
    application: RegistrationApplication, *, lodged_on: date, tribunal_reference: str, by: User, at: datetime
) -> Appeal:
    decided = notice_of_decision(application)
    if decided is None or decided.last_day is None:
        raise Refused("There is no notice of decision to appeal against.")
    if not day_in_london(decided.served_at) <= lodged_on <= day_in_london(at):
        raise Refused("Give the day on which the appeal was made: from the day of the notice to today.")
    decided.application = application
    finish_notice_timer(decided, at=at)
    return Appeal.objects.create(
        notice=decided,
        lodged_on=lodged_on,
        tribunal_reference=tribunal_reference.strip()[:60],
        recorded_at=at,
        recorded_by=by,
    )


@transaction.atomic
def end_appeal(
    application: RegistrationApplication,
    *,
    end: str,
    is_registered: bool,
    decided_on: date,
    words: str,
    by: User,
    at: datetime,
) -> Appeal:
    """Carry out what the tribunal said or both sides settled: the service is registered, or it is refused for good."""
    if end not in AppealEnd.values:
        raise Refused("Say what came of the appeal.")
    said_of_it = said(words, "Say what the tribunal decided, or what was settled.")
    REGISTRATION.take_step(
        application, "register_after_appeal" if is_registered else "refuse_after_appeal", by=by, at=at
    )
    appeal = _end(application, end=end, words=said_of_it, decided_on=decided_on, by=by, at=at)
    if is_registered:
        conditions = [] if end == AppealEnd.ALLOWED else conditions_in_force(application)
        registered.send(RegistrationApplication, application=application, conditions=conditions, by=by, at=at)
    else:
        refused.send(RegistrationApplication, application=application, by=by, at=at)
    return appeal


@transaction.atomic
def end_appeal_of_conditions(
    application: RegistrationApplication,
    *,
    end: str,
    conditions: Sequence[str],
    decided_on: date,
    words: str,
    by: User,
    at: datetime,
) -> Appeal:
    """Carry out what came of it: conditions fall with an appeal that is allowed, stand with one that is dismissed.

    What was settled stands in `conditions`: those that are left, in the words of the register.
    """
    if end not in AppealEnd.values:
        raise Refused("Say what came of the appeal.")
    said_of_it = said(words, "Say what the tribunal decided, or what was settled.")
    REGISTRATION.take_step(application, "end_appeal_of_conditions", by=by, at=at)
    appeal = _end(application, end=end, words=said_of_it, decided_on=decided_on, by=by, at=at)
    if end != AppealEnd.DISMISSED:
        left = () if end == AppealEnd.ALLOWED else tuple(line.strip() for line in conditions if line.strip())
        because = f"An appeal against the conditions ended on {day_in_words(decided_on)}."
        impose_conditions(registration_of(application), lines=left, from_day=decided_on, because=because, by=by, at=at)
    return appeal


def _end(
    application: RegistrationApplication, *, end: str, words: str, decided_on: date, by: User, at: datetime
) -> Appeal:
    appeal = open_appeal(application)
    if appeal is None:
        raise Refused("There is no appeal.")
    if not appeal.lodged_on <= decided_on <= day_in_london(at):
        raise Refused("Give the day on which it ended: from the day of the appeal to today.")
    appeal.end, appeal.words, appeal.decided_on = end, words, decided_on
    appeal.ended_at, appeal.ended_by = at, by
    appeal.save(update_fields=["end", "words", "decided_on", "ended_at", "ended_by"])
    return appeal
