"""The record of people: only ever added to, and any change of it shows (R-013)."""

import pytest
from django.db import DatabaseError, connection, transaction

from sandbox_portal.casework.audit import anchor_audit, find_breaks
from sandbox_portal.people.models import PersonEvent
from tests.factories.people import make_organisation

pytestmark = pytest.mark.django_db


def change(statement):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def past_the_triggers(statement):
    change(f"SET LOCAL session_replication_role = replica; {statement}; SET LOCAL session_replication_role = origin")


@pytest.mark.parametrize("statement", ["UPDATE people_personevent SET note = 'x'", "DELETE FROM people_personevent"])
def test_the_database_refuses_to_change_or_delete_an_event(statement):
    make_organisation()

    with pytest.raises(DatabaseError, match="rows are only ever added"):
        change(statement)


def test_a_record_nobody_touched_is_whole():
    make_organisation()

    assert find_breaks() == []


def test_a_change_past_the_triggers_is_found():
    """The twin of the refusal: with the protection off the seal still tells."""
    organisation = make_organisation()

    past_the_triggers("UPDATE people_personevent SET note = 'nothing happened'")

    assert [str(each) for each in find_breaks()] == [
        f"Record of people {organisation.pk}, event 1: its words or its seal were changed."
    ]


def test_an_event_that_was_cut_off_the_end_is_found_by_the_anchor(at):
    organisation = make_organisation()
    anchor_audit(at=at)

    past_the_triggers("DELETE FROM people_personevent")

    assert PersonEvent.objects.count() == 0
    assert [str(each) for each in find_breaks()] == [
        f"Record of people {organisation.pk}, event 1: it was there when anchor 1 was made and is not there now."
    ]
