"""The calendar of round 3 on paper: EX-C2 to EX-C6."""

from datetime import date, timedelta

import pytest

from programme.calendar_rules import (
    Clock,
    CommitmentScore,
    LineState,
    Pause,
    PlannedPhase,
    after_pause,
    commitment_score,
    core_length,
    core_length_warning,
    in_weeks,
    overlapping,
    phases_after_pause,
    start_needs_reason,
    whole_length,
)


def day(text):
    return date.fromisoformat(text)


def phase(number, start, end):
    return PlannedPhase(number, day(start), day(end))


ROUND_3 = (
    phase(1, "2019-09-14", "2019-11-28"),
    phase(2, "2019-11-28", "2019-12-12"),
    phase(3, "2019-12-12", "2020-03-21"),
    phase(4, "2020-03-21", "2020-05-17"),
    phase(5, "2020-05-18", "2020-07-18"),
    phase(6, "2020-07-19", "2020-09-01"),
)
PAUSE = Pause(day("2020-03-16"), day("2020-09-01"))
DECIDED_ON = day("2019-09-16")


def test_ex_c2_the_core_of_round_3_is_longer_than_planned():
    assert core_length(ROUND_3) == timedelta(days=114)
    assert core_length_warning(ROUND_3) == "16 weeks 2 days, planned 12–14"
    assert whole_length(ROUND_3) == timedelta(days=353)


@pytest.mark.parametrize(
    ("days", "warning"),
    [
        (83, "11 weeks 6 days, planned 12–14"),
        (84, None),
        (98, None),
        (99, "14 weeks 1 day, planned 12–14"),
        (105, "15 weeks, planned 12–14"),
    ],
)
def test_the_core_may_be_84_to_98_days_long(days, warning):
    start = day("2026-01-01")

    assert core_length_warning(
        [PlannedPhase(2, start, start), PlannedPhase(3, start, start + timedelta(days=days))]
    ) == (warning)


def test_a_length_is_written_in_weeks_and_days():
    assert [in_weeks(timedelta(days=count)) for count in (0, 1, 7, 8)] == ["0 days", "1 day", "1 week", "1 week 1 day"]


def test_ex_c3_a_start_before_the_decision_needs_a_reason_and_one_on_its_day_does_not():
    first = ROUND_3[0]

    before = start_needs_reason(first, starts_on=day("2019-09-14"), decided_on=DECIDED_ON, previous_end=None)
    on_the_day = start_needs_reason(first, starts_on=DECIDED_ON, decided_on=DECIDED_ON, previous_end=None)

    assert before == "Phase 1 would start before the committee's decision."
    assert on_the_day is None


@pytest.mark.parametrize(
    ("starts_on", "sentence"),
    [
        ("2019-11-27", "Phase 2 would start before the planned end of the phase before it."),
        ("2019-11-28", None),
    ],
)
def test_a_phase_may_start_on_the_day_the_one_before_it_ends(starts_on, sentence):
    found = start_needs_reason(ROUND_3[1], starts_on=day(starts_on), decided_on=DECIDED_ON, previous_end=ROUND_3[0].end)

    assert found == sentence


def test_ex_c4_excused_lines_and_those_not_yet_due_leave_the_commitment_score():
    due_on = {
        "workshop 1": day("2019-11-28"),
        "workshop 2": day("2019-12-12"),
        "information request 1": day("2020-01-10"),
        "information request 2": day("2020-06-01"),
        "site visit": day("2020-02-01"),
        "findings review 1": day("2020-02-20"),
    }
    states = {
        "workshop 1": LineState.DONE,
        "workshop 2": LineState.MISSED,
        "information request 1": LineState.DONE_LATE,
        "information request 2": LineState.SENT,
        "site visit": LineState.EXCUSED,
        "findings review 1": LineState.DONE,
    }

    score = commitment_score(due_on, states, today=day("2020-03-01"))

    assert (score, score.percentage) == (CommitmentScore(kept=3, due=4), 75)
    assert commitment_score(due_on, states, today=day("2020-06-01")).due == 5


def test_a_commitment_score_is_rounded_half_up_and_empty_while_nothing_is_due():
    assert CommitmentScore(kept=1, due=8).percentage == 13
    assert CommitmentScore(kept=0, due=0).percentage is None


def test_ex_c5_what_remains_of_the_plan_moves_by_the_length_of_the_pause():
    assert PAUSE.length == timedelta(days=169)
    assert phases_after_pause(ROUND_3, pause=PAUSE) == (
        *ROUND_3[:2],
        phase(3, "2019-12-12", "2020-09-06"),
        phase(4, "2020-09-06", "2020-11-02"),
        phase(5, "2020-11-03", "2021-01-03"),
        phase(6, "2021-01-04", "2021-02-17"),
    )


def test_ex_c6_a_statutory_deadline_stands_although_the_round_is_paused():
    assert after_pause(day("2020-04-07"), pause=PAUSE, clock=Clock.STATUTORY) == day("2020-04-07")
    assert after_pause(day("2020-04-07"), pause=PAUSE, clock=Clock.PROGRAMME) == day("2020-09-23")


def test_a_date_on_the_first_day_of_the_pause_moves_and_one_the_day_before_stands():
    assert after_pause(PAUSE.start, pause=PAUSE) == day("2020-09-01")
    assert after_pause(day("2020-03-15"), pause=PAUSE) == day("2020-03-15")


def test_pauses_may_touch_and_never_overlap():
    touching = Pause(day("2020-09-01"), day("2020-09-10"))
    inside = Pause(day("2020-08-31"), day("2020-09-05"))

    assert overlapping([touching, PAUSE]) is None
    assert overlapping([inside, PAUSE]) == (PAUSE, inside)
    assert overlapping([]) is None
