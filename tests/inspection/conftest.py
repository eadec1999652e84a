"""Scenes that take long to build are built once for a module; every test's own transaction puts them back."""

from collections.abc import Iterator

import pytest
from django.db import transaction


@pytest.fixture(scope="module")
def kept_database(django_db_setup, django_db_blocker) -> Iterator[None]:
    """Open one transaction for a module. A fixture that builds a scene with module scope asks for it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)
