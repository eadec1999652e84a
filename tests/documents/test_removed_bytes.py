"""The night takes bytes away while the same file is being put somewhere: whoever comes first is waited for."""

import io
import threading
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, connections, transaction

from registration.choices import VISIT_PHOTOS
from sandbox_portal.documents import storage
from sandbox_portal.documents.actions.apart import put_apart, remove_apart
from sandbox_portal.documents.actions.sweeping import clear_removed
from sandbox_portal.documents.choices import QUARANTINE
from sandbox_portal.documents.models import EvidenceFile
from sandbox_portal.documents.scan_queue import Kept
from sandbox_portal.people.clock import database_now

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def put(parcel, provider_user):
    def anew():
        kept = Kept("text/plain", "door.txt", *storage.keep(io.BytesIO(b"A door.\n"), folder="evidence"))
        return put_apart(parcel, file=kept, place=VISIT_PHOTOS, by=provider_user, at=database_now())

    return anew


@pytest.fixture
def removed(put, provider_user):
    return remove_apart(put(), by=provider_user, at=database_now()).evidence_file


def the_night() -> object:
    """What the night did, or that it would have had to wait."""
    results: list[object] = []

    def clear() -> None:
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SET LOCAL lock_timeout = '100ms'")
                results.append(clear_removed(at=database_now() + QUARANTINE + timedelta(minutes=1)))
        except DatabaseError as error:
            results.append(error)
        finally:
            connections.close_all()

    night = threading.Thread(target=clear)
    night.start()
    night.join(timeout=30)
    return results[0]


def lies_there(file: EvidenceFile) -> bool:
    return storage.is_whole(file.stored_name, file.sha256)


def test_the_night_waits_for_whoever_is_putting_the_same_file_somewhere_and_leaves_it(put, removed):
    with transaction.atomic():
        put()
        assert isinstance(the_night(), DatabaseError)

    assert (the_night(), lies_there(removed)) == (0, True)


def test_twin_who_only_looks_at_the_row_is_not_waited_for(removed):
    with transaction.atomic():
        assert EvidenceFile.objects.get(pk=removed.pk).bytes_removed_at is None
        assert the_night() == 1

    assert not lies_there(removed)
