"""The table mechanism: who, when, what must be true; one transaction, one event, one mover."""

import threading

import pytest
from django.db import connection, transaction

from sandbox_portal.casework.models import Case, Event
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.people.clock import database_now

from .kinds import ANSWERED, DRAFT, LEAFLETS, SENT, open_leaflet


def test_a_step_moves_the_case_and_tells_who_did_it_when(leaflet, owner):
    at = database_now()

    LEAFLETS.take_step(leaflet, "send", by=owner, at=at, note="At last")

    stored = Case.objects.get(pk=leaflet.pk)
    assert (stored.stage, stored.stage_since, stored.owner_role) == (SENT, at, "programme_lead")
    event = Event.objects.get(case=leaflet, sequence=2)
    assert (event.verb, event.by, event.at, event.note) == ("sent", owner, at, "At last")
    assert (event.from_stage, event.to_stage) == (DRAFT, SENT)


def test_the_last_step_closes_the_case(leaflet, owner, lead):
    at = database_now()

    LEAFLETS.take_step(leaflet, "send", by=owner, at=at)
    LEAFLETS.take_step(leaflet, "answer", by=lead, at=at)

    stored = Case.objects.get(pk=leaflet.pk)
    assert (stored.stage, stored.owner_role, stored.closed_at) == (ANSWERED, "nobody", at)


def test_a_step_without_a_next_stage_leaves_the_case_where_it_is(leaflet, owner, lead):
    sent_at = database_now()
    LEAFLETS.take_step(leaflet, "send", by=owner, at=sent_at)

    LEAFLETS.take_step(leaflet, "note", by=lead, at=database_now())

    stored = Case.objects.get(pk=leaflet.pk)
    assert (stored.stage, stored.stage_since) == (SENT, sent_at)
    assert Event.objects.get(case=leaflet, sequence=3).to_stage == ""


def test_who_is_asked_before_when_and_when_before_needs(organisation, owner, lead):
    untitled = open_leaflet(organisation, by=owner, at=database_now(), title="Untitled")

    assert LEAFLETS.refusal("send", untitled, lead) == "Only an owner may send it."
    assert LEAFLETS.refusal("answer", untitled, lead) == "This cannot be done now: it is at “Being written”."
    assert LEAFLETS.refusal("send", untitled, owner) == "Give the request a title first."
    assert [LEAFLETS.refusal(name, untitled, by).about for name, by in (("send", lead), ("answer", lead))] == [
        "who",
        "when",
    ]


def test_a_refused_step_changes_nothing(organisation, owner):
    untitled = open_leaflet(organisation, by=owner, at=database_now(), title="Untitled")

    with pytest.raises(Refused, match="Give the request a title first"):
        LEAFLETS.take_step(untitled, "send", by=owner, at=database_now())

    assert Case.objects.get(pk=untitled.pk).stage == DRAFT
    assert Event.objects.filter(case=untitled).count() == 1


def test_a_step_looks_again_at_what_is_stored_not_at_what_was_loaded(leaflet, owner):
    loaded_before = Case.objects.get(pk=leaflet.pk)
    LEAFLETS.take_step(leaflet, "send", by=owner, at=database_now())

    with pytest.raises(Refused, match="This cannot be done now"):
        LEAFLETS.take_step(loaded_before, "send", by=owner, at=database_now())


def test_buttons_are_shown_to_those_who_may_and_greyed_with_the_reason(organisation, owner, lead):
    untitled = open_leaflet(organisation, by=owner, at=database_now(), title="Untitled")

    assert [(offer.step.name, offer.refusal) for offer in LEAFLETS.offers(untitled, owner)] == [
        ("send", "Give the request a title first.")
    ]
    assert list(LEAFLETS.offers(untitled, lead)) == []


def _both_send(leaflet, owner, take):
    """Two people press the same button; both have loaded the page, and neither begins before the other is ready."""
    ready, outcomes = threading.Barrier(2), []

    def press():
        try:
            case = Case.objects.get(pk=leaflet.pk)
            ready.wait(timeout=10)
            take(case, owner)
            outcomes.append("moved")
        except Refused:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=press) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    return sorted(outcomes)


@pytest.mark.django_db(transaction=True)
def test_of_two_people_who_take_the_same_step_at_once_exactly_one_moves_the_case(organisation, owner):
    for _ in range(10):
        leaflet = open_leaflet(organisation, by=owner, at=database_now())

        outcomes = _both_send(
            leaflet, owner, lambda case, by: LEAFLETS.take_step(case, "send", by=by, at=database_now())
        )

        assert outcomes == ["moved", "refused"]
        assert Event.objects.filter(case=leaflet, verb="sent").count() == 1


@pytest.mark.django_db(transaction=True)
def test_twin_without_the_lock_both_move_the_case(organisation, owner):
    looked = threading.Barrier(2)

    def take_without_lock(case, by):
        with transaction.atomic():
            if LEAFLETS.refusal("send", case, by):
                raise Refused("Too late.")
            looked.wait(timeout=10)
            LEAFLETS._move(case, LEAFLETS.step("send"), by=by, at=database_now(), note="", data=None)

    leaflet = open_leaflet(organisation, by=owner, at=database_now())

    outcomes = _both_send(leaflet, owner, take_without_lock)

    assert outcomes == ["moved", "moved"]
    assert Event.objects.filter(case=leaflet, verb="sent").count() == 2
