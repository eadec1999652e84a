"""What registration does with an application that came in: check it, return or accept it, give it to an inspector."""

from datetime import datetime

from django.db import transaction

from sandbox_portal.casework.actions.assigning import hand
from sandbox_portal.casework.models import Case
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.casework.working_days import day_in_london
from sandbox_portal.people.choices import Role
from sandbox_portal.people.models import User
from sandbox_portal.people.queries import roles_of
from sandbox_portal.questions.queries import document_of, response_of

from ..choices import RETURN_REASONS, RegistrationStage
from ..clocks import assessment_ends
from ..models import Attempt, ManagerApplication, RegistrationApplication, Shortcoming
from ..permissions import checks_application, is_registration_manager
from ..queries.applications import managers_of, typed_for
from ..queries.shortcomings import in_words
from ..signals import application_accepted, application_returned
from ..timers import finish_validation_timer, start_assessment_timer
from ..workflow import MANAGER, REGISTRATION
from ..workflow.validation import NOT_A_CHECKER
from .letters import issue_accepted, issue_returned

MOST_WORDS = 2_000


@transaction.atomic
def start_validation(application: RegistrationApplication, *, by: User, at: datetime) -> RegistrationApplication:
    """Take an application that came in, and begin to check that it is complete and accurate."""
    REGISTRATION.take_step(application, "start_validation", by=by, at=at)
    _hand_case(application.case, to=by, by=by, at=at)
    return application


@transaction.atomic
def list_shortcoming(
    application: RegistrationApplication,
    *,
    question_key: str,
    reason: str,
    words: str,
    by: User,
    at: datetime,
    manager: ManagerApplication | None = None,
) -> Shortcoming:
    """Write down one thing that is missing or wrong, with a coded reason (R-285). Again: the words are replaced."""
    attempt = _attempt_being_checked(application, by=by)
    subject = manager if manager is not None else application
    response = response_of(subject.case)
    if manager is not None and manager.application_id != application.pk:
        raise Refused("This manager belongs to another application.")
    if response is None or question_key not in document_of(response.question_set).questions:
        raise Refused("Choose a question of this application.")
    if reason not in RETURN_REASONS:
        raise Refused("Choose a reason.")
    if len(words) > MOST_WORDS:
        raise Refused(f"Say it in {MOST_WORDS} characters or fewer.")
    values = {"reason": reason, "words": words.strip(), "listed_at": at, "listed_by": by}
    line, _is_new = Shortcoming.objects.update_or_create(
        attempt=attempt, manager=manager, question_key=question_key, defaults=values
    )
    return line


@transaction.atomic
def unlist_shortcoming(shortcoming: Shortcoming, *, by: User, at: datetime) -> None:
    """Take a line off the list before the application is returned."""
    _attempt_being_checked(shortcoming.attempt.application, by=by)
    shortcoming.delete()


def _attempt_being_checked(application: RegistrationApplication, *, by: User) -> Attempt:
    """The attempt in hand, with its case locked so that nothing is listed while it is returned or accepted."""
    if not checks_application.test(by, application):
        raise Refused(NOT_A_CHECKER)
    case = Case.objects.select_for_update().get(pk=application.pk)
    if case.stage != RegistrationStage.VALIDATING:
        raise Refused("The list is written while the application is being checked.")
    application.refresh_from_db()
    return Attempt.objects.get(application=application, number=application.attempt)


@transaction.atomic
def return_incomplete(
    application: RegistrationApplication, *, note: str = "", by: User, at: datetime
) -> RegistrationApplication:
    """Send the application back with the list of what is missing (L-18). It is no refusal, and it counts (R-271)."""
    REGISTRATION.take_step(application, "return_incomplete", by=by, at=at, note=note.strip())
    come_back(application, note=note, by=by, at=at)
    return application


def come_back(application: RegistrationApplication, *, note: str, by: User, at: datetime) -> None:
    """What follows when an application comes back, whichever step did it. Call it inside the action's transaction."""
    attempt = Attempt.objects.get(application=application, number=application.attempt)
    lines = in_words(attempt)
    attempt.note, attempt.returned_at, attempt.returned_by = note.strip(), at, by
    attempt.save()
    for manager in managers_of(application):
        MANAGER.take_step(manager, "come_back", by=None, at=at)
    finish_validation_timer(application, at=at)
    issue_returned(application, shortcomings=lines, note=note.strip(), by=by, at=at)
    application_returned.send(RegistrationApplication, application=application, by=by, at=at)


@transaction.atomic
def accept_as_valid(application: RegistrationApplication, *, by: User, at: datetime) -> RegistrationApplication:
    """Say that the application is complete: it waits for an inspector, and the assessment's clock begins (L-19)."""
    REGISTRATION.take_step(application, "accept_as_valid", by=by, at=at)
    finish_validation_timer(application, at=at)
    decide_by = assessment_ends(day_in_london(at))
    assert decide_by is not None  # nothing has stopped a clock that begins now
    issue_accepted(application, decide_by=decide_by, by=by, at=at)
    start_assessment_timer(application, at=at)
    application_accepted.send(RegistrationApplication, application=application, by=by, at=at)
    return application


@transaction.atomic
def allocate(
    application: RegistrationApplication, *, inspector: User, by: User, at: datetime
) -> RegistrationApplication:
    """Give an accepted application to an inspector; inspectors may take one themselves, managers give it to anybody."""
    _refuse_inspector(application, inspector, by=by)
    case = Case.objects.select_for_update().get(pk=application.pk)
    step = "allocate" if case.stage == RegistrationStage.VALID else "allocate_again"
    REGISTRATION.take_step(application, step, by=by, at=at, note=inspector.name)
    application.inspector = inspector
    application.save(update_fields=["inspector"])
    if application.case.owner_role == Role.REGISTRATION_INSPECTOR:
        _hand_case(application.case, to=inspector, by=by, at=at)
    return application


def _refuse_inspector(application: RegistrationApplication, inspector: User, *, by: User) -> None:
    if Role.REGISTRATION_INSPECTOR not in roles_of(inspector):
        raise Refused(f"{inspector.name} is not a registration inspector.")
    if typed_for(application, inspector):
        raise Refused(f"{inspector.name} typed for this applicant, so somebody else assesses the application.")
    if inspector.pk == application.inspector_id:
        raise Refused(f"{inspector.name} has this application already.")
    if inspector.pk != by.pk and not is_registration_manager.test(by, application):
        raise Refused("Only a registration manager can give an application to somebody else. You can take it yourself.")


def _hand_case(case: Case, *, to: User, by: User, at: datetime) -> None:
    """The person has the case now, with a line in the record of who had it."""
    if case.owner_id != to.pk:
        verb = "taken from the queue" if to == by else "given to a person"
        hand(case, to=to, reason="", by=by, at=at, verb=verb)
