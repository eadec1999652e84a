"""Walk made-up organisations through an application to register, as they would have typed and clicked."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile

from registration.actions.applications import send_registration, start_registration
from registration.actions.managers import ask_joining_manager, ask_manager, begin_manager_part, declare_manager_part
from registration.models import Change, ManagerApplication, RegistrationApplication
from registration.queries.change_lines import places_told
from sandbox_portal.casework.working_days import day_in_london
from sandbox_portal.documents.actions import About, attach_evidence
from sandbox_portal.people.choices import Place
from sandbox_portal.people.models import Membership, Organisation, User
from sandbox_portal.people.queries import people_of
from sandbox_portal.questions.actions import save_page
from sandbox_portal.questions.actions.noticed import confirm_warnings_read
from sandbox_portal.questions.models import Response
from sandbox_portal.questions.noticed import digest_of_warnings
from sandbox_portal.questions.queries import read_response, response_of
from sandbox_portal.questions.question_types import QuestionType

from .applications import answers_of_form, in_order

PAPER = b"Paper of the demonstration: it stands for the document that an organisation would send."
WHOSE = "riverside_circles"  # the one whole form of content/demo/registration.yaml


def write_registration(
    organisation: Organisation, *, at: datetime, only: int | None = None, **changes: Any
) -> RegistrationApplication:
    """Start an application and write its answers: all of them with their files, or only the first ones."""
    owner = people_of(organisation, Place.OWNER)[0]
    application = start_registration(organisation, by=owner, at=at)
    if only is None:
        fill_in(application, at=at, **changes)
        return application
    answers = _answers(application, at=at, **changes)
    _write(_response(application), dict(list(answers.items())[:only]), by=owner, at=at)
    return application


def fill_in(
    application: RegistrationApplication, *, at: datetime, leaving: Collection[str] = (), **changes: Any
) -> None:
    """Write the answers of a draft with their files, but leave these questions to somebody else."""
    owner = people_of(application.organisation, Place.OWNER)[0]
    answers = {key: raw for key, raw in _answers(application, at=at, **changes).items() if key not in leaving}
    _write(_response(application), answers, by=owner, at=at)
    _add_papers(application, by=owner, at=at)


def _answers(application: RegistrationApplication, *, at: datetime, **changes: Any) -> dict[str, Any]:
    answers = answers_of_form(WHOSE, "application", today=day_in_london(at)) | changes
    answers.setdefault("scope_result", str(application.scope_run_id) if application.scope_run_id else "none")
    return answers


def _write(response: Response, answers: dict[str, Any], *, by: User, at: datetime) -> None:
    for part in in_order(answers):
        if part:
            save_page(response, answers=part, versions={}, by=by, at=at)


def _add_papers(application: RegistrationApplication, *, by: User, at: datetime) -> None:
    problems = read_response(_response(application)).problems
    for key in [each.question.key for each in problems if each.question.type is QuestionType.FILE]:
        paper = SimpleUploadedFile(f"{key.rpartition('--')[0] or key}.txt".replace("--", " "), PAPER)
        attach_evidence(application.case, upload=paper, question_key=key, about=About("A paper"), by=by, at=at)


def name_manager(
    whole: RegistrationApplication | Change,
    *,
    name: str,
    email: str,
    at: datetime,
    declared: bool = True,
    **changes: Any,
) -> ManagerApplication:
    """Ask somebody to be the manager; they write their part and declare it, or leave it begun.

    Somebody who joins a registered service manages the first place that the register tells.
    """
    owner = people_of(whole.organisation, Place.OWNER)[0]
    person = User.objects.filter(email=email).first() or User.objects.create_user(email, None, name=name)
    Membership.objects.get_or_create(
        user=person, organisation=whole.organisation, ended_at=None, defaults={"place": Place.READER, "since": at}
    )
    if isinstance(whole, Change):
        manager = ask_joining_manager(whole, name=name, email=email, by=owner, at=at)
        changes = {"locations": [places_told(whole, day_in_london(at))[0].key], **changes}
    else:
        manager = ask_manager(whole, name=name, email=email, by=owner, at=at)
    manager = begin_manager_part(manager, by=person, at=at)
    response = fill_in_part(manager, at=at, only=None if declared else 8, **changes)
    if not declared:
        return manager
    read_what_was_noticed(response, by=person, at=at)
    return declare_manager_part(manager, by=person, at=at)


def fill_in_part(
    manager: ManagerApplication,
    /,
    *,
    at: datetime,
    only: int | None = None,
    leaving: Collection[str] = (),
    **changes: Any,
) -> Response:
    """Write the answers of a manager who has begun: all of them but these, or only the first ones."""
    answers = answers_of_form(WHOSE, "manager", today=day_in_london(at)) | changes
    response, person = response_of(manager.case), manager.person
    assert response is not None  # a part that was begun has answers
    assert person is not None  # and somebody who began it
    _write(response, {key: answers[key] for key in list(answers)[:only] if key not in leaving}, by=person, at=at)
    return response


def send_whole(application: RegistrationApplication, *, at: datetime) -> RegistrationApplication:
    """Read what was noticed, and send."""
    owner = people_of(application.organisation, Place.OWNER)[0]
    read_what_was_noticed(_response(application), by=owner, at=at)
    sent: RegistrationApplication = send_registration(application, key=uuid4(), by=owner, at=at)
    return sent


def read_what_was_noticed(response: Response, *, by: User, at: datetime) -> None:
    """Say that the warnings were read, when there are any."""
    digest = digest_of_warnings(read_response(response))
    if digest:
        confirm_warnings_read(response, shown=digest, by=by, at=at)


def _response(application: RegistrationApplication) -> Response:
    response = response_of(application.case)
    assert response is not None  # an application begins with its answers
    return response
