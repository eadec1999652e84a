"""The people of these tests, and the tiny kind of case, known only while a test runs."""

import shutil
from contextlib import contextmanager

import pytest
from django.db import connection, transaction

from sandbox_portal.casework import kinds
from sandbox_portal.casework.queue_rules import forget_routing
from sandbox_portal.people.choices import Role
from sandbox_portal.people.clock import database_now

from .kinds import LEAFLET, LEAFLETS, open_leaflet

ROUTING = """
queues:
  - role: programme_lead
    most_at_once: 3
    given_out_by: [programme_lead]
stages:
  - kind: leaflet
    stage: sent
    worked: alone
    usual_days: 5
    person_within_days: 2
"""


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


@pytest.fixture
def worked_alone(settings, tmp_path):
    """Requests that were sent are taken by one programme lead, at most three at once, within two days."""
    root = tmp_path / "content"
    root.mkdir()
    for name in ("flags.yaml", "holds.yaml"):
        shutil.copy(settings.CONTENT_ROOT / name, root / name)
    (root / "routing.yaml").write_text(ROUTING)
    settings.CONTENT_ROOT = root
    forget_routing()
    yield root
    forget_routing()


@pytest.fixture
def send(organisation, owner):
    """`send("Large print", "LF-0001")` makes a request that has been sent to the programme team."""

    def make(title="Large print", reference=None, at=None):
        case = open_leaflet(organisation, by=owner, at=at or database_now(), title=title, reference=reference)
        return LEAFLETS.take_step(case, "send", by=owner, at=at or database_now())

    return make
