"""Two people at once: two starts, two applications of one company, sending while a colleague withdraws; and twins."""

import threading
from collections.abc import Callable
from importlib import import_module
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from registration.actions.applications import send_registration, start_registration, withdraw_registration
from registration.choices import RegistrationStage
from registration.models import Attempt, RegistrationApplication
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.demo.registration_walk import read_what_was_noticed
from sandbox_portal.people.choices import Place
from sandbox_portal.people.clock import database_now
from sandbox_portal.people.queries import people_of
from sandbox_portal.questions.queries import response_of
from tests.factories.people import make_organisation
from tests.factories.registration import make_registration_draft
from tests.factories.selection import load_words
from tests.faults.processes import until

ONE_AT_A_TIME = import_module("registration.migrations.0013_one_open_application").ONE_AT_A_TIME
pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*deeds: Callable[[], object]) -> list[str]:
    """Do all of them at the same moment, each on its own connection; tells how each ended, sorted."""
    barrier, ends = threading.Barrier(len(deeds)), []

    def run(deed: Callable[[], object]) -> None:
        try:
            barrier.wait(30)
            deed()
            ends.append("done")
        except (Refused, DatabaseError) as error:
            ends.append(type(error).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[deed]) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return sorted(ends)


def again(application: RegistrationApplication) -> RegistrationApplication:
    return RegistrationApplication.objects.select_related("case", "organisation").get(pk=application.pk)


def owner_of(application):
    return people_of(application.organisation, Place.OWNER)[0]


def ready(name: str, number: str) -> RegistrationApplication:
    application = make_registration_draft(make_organisation(name), company_number=number)
    read_what_was_noticed(response_of(application.case), by=owner_of(application), at=database_now())
    return application


def send(application) -> None:
    send_registration(again(application), key=uuid4(), by=owner_of(application), at=database_now())


def second_of_one_company_sent_before_the_first_is_stored() -> str:
    """How the second of two applications of one company ends: it has passed every check before the first is there."""
    first, second = ready("Weir Care", "07654321"), ready("Weir Care Homes", "07654321")
    ends: list[str] = []
    other = threading.Thread(target=lambda: ends.extend(at_once(lambda: send(second))))
    with transaction.atomic():
        send(first)
        other.start()
        until(somebody_waits_for_us, "the second waits for the first")
    other.join(60)
    return ends[0]


def somebody_waits_for_us() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid))"
        )
        return cursor.fetchone()[0] > 0


@pytest.fixture
def without_the_constraint():
    table = "registration_registrationapplication"
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conname FROM pg_constraint WHERE conrelid = %s::regclass"
            " AND contype = 'u' AND pg_get_constraintdef(oid) LIKE '%%(live_entity)'",
            [table],
        )
        (name,) = cursor.fetchone()
        cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
    yield
    RegistrationApplication.objects.update(live_entity=None)
    with connection.cursor() as cursor:
        cursor.execute(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" UNIQUE (live_entity)')


def test_of_two_applications_of_one_company_sent_at_once_one_is_sent():
    assert second_of_one_company_sent_before_the_first_is_stored() == "Refused"
    assert Attempt.objects.count() == 1


def test_twin_without_the_constraint_a_company_applies_twice(without_the_constraint):
    """The checks before it see neither of the two: only the database keeps them apart."""
    assert second_of_one_company_sent_before_the_first_is_stored() == "done"
    assert RegistrationApplication.objects.filter(live_entity="company:07654321").count() == 2


# Starting


def started_before_the_first_start_is_stored() -> tuple[set[UUID], int]:
    """A start while a colleague's is under way: both saw none. What each got, and how many there are."""
    load_words()
    organisation = make_organisation("Weir Care")
    owner, got = people_of(organisation, Place.OWNER)[0], []

    def start() -> None:
        got.append(start_registration(organisation, by=owner, at=database_now()).pk)

    other = threading.Thread(target=at_once, args=[start])
    with transaction.atomic():
        start()
        other.start()
        until(lambda: somebody_waits_for_us() or len(got) == 2, "the second waits for the first, or is through")
    other.join(60)
    return set(got), RegistrationApplication.objects.filter(organisation=organisation).count()


@pytest.fixture
def without_the_index():
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX one_open_application_to_register")
    yield
    RegistrationApplication.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE casework_case SET closed_at = now() WHERE kind = 'registration'")
        cursor.execute(ONE_AT_A_TIME)


def test_two_who_start_at_once_get_the_same_application():
    got, there = started_before_the_first_start_is_stored()

    assert (len(got), there) == (1, 1)


def test_twin_without_the_index_an_organisation_has_two_open_applications(without_the_index):
    got, there = started_before_the_first_start_is_stored()

    assert (len(got), there) == (2, 2)


# Sending and withdrawing


def test_an_application_sent_while_a_colleague_withdraws_it_ends_withdrawn():
    application = ready("Weir Care", "07654321")
    owner = owner_of(application)

    ends = at_once(
        lambda: send(application),
        lambda: withdraw_registration(again(application), reason="Not now.", by=owner, at=database_now()),
    )

    assert ends in (["Refused", "done"], ["done", "done"])  # refused when the withdrawal came first
    assert again(application).case.stage == RegistrationStage.WITHDRAWN
    assert again(application).live_entity is None
    assert (again(application).sent_at is None) == (ends == ["Refused", "done"])


def test_an_application_sent_twice_at_once_is_sent_once():
    application = ready("Weir Care", "07654321")

    assert at_once(lambda: send(application), lambda: send(application)) == ["Refused", "done"]
    assert Attempt.objects.filter(application=application).count() == 1
