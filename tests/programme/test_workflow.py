"""Every stage, step and kind of person of a round: who may do what, and when."""

import pytest

from programme.choices import RoundStage as S
from programme.models import Round
from programme.workflow import ROUND
from sandbox_portal.people.choices import Role
from sandbox_portal.people.queries import roles_of
from tests.factories.people import make_provider, make_staff
from tests.factories.rounds import round_at
from tests.house_rules.truth_tables import assert_truth_table, truth_table

pytestmark = pytest.mark.django_db

REACHED = (S.PREPARING, S.OPEN, S.SIFTING, S.SIGNED_OFF, S.RUNNING, S.PAUSED, S.ABANDONED)
AT_WORK = (S.PREPARING, S.OPEN, S.SIFTING, S.SIGNED_OFF, S.RUNNING)
LEAD, COMMITTEE, CLOCK = "lead", "committee", "clock"


def lead_at(*stages):
    return [(stage, LEAD) for stage in stages]


SANDBOX_ROUND = truth_table(  # of kind sandbox_round
    open_window=[(S.PREPARING, LEAD), (S.PREPARING, CLOCK)],
    close_window=[(S.OPEN, LEAD), (S.OPEN, CLOCK)],
    record_sign_off=[(S.SIFTING, COMMITTEE)],
    start_running=lead_at(S.SIGNED_OFF),
    pause=lead_at(S.RUNNING),
    resume=lead_at(S.PAUSED),
    abandon=lead_at(*AT_WORK, S.PAUSED),
    change_window=lead_at(S.PREPARING),
    extend_window=lead_at(S.OPEN),
    change_key_date=lead_at(*AT_WORK, S.PAUSED),
    set_actual_start=lead_at(*AT_WORK),
    pass_gate=lead_at(*AT_WORK),
    tick_activity=lead_at(*AT_WORK),
    seat_panel_member=lead_at(S.PREPARING, S.OPEN, S.SIFTING),
    confirm_panel_member=lead_at(S.PREPARING, S.OPEN, S.SIFTING),
    empty_panel_seat=lead_at(S.PREPARING, S.OPEN),
    set_chair=lead_at(S.PREPARING, S.OPEN, S.SIFTING),
)
THEN = {
    "open_window": S.OPEN,
    "close_window": S.SIFTING,
    "record_sign_off": S.SIGNED_OFF,
    "start_running": S.RUNNING,
    "pause": S.PAUSED,
    "resume": S.RUNNING,
    "abandon": S.ABANDONED,
}


def everybody():
    return {
        LEAD: make_staff(Role.PROGRAMME_LEAD),
        COMMITTEE: make_staff(Role.COMMITTEE_MEMBER),
        CLOCK: None,
        "panel": make_staff(Role.PANEL_MEMBER),
        "administrator": make_staff(Role.SYSTEM_ADMINISTRATOR),
        "provider": make_provider(),
    }


def at_stage(stage: str) -> Round:
    """A round that came to the stage; at a stage that no step leads to yet, one that only says so."""
    if stage in REACHED:
        return round_at(S(stage))
    round_ = round_at(S.RUNNING)
    round_.case.stage = stage
    return round_


def test_at_each_stage_exactly_the_right_people_may_take_each_step():
    assert_truth_table(ROUND, SANDBOX_ROUND, people=everybody(), subject_at=at_stage)


def test_the_stages_of_the_table_are_the_words_for_them():
    assert set(S) == {stage.code for stage in ROUND.stages}


def test_every_step_leads_where_the_table_says():
    assert {step.name: step.then for step in ROUND.steps if step.then} == THEN


def test_every_stage_has_an_owner_and_something_to_do_next():
    waiting = {stage.code for stage in ROUND.stages if not stage.is_ended and not stage.next_action}

    assert waiting == set()
    assert {stage.code for stage in ROUND.stages if stage.is_ended} == {S.CLOSED, S.ABANDONED}


def test_a_refusal_is_a_sentence():
    round_ = round_at(S.OPEN)

    refusals = [ROUND.refusal(step.name, round_, person) for step in ROUND.steps for person in everybody().values()]

    assert [refusal for refusal in refusals if refusal and not refusal.endswith(".")] == []


def test_people_of_the_table_hold_the_roles_their_names_say():
    assert [len(roles_of(person)) for person in everybody().values()] == [1, 1, 0, 1, 1, 0]
