"""What an organisation does with its own application to register: start, send, withdraw, mend and send again."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from sandbox_portal.casework.deadlines import cancel_deadline
from sandbox_portal.casework.models import Case
from sandbox_portal.casework.references import next_reference
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.people.models import Organisation, User
from sandbox_portal.people.permissions import may_write_for_organisation
from sandbox_portal.questions.actions import close_answers, open_response
from sandbox_portal.questions.actions.attempts import answer_anew
from sandbox_portal.questions.actions.returns import end_with_the_case
from sandbox_portal.questions.held import holding_answers
from sandbox_portal.questions.queries import response_of

from ..choices import PREFIX, SET_CODE, RegistrationStage
from ..models import Attempt, RegistrationApplication
from ..queries.applications import live_application_of, managers_of
from ..queries.entities import entity_of, kinds_in, terms_in
from ..queries.scope import newest_scope_run
from ..signals import application_sent, application_withdrawn
from ..timers import cancel_timers, start_validation_timer
from ..workflow import MANAGER, REGISTRATION
from .information import end_assessment
from .letters import ask_for_copy, issue_receipt, issue_withdrawal_letter
from .managers import open_manager_part_again

DUPLICATE = (
    "An application for the same organisation is with us already (the company or charity number is the same). "
    "There can be one at a time. If you did not know of it, write to us."
)
SENT_ALREADY = "This application has been sent already. You need not send it again."
READ_ONLY = "Your place in this organisation lets you read, not write. Ask an owner to start the application."


@transaction.atomic
def start_registration(organisation: Organisation, *, by: User, at: datetime) -> RegistrationApplication:
    """Open the draft of an organisation, linked to its newest scope result; again: the one there is comes back."""
    there = live_application_of(organisation)
    if there is not None:
        return there
    application = open_draft(organisation, by=by, at=at)
    if application is None:
        return start_registration(organisation, by=by, at=at)
    if not may_write_for_organisation.test(by, application.case):
        raise Refused(READ_ONLY)
    return application


def open_draft(organisation: Organisation, *, by: User, at: datetime, **facts: Any) -> RegistrationApplication | None:
    """A new draft with its case and its answers, nothing asked. Call it inside the action's transaction.

    None when somebody else has opened one a moment ago: the database lets one stand.
    """
    title = f"{organisation.name}: registration"
    try:
        case = REGISTRATION.open_case(by=by, at=at, verb="started", organisation=organisation, title=title)
    except IntegrityError as error:
        if "one_open_application_to_register" in str(error):
            return None
        raise
    application = RegistrationApplication.objects.create(
        case=case, organisation=organisation, scope_run=newest_scope_run(organisation), **facts
    )
    open_response(case, set_code=SET_CODE, by=by, at=at)
    return application


@transaction.atomic
def send_registration(application: RegistrationApplication, *, key: UUID, by: User, at: datetime) -> Any:
    """Send the application with the parts of its managers; the same key again changes nothing (C10).

    The first sending gives it its reference. Two applications of one company cannot both be with us: of two sent at
    once the database lets one through (V-28).
    """
    case = Case.objects.select_for_update().get(pk=application.pk)
    application.refresh_from_db()
    application.case = case
    if application.submission_key == key and application.sent_at and case.stage != RegistrationStage.DRAFT:
        return application
    _refuse_what_is_over(application)
    with holding_answers():
        REGISTRATION.take_step(application, "send", by=by, at=at, data={"attempt": application.attempt})
        response = response_of(application.case, set_code=SET_CODE)
        assert response is not None  # answers_are_complete has refused otherwise
        answers = dict(close_answers(response, by=by, at=at).answers)
    _write_sending(application, answers, key=key, by=by, at=at)
    for manager in managers_of(application):
        MANAGER.take_step(manager, "go_along", by=None, at=at)
    cancel_deadline(f"registration-idle:{application.pk}", at=at)
    cancel_deadline(f"registration-manager-part:{application.pk}", at=at)
    check_by = start_validation_timer(application, at=at)
    issue_receipt(application, check_by=check_by, by=by, at=at)
    ask_for_copy(application, by=by, at=at)
    application_sent.send(RegistrationApplication, application=application, by=by, at=at)
    return application


def _refuse_what_is_over(application: RegistrationApplication) -> None:
    """The sentence for a page that was left open while a colleague sent or withdrew the application."""
    stage = application.case.stage
    if stage == RegistrationStage.WITHDRAWN:
        raise Refused("This application was withdrawn, so it cannot be sent any more. You can start a new one.")
    if stage == RegistrationStage.RETURNED_INCOMPLETE:
        raise Refused("This application has come back. Open it again, mend what is listed, and then send it.")
    if stage != RegistrationStage.DRAFT:
        raise Refused(SENT_ALREADY)


def _write_sending(
    application: RegistrationApplication, answers: dict[str, Any], *, key: UUID, by: User, at: datetime
) -> None:
    application.submission_key = key
    application.sent_at, application.sent_by = at, by
    application.service_kinds = kinds_in(answers)
    application.live_entity = entity_of(application.organisation_id, answers)
    application.terms = terms_in(application, answers)
    try:
        with transaction.atomic():
            application.save()
    except IntegrityError as error:
        if "live_entity" in str(error):
            raise Refused(DUPLICATE) from error
        if "submission_key" in str(error):
            raise Refused("This page belongs to another application. Open your own and send it from there.") from error
        raise
    Attempt.objects.create(application=application, number=application.attempt, sent_at=at, sent_by=by)
    if not application.case.reference:
        application.case.reference = next_reference(PREFIX)
        application.case.save(update_fields=["reference"])


@transaction.atomic
def withdraw_registration(
    application: RegistrationApplication, *, reason: str, by: User, at: datetime
) -> RegistrationApplication:
    """Take the application back for good; its managers' parts end with it. Another one may be started at once."""
    if not reason.strip():
        raise Refused("Say in a few words why you withdraw.")
    REGISTRATION.take_step(application, "withdraw", by=by, at=at, note=reason.strip())
    response = response_of(application.case)
    if response is not None:
        end_with_the_case(response, by=by, at=at)
    end_assessment(application, by=by, at=at)
    for manager in managers_of(application):
        MANAGER.take_step(manager, "end", by=None, at=at)
    cancel_timers(application, at=at)
    if application.sent_at:
        issue_withdrawal_letter(application, by=by, at=at)
    application.refresh_from_db(fields=["live_entity"])
    application_withdrawn.send(RegistrationApplication, application=application, by=by, at=at)
    return application


