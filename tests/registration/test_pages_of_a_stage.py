"""Pages that are open at one stage alone ask at most twelve questions: the world stands at another."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from registration.actions.managers import change_manager_part
from registration.actions.on_behalf import type_in_for
from registration.actions.validation import (
    accept_as_valid,
    list_shortcoming,
    return_incomplete,
    start_validation,
)
from registration.models import RegistrationApplication
from registration.queries.applications import managers_of
from sandbox_portal.casework.working_days import day_in_london
from sandbox_portal.demo.registration_walk import send_whole
from sandbox_portal.people.choices import Place, Role
from sandbox_portal.people.clock import database_now
from sandbox_portal.people.models import User
from sandbox_portal.people.queries import people_of
from tests.factories.people import make_organisation, make_staff
from tests.factories.registration import make_registration_draft
from tests.house_rules.query_counts import assert_within_budget
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def ready(kept_database) -> RegistrationApplication:
    """A draft of which nothing is missing."""
    return make_registration_draft()


@pytest.fixture(scope="module")
def inspector(ready) -> User:
    return make_staff(Role.REGISTRATION_INSPECTOR)


@pytest.fixture(scope="module")
def chief(ready) -> User:
    return make_staff(Role.REGISTRATION_MANAGER)


@pytest.fixture
def draft(ready) -> RegistrationApplication:
    return RegistrationApplication.objects.select_related("case", "organisation").get(pk=ready.pk)


def owner_of(application: RegistrationApplication) -> User:
    return people_of(application.organisation, Place.OWNER)[0]


def assert_look(user: User, name: str, *ids: object, status: int = 200) -> None:
    assert_within_budget(sign_in(Client(), user), reverse(name, args=ids), status=status)


def sent(draft: RegistrationApplication) -> RegistrationApplication:
    return send_whole(draft, at=database_now())


def checked(draft: RegistrationApplication, inspector: User) -> RegistrationApplication:
    return start_validation(sent(draft), by=inspector, at=database_now())


def accepted(draft: RegistrationApplication, inspector: User) -> RegistrationApplication:
    return accept_as_valid(checked(draft, inspector), by=inspector, at=database_now())


def returned(draft: RegistrationApplication, inspector: User) -> RegistrationApplication:
    application = checked(draft, inspector)
    said = {"reason": "unclear_fact", "words": "Say what people pay in an hour."}
    list_shortcoming(application, question_key="funding", **said, by=inspector, at=database_now())
    return return_incomplete(application, note="Ring us if you like.", by=inspector, at=database_now())


@pytest.mark.parametrize(
    ("name", "stage"),
    [
        ("registration-start-check", lambda draft, inspector: sent(draft)),
        ("registration-accept", checked),
        ("registration-allocate", accepted),
    ],
)
def test_a_page_of_staff_asks_at_most_twelve(draft, inspector, chief, name: str, stage: Callable):
    application = stage(draft, inspector)

    assert_look(chief, name, application.pk)


@pytest.mark.parametrize("name", ["registration-reopen", "registration-status"])
def test_what_came_back_asks_its_organisation_at_most_twelve(draft, inspector, name: str):
    application = returned(draft, inspector)

    assert_look(owner_of(application), name, application.pk)


def test_declaring_a_part_asks_at_most_twelve(draft):
    manager = managers_of(draft)[0]
    assert manager.person is not None
    change_manager_part(manager, by=manager.person, at=database_now())

    assert_look(manager.person, "manager-declare", manager.pk)


def test_handing_in_what_is_not_whole_yet_asks_at_most_twelve(draft, inspector):
    facts = {"applicant": "Mo Reed", "received_how": "paper", "received_on": day_in_london(database_now())}
    typed = type_in_for(make_organisation("Typed House"), **facts, by=inspector, at=database_now())

    assert_look(inspector, "registration-hand-in", typed.pk, status=409)
