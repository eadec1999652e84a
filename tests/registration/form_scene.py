"""An application of “Riverside Circles” with everything answered, built by the real actions."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from registration.actions.applications import start_registration
from registration.actions.managers import ask_manager, begin_manager_part, declare_manager_part
from registration.models import RegistrationApplication
from sandbox_portal.casework.content import loaders
from sandbox_portal.casework.working_days import day_in_london
from sandbox_portal.documents.actions import attach_evidence
from sandbox_portal.people.clock import database_now
from sandbox_portal.people.models import Organisation, User
from sandbox_portal.people.queries import people_of
from sandbox_portal.questions.actions import save_page
from sandbox_portal.questions.models import Response
from sandbox_portal.questions.queries import response_of
from sandbox_portal.register.actions import open_service, record_status
from sandbox_portal.register.choices import Scheme
from tests.factories.people import make_organisation, make_provider
from tests.registration.whole_forms import FILES, whole_application, whole_manager


@dataclass
class Scene:
    organisation: Organisation
    owner: User
    application: RegistrationApplication
    response: Response
    at: datetime


def load_words() -> None:
    for name, load in loaders():
        if name != "rounds":
            load(settings.CONTENT_ROOT, database_now())


def takes_part(organisation: Organisation, owner: User) -> None:
    """As the register has it once the letters of a round have gone."""
    at = database_now()
    service = open_service(organisation, kind="umbrella_body", summary="Circles", is_listed=True, by=owner, at=at)
    record_status(
        service,
        scheme=Scheme.SANDBOX,
        status="taking_part",
        from_day=day_in_london(at),
        is_public=True,
        reason="Round 4",
        case=None,
        by=owner,
        at=at,
    )


def begun(name: str = "Riverside Circles CIC") -> Scene:
    """A draft with nothing answered."""
    organisation = make_organisation(name)
    owner = people_of(organisation)[0]
    at = database_now()
    application = start_registration(organisation, by=owner, at=at)
    response = response_of(application.case)
    assert response is not None
    return Scene(organisation, owner, application, response, at)


def answered(scene: Scene, **changes: object) -> Scene:
    """Everything answered, with its files."""
    answers = {**whole_application(day_in_london(scene.at)), "scope_result": "none", **changes}
    save_page(scene.response, answers=answers, versions={}, by=scene.owner, at=scene.at)
    for key in FILES:
        file = SimpleUploadedFile(f"{key}.txt", f"The paper for {key}.".encode())
        attach_evidence(scene.application.case, upload=file, question_key=key, by=scene.owner, at=scene.at)
    return scene


def with_a_manager(scene: Scene) -> Scene:
    """A manager of the team has answered and declared their own part."""
    manager_user = make_provider(scene.organisation, name="Ann Hollis")
    facts = {"name": "Ann Hollis", "email": manager_user.email}
    manager = ask_manager(scene.application, **facts, by=scene.owner, at=scene.at)
    begin_manager_part(manager, by=manager_user, at=scene.at)
    part = response_of(manager.case)
    assert part is not None
    save_page(part, answers=whole_manager(day_in_london(scene.at)), versions={}, by=manager_user, at=scene.at)
    declare_manager_part(manager, by=manager_user, at=scene.at)
    return scene
