"""The numbers that are kept are those that one would count, whatever happened, and nobody waits for them."""

import threading

import pytest
from django.db import connection, transaction

from sandbox_portal.operations.promises import numbers_are_true
from sandbox_portal.people.clock import database_now
from selection.actions.applications import withdraw_application
from selection.actions.sift import finish_step_1, finish_step_2, fix_review_order
from selection.actions.tallies import fold_tallies, recount
from selection.choices import ApplicationStage
from selection.models import ConflictDeclaration, SubmittedSheet, Tally
from selection.queries.tallies import Numbers, rounds_gone_astray, tallies_of
from tests.factories.selection import chair_of, make_selection, members_of, work_step

from .panel_scene import finish, fresh, fresh_selection, panel_at_step_1, say_interest

PASSES = {"1a": 1, "1b": 1, "2a": 1}


@pytest.fixture
def panel(db):
    selection, sent = panel_at_step_1(3)
    return selection, sent, members_of(selection)


def test_they_follow_every_word_and_every_sheet(panel):
    selection, (one, two, _three), (first, second, *_others) = panel
    say_interest(fresh(one), first)
    finish(two, first)
    finish(two, second)

    tallies = tallies_of(selection.round_id)

    assert tallies.is_closed
    assert tallies.stages(None) == {"step1": Numbers(sent=3)}
    assert tallies.stages(first.pk) == {"step1": Numbers(said=3, clear=2, finished=1)}
    assert tallies.stages(second.pk) == {"step1": Numbers(said=3, clear=3, finished=1)}
    assert rounds_gone_astray() == []


def test_they_follow_every_step_to_the_end_of_the_scoring(panel):
    selection, sent, _members = panel
    chair = chair_of(selection)
    for each in sent:
        work_step(fresh(each), PASSES, scorers=3)
    finish_step_1(fresh_selection(selection), by=chair, at=database_now())
    for place, each in enumerate(sent):
        work_step(fresh(each), PASSES | {"2b": 4 - place, "2c": 3}, scorers=3)
    finish_step_2(fresh_selection(selection), by=chair, at=database_now())
    fix_review_order(fresh_selection(selection), by=chair, at=database_now())
    work_step(fresh(sent[0]), {"3a": 4, "3b": 3, "3c": 3}, scorers=3)

    assert tallies_of(selection.round_id).stages(None) == {"step3": Numbers(sent=2), "scored": Numbers(sent=1)}
    assert rounds_gone_astray() == []


def test_they_follow_whoever_withdraws_and_whoever_takes_their_word_back(panel):
    selection, (one, two, _three), (first, *_others) = panel
    finish(one, first)
    say_interest(fresh(two), first)
    withdraw_application(fresh(one), reason="We cannot take part.", by=one.submitted_by, at=database_now())
    ConflictDeclaration.objects.filter(application=two, member=first).delete()

    assert tallies_of(selection.round_id).at(first.pk, ApplicationStage.WITHDRAWN) == Numbers(said=1, clear=1)
    assert rounds_gone_astray() == []


def test_folding_leaves_every_number_as_it_was(panel, monkeypatch):
    monkeypatch.setattr("selection.actions.tallies.MANY", 1)
    selection, (one, *_rest), (first, *_others) = panel
    finish(one, first)
    before = tallies_of(selection.round_id)

    fold_tallies(by=None, at=database_now())

    assert tallies_of(selection.round_id) == before
    assert Tally.objects.count() == 1 + len(members_of(selection))


def test_a_number_gone_astray_is_told_and_counting_again_puts_it_right(panel):
    """The twin: without its trigger, a change is told within the hour."""
    selection, (one, *_rest), (first, *_others) = panel
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE selection_submittedsheet DISABLE TRIGGER tally_of_new_after_insert")
    finish(one, first)
    told = numbers_are_true()

    recount(by=None, at=database_now())

    assert told == [f"The numbers of round {selection.round_id} are not those of its rows."]
    assert numbers_are_true() == []


@pytest.mark.django_db(transaction=True)
def test_members_do_not_wait_for_each_other_and_a_move_waits_for_a_word():
    selection, (one,) = make_selection(1)
    first, second = members_of(selection)[:2]
    moved = threading.Event()

    def move():
        withdraw_application(fresh(one), reason="We cannot take part.", by=one.submitted_by, at=database_now())
        moved.set()
        connection.close()

    mover = threading.Thread(target=move)
    with transaction.atomic():
        say_nothing_ties(one, first)
        other = threading.Thread(target=lambda: (say_nothing_ties(one, second), connection.close()))
        other.start()
        other.join(timeout=20)
        assert not other.is_alive()
        mover.start()
        assert not moved.wait(0.2)
    mover.join(timeout=20)

    tallies = tallies_of(selection.round_id)
    assert [tallies.stages(each.pk) for each in (first, second)] == [{"withdrawn": Numbers(said=1, clear=1)}] * 2
    assert rounds_gone_astray() == []


def say_nothing_ties(application, member):
    ConflictDeclaration.objects.create(
        application=application, member=member, has_conflict=False, declared_at=database_now()
    )


def test_a_sheet_of_a_step_that_is_over_is_not_counted_at_another(panel):
    selection, (one, *_rest), (first, *_others) = panel
    SubmittedSheet.objects.create(
        member=first, application=one, step=2, submitted_at=database_now(), submitted_by=first.user
    )

    assert tallies_of(selection.round_id).at(first.pk, "step1").finished == 0
    assert rounds_gone_astray() == []
