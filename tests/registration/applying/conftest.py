"""An application at each of its first stages; the draft is made once for a file of tests."""

import pytest

from registration.actions.validation import (
    list_shortcoming,
    return_incomplete,
    start_validation,
)
from registration.models import RegistrationApplication
from registration.queries.applications import (
    managers_of,
)
from sandbox_portal.demo.registration_walk import send_whole
from sandbox_portal.people.choices import Place, Role
from sandbox_portal.people.clock import database_now
from sandbox_portal.people.queries import people_of
from tests.factories.people import make_staff
from tests.factories.registration import make_registration_draft
from tests.registration.applying.scene import again


@pytest.fixture(scope="module")
def ready(kept_database) -> RegistrationApplication:
    """A draft of which nothing is missing."""
    return make_registration_draft()


@pytest.fixture(scope="module")
def inspector(ready):
    return make_staff(Role.REGISTRATION_INSPECTOR, name="Iris Penn")


@pytest.fixture(scope="module")
def chief(kept_database):
    return make_staff(Role.REGISTRATION_MANAGER, name="Max Orr")


@pytest.fixture
def draft(ready) -> RegistrationApplication:
    return again(ready)


@pytest.fixture
def owner(draft):
    return people_of(draft.organisation, Place.OWNER)[0]


@pytest.fixture
def sent(draft) -> RegistrationApplication:
    return send_whole(draft, at=database_now())


@pytest.fixture
def checked(sent, inspector) -> RegistrationApplication:
    return start_validation(sent, by=inspector, at=database_now())


@pytest.fixture
def returned(checked, inspector) -> RegistrationApplication:
    at = database_now()
    said = {"reason": "unclear_fact", "words": "Say what people pay in an hour."}
    list_shortcoming(checked, question_key="funding", **said, by=inspector, at=at)
    manager = managers_of(checked)[0]
    late = {"reason": "out_of_date", "words": "Please send a newer one.", "manager": manager}
    list_shortcoming(checked, question_key="dbs_number", **late, by=inspector, at=at)
    return return_incomplete(checked, note="Ring us if you like.", by=inspector, at=at)
