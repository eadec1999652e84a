"""The database's clock alone decides whether a moment has come."""

from datetime import timedelta

from sandbox_portal.casework.deadlines import deadline_passed, passed, set_deadline
from sandbox_portal.casework.models import Deadline
from sandbox_portal.people.clock import database_now, travelled_to


def test_a_moment_has_passed_from_that_moment_on(db):
    now = database_now()

    assert deadline_passed(now)
    assert not deadline_passed(now + timedelta(minutes=1))


def test_one_second_late_is_late(db):
    due_at = database_now() + timedelta(days=3)

    with travelled_to(due_at - timedelta(seconds=1)):
        assert not deadline_passed(due_at)
    with travelled_to(due_at + timedelta(seconds=1)):
        assert deadline_passed(due_at)


def test_a_query_asks_the_same_clock(db):
    due_at = database_now() + timedelta(days=3)
    set_deadline("answer-1", kind="answer", about="Answer", due_at=due_at, rule="three days", at=database_now())

    assert not Deadline.objects.filter(passed()).exists()
    with travelled_to(due_at):
        assert Deadline.objects.filter(passed()).exists()
