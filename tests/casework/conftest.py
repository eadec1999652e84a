"""The people of these tests, and the tiny kind of case, known only while a test runs."""

from contextlib import contextmanager

import pytest
from django.db import connection, transaction

from sandbox_portal.casework import kinds
from sandbox_portal.people.choices import Role
from sandbox_portal.people.clock import database_now

from .kinds import LEAFLET, open_leaflet


@contextmanager
def committed():
    """As if the transaction ended with the block: the database checks its promises, and a breach undoes the block."""
    with transaction.atomic():
        yield
        check_promises_now()


def check_promises_now():
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


@pytest.fixture(autouse=True)
def leaflets_are_known(monkeypatch):
    monkeypatch.setitem(kinds._kinds, LEAFLET.kind, LEAFLET)


@pytest.fixture
def owner(provider_user):
    return provider_user


@pytest.fixture
def lead(staff_user):
    return staff_user(Role.PROGRAMME_LEAD)


@pytest.fixture
def leaflet(organisation, owner):
    return open_leaflet(organisation, by=owner, at=database_now())
