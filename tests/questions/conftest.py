import pytest

from sandbox_portal.casework import kinds
from sandbox_portal.questions import hosts
from sandbox_portal.questions.loading import load_question_sets
from sandbox_portal.questions.models import Response
from tests.questions.kinds import CONTENT, HOST, PICNIC, begin_answers


@pytest.fixture(autouse=True)
def picnics():
    """The tiny kind, known for the length of one test."""
    kinds.register(PICNIC)
    hosts.register(HOST)
    yield
    kinds._kinds.pop(PICNIC.kind)
    hosts._hosts.pop(HOST.kind)


@pytest.fixture
def response(organisation, provider_user, at) -> Response:
    """The answers of a picnic just begun by `provider_user`."""
    load_question_sets(CONTENT, at)
    return begin_answers(organisation, by=provider_user, at=at)
