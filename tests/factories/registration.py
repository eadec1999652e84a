"""The questions about registering, and results that organisations saved."""

import uuid
from itertools import count
from typing import Any

from django.conf import settings

from registration.actions.managers import ask_manager
from registration.actions.on_behalf import type_in_for
from registration.actions.scope import count_outcome, save_scope_run
from registration.actions.validation import list_shortcoming, return_incomplete, start_validation
from registration.loading import load_scope
from registration.models import RegistrationApplication, ScopeRun, ScopeTree
from registration.queries.applications import managers_of
from registration.queries.scope import scope_tree
from sandbox_portal.casework.working_days import day_in_london
from sandbox_portal.demo.registration_walk import name_manager, send_whole, write_registration
from sandbox_portal.people.clock import database_now
from sandbox_portal.people.models import Organisation, User
from sandbox_portal.people.queries import people_of
from sandbox_portal.questions.actions import save_page
from sandbox_portal.questions.queries import response_of
from tests.factories.people import make_organisation
from tests.factories.selection import load_words
from tests.factories.worlds import World, builds

_numbers = count(10_000_001)
AT_HOME = {"Q1": "yes", "Q2": "yes", "Q3": "yes", "Q4": "yes", "Q5": "no"}
UMBRELLA = {**AT_HOME, "Q6": "e", "Q10": {"IND-1": "yes", "IND-6": "yes", "IND-7": "unsure"}}
ASSISTANT = {**AT_HOME, "Q6": "a", "Q7": "yes"}
GARDENING = {"Q1": "yes", "Q2": "no"}


def published_tree() -> ScopeTree:
    """The newest version of content/scope/, published."""
    load_scope(settings.CONTENT_ROOT, database_now())
    row = scope_tree()
    assert row is not None
    return row


def make_scope_run(
    organisation: Organisation | None = None, *services: Any, name: str = "Our plans", by: User | None = None
) -> ScopeRun:
    """A saved result; an umbrella body's unless told otherwise."""
    organisation = organisation or make_organisation()
    facts = {"organisation": organisation, "name": name, "key": uuid.uuid4(), "by": by or people_of(organisation)[0]}
    return save_scope_run(published_tree(), services=services or (UMBRELLA,), at=database_now(), **facts)


@builds(place=45)
def build(world: World) -> None:
    """A saved result of the organisation, and one of everybody's counted outcomes."""
    run = make_scope_run(
        world.things["organisation"],
        UMBRELLA,
        GARDENING,
        name=world.canary("ScopeRun", "name"),
        by=world.people["provider"],
    )
    count_outcome(run.tree, outcome="REGISTER_UMBRELLA", by=None, at=world.at)
    world.ids["scope_run_id"] = run.pk
    world.ids["scope_version"] = run.tree.version
    world.ids["service_number"] = 1
    world.ids_of["scope-question"] = {"question": "Q1"}


# Care at home: a kind that everybody may apply for, whoever takes part in which round.
AT_HOME_FORM = {"service_kinds": ["home_care"], "takes_part": "no"}


def make_registration_draft(organisation: Organisation | None = None, **changes: Any) -> RegistrationApplication:
    """A draft that is ready to be sent, with its manager's part declared."""
    organisation = organisation or make_organisation("Kingfisher Care")
    load_words()
    number = next(_numbers)
    changes = {"company_number": f"{number:08d}", **AT_HOME_FORM, **changes}
    application = write_registration(organisation, at=database_now(), **changes)
    email = f"manager{number}@kingfisher.example"
    name_manager(application, name="Ann Hollis", email=email, at=database_now())
    return application


def make_registration(organisation: Organisation | None = None, **changes: Any) -> RegistrationApplication:
    """An application that has been sent."""
    return send_whole(make_registration_draft(organisation, **changes), at=database_now())


def returned_registration(inspector: User, organisation: Organisation | None = None) -> RegistrationApplication:
    """An application that came back because one answer was missing."""
    application = start_validation(make_registration(organisation), by=inspector, at=database_now())
    said = {"question_key": "funding", "reason": "unclear_fact", "words": "Say what people pay in an hour."}
    list_shortcoming(application, **said, by=inspector, at=database_now())
    return return_incomplete(application, note="Ring us if you like.", by=inspector, at=database_now())


@builds(place=46)
def build_application(world: World) -> None:
    """An application being checked with one thing on its list, a draft typed in, and a manager's part."""
    owner, inspector = world.people["provider"], world.people["registration_inspector"]
    organisation = make_organisation(world.canary("Organisation", "applicant"), owner=owner)
    application = make_registration_draft(organisation)
    response = response_of(application.case)
    save_page(
        response, answers={"funding": world.canary("Answer", "funding")}, versions={"funding": 1}, by=owner, at=world.at
    )
    application = send_whole(application, at=database_now())
    start_validation(application, by=inspector, at=database_now())
    words = world.canary("Shortcoming", "words")
    line = list_shortcoming(
        application, question_key="funding", reason="other", words=words, by=inspector, at=database_now()
    )
    sent_manager = managers_of(application)[0]
    for name in REGISTRATION_PAGES:
        world.ids_of[name] = {"case_id": application.pk, "question": "funding", "shortcoming_id": line.pk}
    world.ids_of["registration-shortcoming-of-manager"] |= {"manager_id": sent_manager.pk, "question": "qualifications"}
    world.ids_of["registration-manager-read"] = {"manager_id": sent_manager.pk}
    newcomer = make_organisation(world.canary("Organisation", "typed"), owner=owner)
    typed = type_in_for(
        newcomer,
        applicant=world.canary("RegistrationApplication", "typed_in_for"),
        received_how="paper",
        received_on=day_in_london(world.at),
        by=inspector,
        at=database_now(),
    )
    manager = ask_manager(
        typed, name=world.canary("ManagerApplication", "name"), email=owner.email, by=owner, at=database_now()
    )
    for name in MANAGER_PAGES:
        world.ids_of[name] = {"manager_id": manager.pk}
    for name in ("registration-type-on", "registration-hand-in", "registration-managers"):
        world.ids_of[name] = {"case_id": typed.pk}


REGISTRATION_PAGES = [
    f"registration-{name}"
    for name in (
        "status",
        "send",
        "sent",
        "withdraw",
        "reopen",
        "confirm",
        "file",
        "start-check",
        "check",
        "shortcoming",
        "shortcoming-of-manager",
        "shortcoming-off",
        "return",
        "accept",
        "allocate",
    )
]
MANAGER_PAGES = [f"manager-{name}" for name in ("take-out", "part", "begin", "declare", "change", "leave")]
