"""What the applicant answers to a notice of proposal: against it, or that they agree (R-273, EX-F11)."""

from datetime import date, datetime

from django.db import transaction

from sandbox_portal.casework.refusals import Refused
from sandbox_portal.casework.working_days import add_calendar_days, day_in_london
from sandbox_portal.documents.models import Attachment
from sandbox_portal.people.models import User

from ..choices import REPRESENTATION_FILES, Outcome, Reply
from ..clocks import REPRESENTATION_DAYS, is_in_time
from ..models import Notice, RegistrationApplication, Representation
from ..queries.assessment import standing_proposal
from ..timers import extend_notice_timer, finish_notice_timer
from ..workflow import REGISTRATION
from ..writing import said
from .notice_letters import issue_received


@transaction.atomic
def make_representations(application: RegistrationApplication, *, text: str, by: User, at: datetime) -> Representation:
    """Send what the organisation says against the proposal, with the papers it put beside it."""
    words = said(text, "Write why you do not agree.")
    return _answer(application, Reply.AGAINST, words, by=by, at=at)


@transaction.atomic
def agree_to_conditions(application: RegistrationApplication, *, text: str, by: User, at: datetime) -> Representation:
    """Agree in writing to the conditions that are proposed: nobody has to wait for the 28 days (EX-F11)."""
    words = text.strip() or "We agree to the conditions."
    return _answer(application, Reply.AGREES, words, by=by, at=at)


@transaction.atomic
def accept_late_representations(
    application: RegistrationApplication, *, until: date, because: str, by: User, at: datetime
) -> Notice:
    """Let the applicant answer after the last day, up to another one, with the reason on record (R-273)."""
    words = said(because, "Say why late representations are accepted.")
    today = day_in_london(at)
    if not today <= until <= add_calendar_days(today, REPRESENTATION_DAYS):
        raise Refused(f"Choose a day from today on, at most {REPRESENTATION_DAYS} days ahead.")
    REGISTRATION.take_step(application, "accept_late_representations", by=by, at=at, note=words)
    proposal = _standing(application)
    proposal.late_until, proposal.late_because = until, words
    proposal.late_accepted_at, proposal.late_accepted_by = at, by
    proposal.save(update_fields=["late_until", "late_because", "late_accepted_at", "late_accepted_by"])
    extend_notice_timer(proposal, until=until, at=at)
    return proposal


def _answer(application: RegistrationApplication, what: Reply, words: str, *, by: User, at: datetime) -> Representation:
    REGISTRATION.take_step(application, "make_representations", by=by, at=at)
    proposal = _standing(application)
    if what == Reply.AGREES and proposal.outcome != Outcome.CONDITIONS:
        raise Refused("There are no conditions to agree to. We propose to refuse.")
    assert proposal.last_day is not None  # the database holds it
    answer = Representation.objects.create(
        notice=proposal,
        said=what,
        text=words,
        sent_at=at,
        sent_by=by,
        is_late=not is_in_time(at, last_day=proposal.last_day),
    )
    standing = Attachment.objects.filter(
        case=application.case, question_key=REPRESENTATION_FILES, removed_at=None, replaced_at=None
    )
    answer.attachments.set(standing)
    finish_notice_timer(proposal, at=at)
    issue_received(answer, by=by, at=at)
    return answer


def _standing(application: RegistrationApplication) -> Notice:
    proposal = standing_proposal(application)
    if proposal is None:
        raise Refused("There is no notice of proposal to answer.")
    proposal.application = application
    return proposal
