"""Two people at once: confirming, holding the draw, seconding, and a withdrawal while the cut-off is set."""

import threading
from collections.abc import Callable, Sequence
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from sandbox_portal.casework.refusals import Refused
from sandbox_portal.people.choices import Role
from sandbox_portal.people.clock import database_now, travelled_to
from sandbox_portal.people.queries import people_of
from selection.actions.applications import withdraw_application
from selection.actions.cut_offs import place_applications, set_cut_off
from selection.actions.draws import enter_draw_values, hold_the_draw
from selection.actions.proposals import prepare_proposal, second_decision, send_to_committee
from selection.choices import ApplicationStage, SelectionStage
from selection.models import Application, Draw, Proposal
from selection.workflow.application import PLACED
from tests.factories.people import make_staff
from tests.factories.selection import chair_of

from .chair_scene import SOURCE, again, decided, draw_by_witnesses, frozen, member, placed, tied

pytestmark = pytest.mark.django_db(transaction=True)

Deed = Callable[[], object]


def at_once(*deeds: Deed) -> list[str]:
    """Do all of them at the same moment, each on its own connection; tells how each ended, sorted."""
    barrier, ends = threading.Barrier(len(deeds)), []

    def run(deed: Deed) -> None:
        try:
            barrier.wait(30)
            deed()
            ends.append("done")
        except Refused as refused:
            ends.append(refused.sentence)
        except DatabaseError as error:
            ends.append(f"error of the database: {type(error).__name__}")
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[deed]) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return sorted(ends)


def one_of(ends: Sequence[str]) -> bool:
    """True when one was done and every other was told why not."""
    refusals = [end for end in ends if end != "done"]
    return len(refusals) == len(ends) - 1 and not any("database" in end for end in refusals)


def test_a_proposal_confirmed_by_two_at_once_is_sent_by_one_and_seconded_by_one():
    selection = placed(tied())
    prepare_proposal(again(selection), exception="", by=chair_of(selection), at=database_now())
    second, third = member(selection, 1), member(selection, 2)

    ends = at_once(
        lambda: send_to_committee(again(selection), by=second, at=database_now()),
        lambda: send_to_committee(again(selection), by=third, at=database_now()),
    )

    assert one_of(ends), ends
    assert selection.case.events.filter(verb="proposal sent to the committee").count() == 1

    decided(selection, make_staff(Role.COMMITTEE_MEMBER))
    two, three = make_staff(Role.COMMITTEE_MEMBER), make_staff(Role.COMMITTEE_MEMBER)
    ends = at_once(
        lambda: second_decision(again(selection), by=two, at=database_now()),
        lambda: second_decision(again(selection), by=three, at=database_now()),
    )

    assert one_of(ends), ends
    assert selection.case.events.filter(verb="signed off").count() == 1
    assert Application.objects.filter(round=selection.round_id, case__stage="selected").count() == 2


def test_without_the_lock_both_believe_that_they_confirmed():
    """The twin: look first, then write, with nothing between."""
    selection = placed(tied())
    proposal = prepare_proposal(again(selection), exception="", by=chair_of(selection), at=database_now())
    looked = threading.Barrier(2)

    def careless(user) -> Deed:
        def confirm() -> None:
            with transaction.atomic():
                assert Proposal.objects.get(pk=proposal.pk).confirmed_at is None
                looked.wait(30)
                Proposal.objects.filter(pk=proposal.pk).update(confirmed_by=user, confirmed_at=database_now())

        return confirm

    assert at_once(careless(member(selection, 1)), careless(member(selection, 2))) == ["done", "done"]


def test_a_draw_held_by_many_at_once_gives_one_order():
    selection = tied()
    draw = frozen(selection, sources=(SOURCE,))
    people = [member(selection, number) for number in range(1, 7)]
    after_the_draw = database_now() + timedelta(hours=2)
    with travelled_to(after_the_draw):
        enter_draw_values(draw, values=[[8, 15, 16]], by=chair_of(selection), at=database_now())

    def hold(user) -> Deed:
        def at_the_time() -> None:
            with travelled_to(after_the_draw):
                hold_the_draw(Draw.objects.get(pk=draw.pk), values=[[8, 15, 16]], by=user, at=database_now())

        return at_the_time

    ends = at_once(*map(hold, people))

    assert one_of(ends), ends
    assert set(ends) == {"done", "This draw has been held. It cannot be held again."}
    assert selection.case.events.filter(verb="draw held").count() == 2  # the order of review was drawn before


def test_a_withdrawal_while_the_cut_off_is_set_leaves_nobody_placed_by_the_old_ranking():
    selection = tied()
    draw_by_witnesses(selection)
    place_applications(again(selection), by=chair_of(selection), at=database_now())
    for application in Application.objects.filter(round=selection.round_id).order_by("number")[:3]:
        owner = people_of(application.organisation)[0]
        ends = at_once(
            lambda: set_cut_off(again(selection), value=12, reason="x", by=chair_of(selection), at=database_now()),
            lambda one=application, by=owner: withdraw_application(one, reason="y", by=by, at=database_now()),
        )

        assert not any("database" in end for end in ends), ends
        application.refresh_from_db()
        assert application.case.stage == ApplicationStage.WITHDRAWN
        assert again(selection).case.stage in {SelectionStage.CUT_OFF, SelectionStage.DRAW}
        assert not Application.objects.filter(round=selection.round_id, case__stage__in=PLACED).exists()
        set_cut_off(again(selection), value=12, reason="x", by=chair_of(selection), at=database_now())
        place_applications(again(selection), by=chair_of(selection), at=database_now())


def test_a_proposal_sent_while_an_application_withdraws_is_never_decided_with_it():
    selection = placed(tied())
    prepare_proposal(again(selection), exception="", by=chair_of(selection), at=database_now())
    leaver = Application.objects.get(round=selection.round_id, number=1)

    ends = at_once(
        lambda: send_to_committee(again(selection), by=member(selection, 1), at=database_now()),
        lambda: withdraw_application(leaver, reason="y", by=people_of(leaver.organisation)[0], at=database_now()),
    )

    assert not any("database" in end for end in ends), ends
    assert again(selection).case.stage == SelectionStage.CUT_OFF
