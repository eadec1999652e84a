"""Every list of registration asks the database as often for thirty rows as for one."""

import copy
import itertools
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from registration.models import RegistrationApplication, ScopeTree
from sandbox_portal.casework.events import record
from sandbox_portal.demo.registration_walk import send_whole
from sandbox_portal.people.choices import Role
from sandbox_portal.people.clock import database_now
from tests.factories.held import CONTACT, make_change, make_held, owner_of
from tests.factories.people import make_organisation, make_staff
from tests.factories.registration import make_registration_draft
from tests.house_rules.query_budgets import MOST_QUERIES
from tests.house_rules.query_counts import assert_same_queries, queries_of
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db
numbers = itertools.count(1)


@pytest.fixture(scope="module")
def sent(kept_database) -> RegistrationApplication:
    return send_whole(make_registration_draft(), at=database_now())


def another(application: RegistrationApplication) -> RegistrationApplication:
    """The like of it for another organisation, and late, without its answers."""
    case, row = copy.copy(application.case), copy.copy(application)
    organisation, number = make_organisation(), next(numbers)
    at = database_now() - timedelta(days=60)
    case.pk, case.reference, case.organisation, case.stage_since, case.due_at = (
        uuid4(),
        f"REG-8{number:03}",
        organisation,
        at,
        at,
    )
    case.save(force_insert=True)
    row.pk, row.case, row.organisation, row.submission_key = case.pk, case, organisation, uuid4()
    row.live_entity = f"company:2{number:07}"
    row.save(force_insert=True)
    record(case, verb="sent", by=None, at=at, from_stage="draft", to_stage=case.stage)
    return row


def as_(*roles: Role) -> Client:
    return sign_in(Client(), make_staff(*roles))


def assert_none_asks_more(*looks: tuple[Client, str], add: Callable[[], object]) -> None:
    """As assert_same_queries, for several pages that show the same thirty rows."""

    def asked() -> list[int]:
        return [len(queries_of(client, address)) for client, address in looks]

    add()
    asked()  # the first look fills what a process keeps
    for_one = asked()
    for _ in range(28):  # with the one that some scenes begin with, thirty: as many as one page shows
        add()

    assert asked() == for_one
    assert max(for_one) <= MOST_QUERIES


def test_applications_that_came_in(sent):
    manager, inspector = as_(Role.REGISTRATION_MANAGER), as_(Role.REGISTRATION_INSPECTOR)
    names = ("case-queue", "case-stuck", "registration-service-levels")
    looks = [(manager, reverse(name)) for name in names]

    assert_none_asks_more(*looks, (inspector, reverse("home")), add=lambda: another(sent))


def test_versions_of_the_questions_about_registering(tree: ScopeTree):
    def add(number: int) -> None:
        for _ in range(number):
            ScopeTree.objects.create(code=tree.code, version=1000 + next(numbers), content=tree.content)

    assert_same_queries(as_(Role.REGISTRATION_MANAGER), reverse("scope-tree-list"), add=add, at_most=12)


def test_changes_of_a_registration():
    held = make_held()
    owner, staff = sign_in(Client(), owner_of(held)), as_(Role.REGISTRATION_MANAGER)
    looks = [(each, reverse("held-detail", args=[held.pk])) for each in (owner, staff)]

    assert_none_asks_more(*looks, (owner, reverse("my-actions")), add=lambda: make_change(held, "contact", CONTACT))


def test_registrations_of_one_organisation():
    first = make_held()
    organisation, client = first.organisation, sign_in(Client(), owner_of(first))

    def add(number: int) -> None:
        for _ in range(number):
            make_held(organisation)

    assert_same_queries(client, reverse("home"), add=add, at_most=MOST_QUERIES)
