"""What an organisation does with its own application: start, send, withdraw."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from programme.models import Round
from programme.queries import is_open
from sandbox_portal.casework.events import record
from sandbox_portal.casework.models import Case
from sandbox_portal.casework.outbox import queue_task
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.people.models import Organisation, User
from sandbox_portal.people.permissions import may_write_for_organisation
from sandbox_portal.questions.actions import close_answers, open_response
from sandbox_portal.questions.actions.returns import end_with_the_case
from sandbox_portal.questions.held import answers_to_send, holding_answers
from sandbox_portal.questions.queries import answers_of, response_of

from ..choices import ApplicationStage, SelectionStage
from ..models import Application, Selection
from ..queries.results import is_announced
from ..signals import place_left
from ..workflow import APPLICATION, SELECTION
from .letters import issue_withdrawal_letter
from .placing import take_back_placings

SENT_ALREADY = "This application has been sent already. You need not send it again."
OF_ANOTHER = "This page belongs to another application. Open your application again and send it from there."
TAKE_NUMBER = """
UPDATE programme_round SET next_number = next_number + 1 WHERE case_id = %s RETURNING number, next_number - 1
"""
WRITTEN_WHEN_SENT = ("number", "submission_key", "submitted_at", "submitted_by", "summary", "name_consent")
CLOSED = "Applications to this round cannot be started now: its window is not open."


@transaction.atomic
def start_application(round_: Round, *, organisation: Organisation, by: User, at: datetime) -> Application:
    """Open the draft of an organisation for a round; starting again returns the one there is."""
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)  # two starts at once queue up here
    there = Application.objects.filter(round=round_, organisation=organisation).select_related("case").first()
    if there:
        return there
    if not is_open(round_, at):
        raise Refused(CLOSED)
    case = APPLICATION.open_case(
        by=by, at=at, verb="started", organisation=organisation, title=f"{organisation.name}: {round_.title}"
    )
    if not may_write_for_organisation.test(by, case):
        raise Refused("Only an owner or contributor of the organisation can start its application.")
    case.due_at = round_.closes_at
    case.save(update_fields=["due_at"])
    application = Application.objects.create(case=case, round=round_, organisation=organisation)
    open_response(case, set_code=round_.question_set, version=round_.question_set_version, by=by, at=at)
    return application


@transaction.atomic
def submit_application(application: Application, *, key: UUID, by: User, at: datetime) -> Application:
    """Send the application, give it the next reference, and ask for its receipt; the same key again changes nothing.

    The database's clock decides whether the window is open, twice: before, and by a trigger when it is written.
    """
    try:
        with holding_answers():
            APPLICATION.take_step(application, "submit", by=by, at=at)
            answers = answers_to_send(application.case)
            assert answers is not None  # answers_are_complete has refused otherwise
            close_answers(answers.response, by=by, at=at)
    except Refused as refused:
        if not application.submitted_at:  # as the step read it under its lock
            raise
        if application.submission_key == key:
            return application
        raise Refused(SENT_ALREADY) from refused
    _write_submission(application, answers.answers, key=key, by=by, at=at)
    queue_task("selection.send_receipt", key=f"receipt:{application.pk}", application=str(application.pk))
    return application


def _write_submission(
    application: Application, answers: Mapping[str, Any], *, key: UUID, by: User, at: datetime
) -> None:
    round_number, application.number = _take_number(application.round_id)
    application.submission_key = key
    application.submitted_at, application.submitted_by = at, by
    application.summary = str(answers.get("short_description") or application.organisation.summary)[:300]
    application.name_consent = _is_ticked(answers.get("consent_to_publish"))
    try:
        application.save(update_fields=WRITTEN_WHEN_SENT)
    except IntegrityError as error:
        if "submission_key" in str(error):
            raise Refused(OF_ANOTHER) from error
        if "submission_is_inside_the_window" in str(error) or "outside the window" in str(error):
            raise Refused("The window for this round has closed, so this application could not be sent.") from error
        raise
    application.case.reference = f"R{round_number}-{application.number:03d}"
    application.case.due_at = None
    application.case.save(update_fields=["reference", "due_at"])


def _take_number(round_id: UUID) -> tuple[int, int]:
    """The round's number and the next of its applications; the round is held from here on, so late in a sending."""
    with connection.cursor() as cursor:
        cursor.execute(TAKE_NUMBER, [round_id])
        row = cursor.fetchone()
    assert row is not None
    return row[0], row[1]


def take_in_answers(case: Case, *, by: User, at: datetime) -> None:
    """Answers that were asked again have come back: lists follow the new summary, and a new copy is asked for."""
    application = Application.objects.select_related("organisation").get(pk=case.pk)
    response = response_of(case)
    answers = answers_of(response) if response else {}
    application.summary = str(answers.get("short_description") or application.organisation.summary)[:300]
    application.save(update_fields=["summary"])
    record(case, verb="copy of the answers asked for", by=by, at=at)
    queue_task(
        "selection.copy_answers_again", key=f"copy-again:{case.pk}:{at:%Y%m%dT%H%M%S%f}", application=str(case.pk)
    )


def _is_ticked(raw: object) -> bool:
    return raw in (True, "yes", "on", "true", ["yes"])


@transaction.atomic
def withdraw_application(application: Application, *, reason: str, by: User, at: datetime) -> Application:
    """Take the application out of the round. Places that were worked out with it are worked out again (R-172)."""
    if not reason.strip():
        raise Refused("Say in a few words why you withdraw. The panel keeps the reason.")
    selection = Selection.objects.select_related("case", "round").filter(round=application.round_id).first()
    if selection:  # in the order in which the chair's steps lock: the selection, then its applications
        selection.case = Case.objects.select_for_update().get(pk=selection.pk)
    had_place = Case.objects.filter(pk=application.pk, stage=ApplicationStage.SELECTED).exists()
    APPLICATION.take_step(application, "withdraw", by=by, at=at, note=reason.strip())
    response = response_of(application.case)
    if response is not None:
        end_with_the_case(response, by=by, at=at)
    if selection and application.submitted_at:
        issue_withdrawal_letter(application, by=by, at=at)
        _look_at_places_again(selection, at=at)
        if had_place and is_announced(selection):
            place_left.send(Application, application=application, by=by, at=at)
    return application


def _look_at_places_again(selection: Selection, *, at: datetime) -> None:
    if selection.case.stage not in {SelectionStage.DRAW, SelectionStage.PROPOSAL, SelectionStage.WITH_COMMITTEE}:
        return
    SELECTION.take_step(selection, "reopen_after_withdrawal", by=None, at=at)
    take_back_placings(selection, by=None, at=at)
