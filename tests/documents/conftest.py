import pytest

from sandbox_portal.casework import kinds
from sandbox_portal.casework.models import Case, OutboxEntry
from sandbox_portal.casework.outbox import handler_for, load_handlers
from sandbox_portal.documents import access
from sandbox_portal.people.clock import database_now
from sandbox_portal.people.models import User

from .kinds import PARCEL, PARCEL_FILES, open_parcel


@pytest.fixture(autouse=True)
def parcels(monkeypatch):
    """The tiny kind, known for the length of one test."""
    monkeypatch.setitem(kinds._kinds, PARCEL.kind, PARCEL)
    monkeypatch.setitem(access._by_kind, PARCEL.kind, PARCEL_FILES)
    load_handlers()


@pytest.fixture
def parcel(organisation, provider_user, at) -> Case:
    return open_parcel(organisation, by=provider_user, at=at)


@pytest.fixture
def letters(at, settings) -> str:
    """The real letters of content/letters/."""
    from sandbox_portal.documents.content import load_letters

    return load_letters(settings.CONTENT_ROOT, at)


@pytest.fixture
def do_tasks():
    """`do_tasks("documents.make_letter")` performs every task of the name that waits, as the relay would."""

    def do(name: str) -> int:
        entries = list(OutboxEntry.objects.filter(name=name, finished_at=None))
        for entry in entries:
            handler_for(name)(**entry.payload)
            OutboxEntry.objects.filter(pk=entry.pk).update(finished_at=database_now())
        return len(entries)

    return do


@pytest.fixture
def newcomer(db) -> User:
    """An owner of another organisation."""
    from tests.factories.people import make_provider

    return make_provider()
