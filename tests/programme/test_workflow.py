"""Every stage, step and kind of person of a round: who may do what, and when."""

import pytest

from programme.choices import RoundStage as S
from programme.workflow import ROUND
from sandbox_portal.people.choices import Role
from sandbox_portal.people.queries import roles_of
from tests.factories.people import make_provider, make_staff
from tests.factories.rounds import round_at

pytestmark = pytest.mark.django_db

REACHED = (S.PREPARING, S.OPEN, S.SIFTING, S.SIGNED_OFF, S.RUNNING, S.PAUSED, S.ABANDONED)
NOT_BUILT_YET = (S.OUTCOME_DECIDED, S.PUBLISHED, S.CLOSED)
AT_WORK = {S.PREPARING, S.OPEN, S.SIFTING, S.SIGNED_OFF, S.RUNNING}
LEAD, COMMITTEE, CLOCK = "lead", "committee", "clock"
PEOPLE = (LEAD, COMMITTEE, CLOCK, "panel", "administrator", "provider")

# step: (the people who may take it, the stages at which they may)
TRUTH = {
    "open_window": ({LEAD, CLOCK}, {S.PREPARING}),
    "close_window": ({LEAD, CLOCK}, {S.OPEN}),
    "record_sign_off": ({COMMITTEE}, {S.SIFTING}),
    "start_running": ({LEAD}, {S.SIGNED_OFF}),
    "pause": ({LEAD}, {S.RUNNING}),
    "resume": ({LEAD}, {S.PAUSED}),
    "abandon": ({LEAD}, AT_WORK | {S.PAUSED}),
    "change_window": ({LEAD}, {S.PREPARING}),
    "extend_window": ({LEAD}, {S.OPEN}),
    "change_key_date": ({LEAD}, AT_WORK | {S.PAUSED}),
    "set_actual_start": ({LEAD}, AT_WORK),
    "pass_gate": ({LEAD}, AT_WORK),
    "tick_activity": ({LEAD}, AT_WORK),
    "seat_panel_member": ({LEAD}, {S.PREPARING, S.OPEN, S.SIFTING}),
    "confirm_panel_member": ({LEAD}, {S.PREPARING, S.OPEN, S.SIFTING}),
    "empty_panel_seat": ({LEAD}, {S.PREPARING, S.OPEN}),
    "set_chair": ({LEAD}, {S.PREPARING, S.OPEN, S.SIFTING}),
}
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


def test_the_table_covers_every_step_and_every_stage():
    assert set(TRUTH) == {step.name for step in ROUND.steps}
    assert {*REACHED, *NOT_BUILT_YET} == set(S) == {stage.code for stage in ROUND.stages}


def test_every_step_leads_where_the_table_says():
    assert {step.name: step.then for step in ROUND.steps if step.then} == THEN


@pytest.mark.parametrize("stage", REACHED)
def test_at_each_stage_exactly_the_right_people_may_take_each_step(stage):
    round_ = round_at(stage)
    people = everybody()

    found = {}
    for step in TRUTH:
        refusals = {name: ROUND.refusal(step, round_, person) for name, person in people.items()}
        found[step] = {name for name, refusal in refusals.items() if refusal is None or refusal.about == "needs"}

    assert found == {step: who if stage in stages else set() for step, (who, stages) in TRUTH.items()}


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