@transaction.atomic
def reopen_registration(application: RegistrationApplication, *, by: User, at: datetime) -> RegistrationApplication:
    """Open what came back: every answer is kept, and the next attempt begins (R-271). Managers mend what is theirs."""
    REGISTRATION.take_step(application, "reopen", by=by, at=at, data={"attempt": application.attempt + 1})
    returned = Attempt.objects.get(application=application, number=application.attempt)
    response = response_of(application.case, set_code=SET_CODE)
    assert response is not None  # it was sent with its answers
    answer_anew(response, by=by, at=at)
    application.attempt += 1
    application.save(update_fields=["attempt"])
    listed = set(returned.shortcomings.exclude(manager=None).values_list("manager", flat=True))
    for manager in managers_of(application):
        if manager.pk in listed:
            open_manager_part_again(manager, by=None, at=at)
    return application


@transaction.atomic
def confirm_registration(application: RegistrationApplication, *, by: User, at: datetime) -> RegistrationApplication:
    """The organisation stands by what a member of staff typed in for it."""
    REGISTRATION.take_step(application, "confirm", by=by, at=at)
    if not application.is_typed_in:
        raise Refused("Your organisation wrote this application itself, so there is nothing to confirm.")
    if application.confirmed_at is None:
        application.confirmed_at, application.confirmed_by = at, by
        application.save(update_fields=["confirmed_at", "confirmed_by"])
    return application
