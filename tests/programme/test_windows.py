"""The window opens and closes by the database's clock and by no other."""

from datetime import timedelta

import pytest

from programme.actions import (
    change_window,
    close_window,
    create_round_from_content,
    extend_window,
    open_window,
)
from programme.choices import RoundStage, WindowState
from programme.models import Round
from programme.queries import is_open, open_rounds, window_state
from programme.tasks import close_due_windows, open_due_windows
from sandbox_portal.casework import clockwork
from sandbox_portal.casework.models import Deadline, Event
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.people.clock import database_now, travelled_to
from tests.factories.rounds import content_round, make_round, round_at

pytestmark = pytest.mark.django_db
ONE_SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("moment", "state"),
    [
        ("a second before it opens", WindowState.NOT_YET_OPEN),
        ("the second it opens", WindowState.OPEN),
        ("a second before it closes", WindowState.OPEN),
        ("the second it closes", WindowState.CLOSED),
        ("a second late", WindowState.CLOSED),
    ],
)
def test_the_window_is_open_from_its_first_second_to_the_one_before_its_last(moment, state):
    round_ = round_at(RoundStage.OPEN)
    moments = {
        "a second before it opens": round_.opens_at - ONE_SECOND,
        "the second it opens": round_.opens_at,
        "a second before it closes": round_.closes_at - ONE_SECOND,
        "the second it closes": round_.closes_at,
        "a second late": round_.closes_at + ONE_SECOND,
    }

    assert window_state(round_, moments[moment]) is state
    assert is_open(round_, moments[moment]) is (state is WindowState.OPEN)


def test_a_round_in_preparation_is_not_open_though_its_day_has_come():
    assert window_state(make_round(), database_now()) is WindowState.NOT_YET_OPEN


@pytest.mark.parametrize("stage", [RoundStage.SIFTING, RoundStage.RUNNING, RoundStage.PAUSED, RoundStage.ABANDONED])
def test_after_the_window_a_round_takes_no_applications(stage):
    round_ = round_at(stage)

    assert window_state(round_, round_.opens_at) is WindowState.CLOSED
    assert list(open_rounds()) == []


def test_open_rounds_follow_the_database_clock():
    round_ = round_at(RoundStage.OPEN)

    with travelled_to(round_.closes_at - timedelta(seconds=30)):
        before = list(open_rounds())
    with travelled_to(round_.closes_at):
        after = list(open_rounds())

    assert (before, after) == ([round_], [])


def test_the_clock_opens_a_window_whose_time_has_come_and_freezes_the_round():
    round_ = make_round()
    at = database_now()

    opened = open_due_windows(at=at)

    round_.refresh_from_db()
    assert opened == 1
    assert (round_.case.stage, round_.frozen_at) == (RoundStage.OPEN, at)
    assert (Event.objects.get(case=round_.pk, sequence=2).verb, round_.case.owner_role) == (
        "window opened",
        "programme_lead",
    )


def test_the_clock_opens_nothing_before_its_time():
    make_round(opens="+1 days at 09:00")

    assert open_due_windows(at=database_now()) == 0


def test_the_clock_opens_no_round_that_the_committee_has_not_approved():
    round_ = make_round()
    Round.objects.filter(pk=round_.pk).update(approved_on=None)

    assert open_due_windows(at=database_now()) == 0


def test_the_clock_does_not_open_a_window_that_is_over():
    with travelled_to(database_now() - timedelta(days=90)):
        make_round()

    assert open_due_windows(at=database_now()) == 0


def test_the_clock_closes_a_window_whose_time_has_come():
    round_ = round_at(RoundStage.OPEN)

    with travelled_to(round_.closes_at):
        closed = close_due_windows(at=database_now())

    assert (closed, Round.objects.get(pk=round_.pk).case.stage) == (1, RoundStage.SIFTING)


def test_sweeping_twice_changes_nothing_more():
    make_round()

    counts = [open_due_windows(at=database_now()) for _ in range(2)]

    assert counts == [1, 0]


def test_both_sweeps_are_work_of_the_minute():
    make_round()

    failed = clockwork.run_due(at=database_now())

    assert failed == []
    assert list(Round.objects.values_list("case__stage", flat=True)) == [RoundStage.OPEN]


def test_a_moment_given_by_a_door_does_not_open_a_window_early(programme_lead):
    round_ = make_round(opens="+1 days at 09:00")

    with pytest.raises(Refused, match="opening time has not come"):
        open_window(round_, by=programme_lead, at=round_.opens_at)


def test_a_moment_given_by_a_door_does_not_close_a_window_early(programme_lead):
    round_ = round_at(RoundStage.OPEN)

    with pytest.raises(Refused, match="closing time has not come"):
        close_window(round_, by=programme_lead, at=round_.closes_at)


def test_opening_starts_the_clock_of_the_closing_reminder():
    round_ = round_at(RoundStage.OPEN)

    deadline = Deadline.objects.get(key=f"{round_.slug}:window-closing")

    assert (deadline.reminder, deadline.due_at, deadline.pausable, deadline.subject, deadline.done_at) == (
        "M-02",
        round_.closes_at,
        True,
        str(round_.pk),
        None,
    )


def test_closing_ends_that_clock():
    round_ = round_at(RoundStage.SIFTING)

    assert Deadline.objects.get(key=f"{round_.slug}:window-closing").done_at is not None


def test_a_window_may_be_moved_before_it_opens(programme_lead):
    round_ = make_round()
    opens_at, closes_at = database_now() + timedelta(days=3), database_now() + timedelta(days=9)

    change_window(round_, opens_at=opens_at, closes_at=closes_at, by=programme_lead, at=database_now())

    round_.refresh_from_db()
    assert (round_.opens_at, round_.closes_at) == (opens_at, closes_at)


def test_a_window_cannot_be_moved_after_it_has_opened(programme_lead):
    round_ = round_at(RoundStage.OPEN)

    with pytest.raises(Refused, match="cannot be done now"):
        change_window(
            round_, opens_at=round_.opens_at, closes_at=round_.closes_at, by=programme_lead, at=database_now()
        )


def test_an_open_window_may_be_made_longer_with_a_reason(programme_lead):
    round_ = round_at(RoundStage.OPEN)
    later = round_.closes_at + timedelta(days=2)

    extend_window(round_, closes_at=later, reason="The post was late.", by=programme_lead, at=database_now())

    assert Round.objects.get(pk=round_.pk).closes_at == later
    assert Deadline.objects.get(key=f"{round_.slug}:window-closing").due_at == later


def test_an_open_window_is_never_made_shorter(programme_lead):
    round_ = round_at(RoundStage.OPEN)
    sooner, before = round_.closes_at - timedelta(days=2), round_.closes_at

    with pytest.raises(Refused, match="only be made longer"):
        extend_window(round_, closes_at=sooner, reason="We are full.", by=programme_lead, at=database_now())

    assert Round.objects.get(pk=round_.pk).closes_at == before


def test_the_real_round_3_opened_and_closed_when_the_papers_say():
    entry, criteria = content_round(3)

    round_ = create_round_from_content(entry, criteria=criteria, by=None, at=database_now())

    assert (round_.opens_at.isoformat(), round_.closes_at.isoformat()) == (
        "2019-09-16T09:00:00+01:00",
        "2019-10-28T23:59:00+00:00",
    )
