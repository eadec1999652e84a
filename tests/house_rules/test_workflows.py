"""Every kind of case: no stage without an owner and a next action, no step that leads nowhere."""

from pathlib import Path

import pytest

from sandbox_portal.casework.choices import NOBODY, PROVIDER
from sandbox_portal.casework.kinds import all_kinds
from sandbox_portal.people.choices import Role

KINDS = all_kinds()
# Stages that only the outcome of a round brings; they get their steps when that part is built.
STEPS_TO_COME = {("sandbox_round", "outcome_decided"), ("sandbox_round", "published"), ("sandbox_round", "closed")}
OWNERS = {*Role.values, PROVIDER, NOBODY}
TESTS = Path(__file__).parents[1]


@pytest.fixture(params=KINDS, ids=lambda kind: kind.kind)
def workflow(request):
    return request.param.workflow


def test_there_are_kinds_of_case():
    assert len(KINDS) >= 2


def test_every_stage_that_has_not_ended_has_an_owner_and_a_next_action(workflow):
    without = [stage.code for stage in workflow.stages if not stage.is_ended and not stage.next_action]
    strangers = [stage.code for stage in workflow.stages if stage.owner_role not in OWNERS]

    assert (without, strangers) == ([], [])


def test_every_step_starts_and_ends_at_a_stage_there_is(workflow):
    codes = {stage.code for stage in workflow.stages}
    named = {code for step in workflow.steps for code in [*step.when, *([step.then] if step.then else [])]}

    assert named | {workflow.first} <= codes


def test_every_stage_can_be_reached_and_every_open_one_left(workflow):
    reached = {workflow.first, *(step.then for step in workflow.steps if step.then)}
    left = {code for step in workflow.steps if step.then for code in step.when}
    to_come = {stage for kind, stage in STEPS_TO_COME if kind == workflow.kind}
    codes = {stage.code for stage in workflow.stages} - to_come
    ended = {stage.code for stage in workflow.stages if stage.is_ended}

    assert (codes - reached, codes - ended - left) == (set(), set())


def test_every_step_has_words_for_its_button_and_its_event(workflow):
    assert [step.name for step in workflow.steps if not step.label or not step.past] == []


def test_every_workflow_has_its_truth_table():
    """Each kind of case is named by a test that calls assert_truth_table."""
    of_wings = [path.read_text() for path in TESTS.rglob("test_*.py") if path.parent.name != "house_rules"]
    with_tables = "\n".join(text for text in of_wings if "assert_truth_table(" in text)
    wings = {type(kind.workflow).__module__ for kind in KINDS}

    assert wings
    assert [kind.kind for kind in KINDS if kind.kind not in with_tables] == []
