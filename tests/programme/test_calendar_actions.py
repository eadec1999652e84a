"""Phases, gates, key dates and pauses of a round, with the examples of the specification (EX-C2 to EX-C6)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from programme.actions import (
    change_key_date,
    pass_gate,
    pause_round,
    resume_round,
    resume_round_and_shift,
    set_actual_start,
    tick_activity,
)
from programme.choices import ActivityState, RoundStage
from programme.models import KeyDate, Pause, Phase, PhaseActivity, Round
from programme.queries import core_length_note, pauses_of, phases_of
from programme.round_page import whole_plan
from sandbox_portal.casework.deadlines import set_deadline
from sandbox_portal.casework.models import Deadline, Event
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.people.clock import database_now, travelled_to
from tests.factories.rounds import make_round, round_at

pytestmark = pytest.mark.django_db


def phase(round_: Round, number: int) -> Phase:
    return Phase.objects.get(round=round_, number=number)


@pytest.fixture
def round_3() -> Round:
    """Round 3 as the papers planned it, with its window moved to today so that it can be worked with."""
    return make_round(like=3, number=3)


@pytest.fixture
def running_round_3(programme_lead) -> Round:
    """Round 3 at work on the day before its pause."""
    with travelled_to(datetime(2020, 3, 15, 12, tzinfo=UTC)):
        return round_at(RoundStage.RUNNING, lead=programme_lead, like=3, number=3)


def test_ex_c2_the_core_of_round_3_is_longer_than_planned_and_only_warns(round_3):
    phases = list(phases_of(round_3))

    assert core_length_note(phases) == "16 weeks 2 days, planned 12–14"
    assert whole_plan(phases) == "353 days"


def test_ex_c3_a_start_before_the_decision_needs_a_reason(round_3, programme_lead):
    first = phase(round_3, 1)

    with pytest.raises(Refused, match="before the committee's decision"):
        set_actual_start(first, on=date(2019, 9, 14), reason=" ", by=programme_lead, at=database_now())
    assert phase(round_3, 1).actual_start is None

    set_actual_start(
        first, on=date(2019, 9, 14), reason="Letters were out already.", by=programme_lead, at=database_now()
    )

    assert phase(round_3, 1).actual_start == date(2019, 9, 14)
    assert Event.objects.get(case=round_3.pk, verb="phase started").note == "Letters were out already."


def test_ex_c3_a_start_on_the_day_of_the_decision_needs_none(round_3, programme_lead):
    set_actual_start(phase(round_3, 1), on=date(2019, 9, 16), reason="", by=programme_lead, at=database_now())

    assert phase(round_3, 1).actual_start == date(2019, 9, 16)


def test_the_next_phase_waits_for_the_gate_before_it(round_3, programme_lead):
    second = phase(round_3, 2)

    with pytest.raises(Refused, match="gate before this phase is still open"):
        set_actual_start(second, on=date(2019, 11, 28), reason="", by=programme_lead, at=database_now())

    pass_gate(phase(round_3, 1), note="Six have said yes.", by=programme_lead, at=database_now())
    set_actual_start(second, on=date(2019, 11, 28), reason="", by=programme_lead, at=database_now())

    assert phase(round_3, 2).actual_start == date(2019, 11, 28)


def test_an_open_gate_may_be_passed_over_with_a_reason_that_is_kept(round_3, programme_lead):
    set_actual_start(
        phase(round_3, 2), on=date(2019, 11, 28), reason="One name is late.", by=programme_lead, at=database_now()
    )

    event = Event.objects.get(case=round_3.pk, verb="phase started")
    assert (event.note, event.data) == ("One name is late.", {"phase": 2, "on": "2019-11-28"})


def test_starting_a_phase_ends_the_one_before(round_3, programme_lead):
    set_actual_start(phase(round_3, 1), on=date(2019, 9, 16), reason="", by=programme_lead, at=database_now())
    pass_gate(phase(round_3, 1), note="", by=programme_lead, at=database_now())

    set_actual_start(phase(round_3, 2), on=date(2019, 11, 28), reason="", by=programme_lead, at=database_now())

    assert phase(round_3, 1).actual_end == date(2019, 11, 28)


def test_a_gate_is_passed_once(round_3, programme_lead):
    pass_gate(phase(round_3, 1), note="", by=programme_lead, at=database_now())

    with pytest.raises(Refused, match="passed already"):
        pass_gate(phase(round_3, 1), note="", by=programme_lead, at=database_now())


def test_a_phase_without_a_gate_has_nothing_to_pass(round_3, programme_lead):
    with pytest.raises(Refused, match="has no gate"):
        pass_gate(phase(round_3, 4), note="", by=programme_lead, at=database_now())


def test_an_activity_is_ticked_by_somebody_who_then_looks_after_it(round_3, programme_lead):
    activity = PhaseActivity.objects.get(phase__round=round_3, text="Begin to collect data")

    tick_activity(activity, state=ActivityState.STARTED, by=programme_lead, at=database_now())

    activity.refresh_from_db()
    assert (activity.state, activity.owner) == (ActivityState.STARTED, programme_lead)


def test_ex_c5_going_on_moves_what_was_still_to_come_by_the_length_of_the_pause(running_round_3, programme_lead):
    with travelled_to(datetime(2020, 3, 16, 12, tzinfo=UTC)):
        pause_round(running_round_3, reason="Staff moved.", what_stops="", by=programme_lead, at=database_now())
    with travelled_to(datetime(2020, 9, 1, 12, tzinfo=UTC)):
        resume_round_and_shift(running_round_3, by=programme_lead, at=database_now())

    plan = [(each.planned_start, each.planned_end) for each in phases_of(running_round_3)]
    assert plan == [
        (date(2019, 9, 14), date(2019, 11, 28)),
        (date(2019, 11, 28), date(2019, 12, 12)),
        (date(2019, 12, 12), date(2020, 9, 6)),
        (date(2020, 9, 6), date(2020, 11, 2)),
        (date(2020, 11, 3), date(2021, 1, 3)),
        (date(2021, 1, 4), date(2021, 2, 17)),
    ]
    summit = KeyDate.objects.get(round=running_round_3, code="summit")
    assert summit.starts_at == datetime(2021, 2, 17, tzinfo=UTC)
    assert KeyDate.objects.get(round=running_round_3, code="workshop-1").starts_at == datetime(2019, 11, 28, tzinfo=UTC)


def test_going_on_with_the_dates_as_they_stand_moves_nothing(running_round_3, programme_lead):
    before = list(phases_of(running_round_3).values_list("planned_start", "planned_end"))
    with travelled_to(datetime(2020, 3, 16, 12, tzinfo=UTC)):
        pause_round(running_round_3, reason="Staff moved.", what_stops="", by=programme_lead, at=database_now())
    with travelled_to(datetime(2020, 9, 1, 12, tzinfo=UTC)):
        resume_round(running_round_3, by=programme_lead, at=database_now())

    assert list(phases_of(running_round_3).values_list("planned_start", "planned_end")) == before
    assert [(each.days.lower, each.days.upper) for each in pauses_of(running_round_3)] == [
        (date(2020, 3, 16), date(2020, 9, 1))
    ]


def test_ex_c6_a_pause_stops_the_round_s_clocks_and_no_statutory_one(running_round_3, programme_lead):
    with travelled_to(datetime(2020, 3, 10, 12, tzinfo=UTC)):
        set_deadline(
            "notice",
            kind="representations",
            about="Reply to a Notice of Proposal",
            due_at=datetime(2020, 4, 7, 22, 59, tzinfo=UTC),
            rule="28 days after the day of service",
            at=database_now(),
            case=running_round_3.case,
        )
    Deadline.objects.filter(key="round-3:sign-off").update(done_at=None)

    with travelled_to(datetime(2020, 3, 16, 12, tzinfo=UTC)):
        pause_round(running_round_3, reason="Staff moved.", what_stops="", by=programme_lead, at=database_now())

    still = Deadline.objects.get(key="notice")
    assert (still.paused_at, still.due_at) == (None, datetime(2020, 4, 7, 22, 59, tzinfo=UTC))
    assert Deadline.objects.get(key="round-3:sign-off").paused_at is not None


def test_a_pause_needs_a_reason_for_the_public(running_round_3, programme_lead):
    with pytest.raises(Refused, match="Say why the round is paused"):
        pause_round(running_round_3, reason="  ", what_stops="", by=programme_lead, at=database_now())


def test_a_round_may_be_paused_again_even_on_the_day_it_was_resumed(running_round_3, programme_lead):
    pauses = [(2020, 3, 16), (2020, 4, 1), (2020, 4, 2)]
    with travelled_to(datetime(*pauses[0], 12, tzinfo=UTC)):
        pause_round(running_round_3, reason="Staff moved.", what_stops="", by=programme_lead, at=database_now())
    with travelled_to(datetime(*pauses[1], 12, tzinfo=UTC)):
        resume_round(running_round_3, by=programme_lead, at=database_now())
        pause_round(running_round_3, reason="Staff moved.", what_stops="", by=programme_lead, at=database_now())

    assert Pause.objects.filter(round=running_round_3).count() == 2


def test_two_pauses_of_a_round_never_overlap_whoever_writes_them(running_round_3, programme_lead):
    march = DateRange(date(2020, 3, 1), date(2020, 4, 1), "[)")
    Pause.objects.create(round=running_round_3, days=march, reason="First", by=programme_lead)

    with pytest.raises(IntegrityError, match="pauses_of_a_round_never_overlap"), transaction.atomic():
        Pause.objects.create(
            round=running_round_3,
            days=DateRange(date(2020, 3, 31), None, "[)"),
            reason="Second",
            by=programme_lead,
        )


def test_a_key_date_moves_with_a_reason_once_the_window_is_open(programme_lead):
    round_ = round_at(RoundStage.OPEN)
    workshop = KeyDate.objects.get(round=round_, code="workshop-1")
    later = workshop.starts_at + timedelta(days=7)
    place = "The library, Exampleton"

    with pytest.raises(Refused, match="Say why the date changes"):
        change_key_date(
            workshop, starts_at=later, is_all_day=False, place=place, reason="", by=programme_lead, at=database_now()
        )
    change_key_date(
        workshop,
        starts_at=later,
        is_all_day=False,
        place=place,
        reason="The hall is closed.",
        by=programme_lead,
        at=database_now(),
    )

    workshop.refresh_from_db()
    assert (workshop.starts_at, workshop.place) == (later, place)
    assert Deadline.objects.get(key=f"{round_.slug}:workshop-1").due_at == later
    assert Event.objects.get(case=round_.pk, verb="key date changed").data["to"] == [later.isoformat(), place]
