"""The pages of the chair and the committee ask the database no more for thirty applications than for one."""

import copy
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from programme.round_file import Places
from sandbox_portal.casework.events import record
from sandbox_portal.people.choices import Role
from sandbox_portal.people.clock import database_now, travelled_to
from selection.actions.cut_offs import set_cut_off
from selection.models import Application, ConflictDeclaration, Consensus
from tests.factories.people import make_organisation, make_staff
from tests.factories.selection import chair_of

from .chair_scene import address, again, application, client_for, member, placed, scored, sent

pytestmark = pytest.mark.django_db

AT_MOST = 12
PAGES = ("selection-order", "selection-cut-off", "selection-proposal", "selection-decision", "selection-promotion")


@pytest.fixture(scope="module")
def built(kept_database):
    selection = scored("4,4|4,4,3", number=3, places=Places(fewest=1, most=40))
    set_cut_off(selection, value=12, reason="It shows enough.", by=chair_of(selection), at=database_now())
    placed(selection)
    sent(selection)
    return selection


@pytest.fixture
def selection(built, db):
    return again(built)


def add_copies(one: Application, count: int) -> None:
    """Put more applications like this one beside it: as many rows as a real panel would have left behind."""
    scores = list(Consensus.objects.filter(application=one))
    words = list(ConflictDeclaration.objects.filter(application=one))
    for number in range(2, count + 2):
        organisation = make_organisation(f"Copied Care {number}")
        case = copy.copy(one.case)
        case.pk, case.reference, case.organisation = uuid.uuid4(), f"R3-{number:03d}", organisation
        case.save(force_insert=True)
        record(case, verb="copied", from_stage="", to_stage=case.stage, by=None, at=database_now())
        other = copy.copy(one)
        other.case, other.organisation, other.number, other.submission_key = case, organisation, number, None
        other.review_position = other.rank = number
        other.save(force_insert=True)
        for word in words:
            its = copy.copy(word)
            its.pk, its.application = None, other
            its.save(force_insert=True)
        for score in scores:
            again_ = copy.copy(score)
            again_.pk, again_.application = uuid.uuid4(), other
            again_.save(force_insert=True)


def asked(client, page: str) -> list[str]:
    """The statements of the second look."""
    client.get(page)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(page).status_code == 200
    return [each["sql"] for each in captured if "SAVEPOINT" not in each["sql"]]


@pytest.mark.parametrize("name", PAGES)
def test_a_page_asks_the_same_for_one_application_and_for_thirty(selection, name):
    user = make_staff(Role.COMMITTEE_MEMBER) if name == "selection-decision" else member(selection, 1)
    client = client_for(user)
    with_one = asked(client, address(name, selection.pk))
    one = application(selection, 1)
    with travelled_to(one.submitted_at):
        add_copies(one, 29)
    with_thirty = asked(client, address(name, selection.pk))

    assert len(with_thirty) == len(with_one), "\n\n".join(with_thirty)
    assert len(with_thirty) <= AT_MOST, "\n\n".join(with_thirty)
