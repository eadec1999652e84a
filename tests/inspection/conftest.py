"""The people of a scene in front of a page: each module gives its own `scene`."""

import pytest
from django.test import Client

from tests.signing_in import sign_in


@pytest.fixture
def lead(scene, db) -> Client:
    return sign_in(Client(), scene.lead)


@pytest.fixture
def manager(scene, db) -> Client:
    return sign_in(Client(), scene.manager)


@pytest.fixture
def owner(scene, db) -> Client:
    return sign_in(Client(), scene.owner)
