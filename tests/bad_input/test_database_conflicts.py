"""Two transactions in each other's way are tried again and end well; a full disk ends in a plain page (C14, C18)."""

import threading

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection, connections, transaction
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from sandbox_portal.people import doors
from sandbox_portal.people.doors import ANYONE, Door
from sandbox_portal.people.models import Organisation
from tests.factories.people import make_organisation

pytestmark = pytest.mark.django_db(transaction=True)
WORDS = {"name": "Lark Rise Carers", "legal_form": "company", "town": "Elmbridge", "summary": "Care at home."}


@pytest.fixture
def database_says(transactional_db):
    """`database_says(code, times)` lets so many changes of an organisation fail; gives how many were tried."""

    def run(statement: str) -> list[tuple[int]]:
        with connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall() if cursor.description else []

    def says(code: str, times: int):
        run("CREATE SEQUENCE tried")  # counts on although the transaction is undone
        run(
            "CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            f" IF nextval('tried') <= {times} THEN RAISE EXCEPTION 'not now' USING ERRCODE = '{code}'; END IF;"
            " RETURN NEW; END $$"
        )
        run("CREATE TRIGGER fail BEFORE UPDATE ON people_organisation FOR EACH ROW EXECUTE FUNCTION fail()")
        return lambda: run("SELECT last_value FROM tried")[0][0]

    yield says
    run("DROP TRIGGER IF EXISTS fail ON people_organisation")
    run("DROP FUNCTION IF EXISTS fail()")
    run("DROP SEQUENCE IF EXISTS tried")


@pytest.fixture
def correct(organisation, provider_user, sign_in):
    """Send the form of an organisation's facts; the status of the answer, and the town that is stored."""
    client = sign_in(Client(raise_request_exception=False), provider_user)

    def sent():
        answer = client.post(reverse("organisation-correct", args=[organisation.pk]), WORDS)
        return answer, Organisation.objects.get(pk=organisation.pk).town

    return sent


@pytest.mark.parametrize("code", ["40P01", "40001"])
def test_a_transaction_that_was_undone_for_another_is_tried_again(database_says, correct, code):
    tried = database_says(code, times=2)

    answer, town = correct()

    assert (answer.status_code, town, tried()) == (302, "Elmbridge", 3)


def test_after_three_times_people_are_told_to_send_it_again(database_says, correct, organisation):
    tried = database_says("40P01", times=100)

    answer, town = correct()

    assert (answer.status_code, answer["Retry-After"], town, tried()) == (503, "5", organisation.town, 3)
    assert "send it again" in answer.content.decode()


def test_twin_without_another_try_the_same_form_fails(database_says, correct, monkeypatch):
    monkeypatch.setattr(doors, "MOST_TRIES", 1)
    database_says("40P01", times=1)

    assert correct()[0].status_code == 503


def test_another_fault_is_not_tried_again(database_says, correct):
    tried = database_says("53100", times=100)  # no space is left on the device

    answer, _town = correct()

    assert (answer.status_code, "send it again" in answer.content.decode(), tried()) == (503, True, 1)


def test_when_there_is_space_again_the_same_form_is_taken(database_says, correct):
    database_says("53100", times=1)

    assert [(answer.status_code, town) for answer, town in (correct(), correct())][1] == (302, "Elmbridge")


def test_of_two_pages_that_lock_in_opposite_order_both_are_answered(transactional_db):
    pair = [make_organisation().pk, make_organisation().pk]
    both_hold_one, answers = threading.Barrier(2, timeout=10), []

    class LocksTwo(Door):
        access = frozenset({ANYONE})
        met: set[str] = set()

        def post(self, request, first):
            with transaction.atomic():
                Organisation.objects.select_for_update().get(pk=pair[first])
                if first not in self.met:
                    self.met.add(first)
                    both_hold_one.wait()
                Organisation.objects.select_for_update().get(pk=pair[1 - first])
            return HttpResponse("done")

    def ask(first):
        try:
            request = RequestFactory().post("/")
            request.user = AnonymousUser()
            answers.append(LocksTwo.as_view()(request, first=first).status_code)
        finally:
            connections["default"].close()

    threads = [threading.Thread(target=ask, args=[first]) for first in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)

    assert answers == [200, 200]
