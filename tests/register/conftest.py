import pytest

from programme.actions import open_window
from sandbox_portal.people.clock import database_now
from selection.models import Application
from tests.factories.rounds import make_round
from tests.factories.selection import make_draft


@pytest.fixture
def application(db) -> Application:
    """A draft of an organisation, for a case that statuses may come from."""
    return make_draft(open_window(make_round(), by=None, at=database_now()))
