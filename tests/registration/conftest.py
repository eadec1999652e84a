from collections.abc import Iterator

import pytest
from django.db import transaction

from registration.models import ScopeTree
from tests.factories.registration import published_tree


@pytest.fixture
def tree(db) -> ScopeTree:
    """The questions as they are asked now."""
    return published_tree()


@pytest.fixture(scope="module")
def kept_database(django_db_setup, django_db_blocker) -> Iterator[None]:
    """Open one transaction for a module. A fixture that builds a scene with module scope asks for it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)
