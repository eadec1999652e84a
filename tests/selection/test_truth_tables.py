"""Who may take which step at which stage: what is meant, for each kind of case, against what is.

Cases are put at a stage with an event, as a step does it; whole walks are in test_worked_examples.py.
"""

from collections.abc import Iterable

import pytest

from sandbox_portal.casework.events import record
from sandbox_portal.people.choices import Place, Role
from sandbox_portal.people.clock import database_now
from sandbox_portal.people.models import User
from sandbox_portal.people.queries import people_of
from selection.actions.declarations import declare
from selection.choices import ApplicationStage as A
from selection.choices import SelectionStage as S
from selection.models import Application, Selection
from selection.workflow import APPLICATION, SELECTION
from tests.factories.people import make_provider, make_staff
from tests.factories.selection import chair_of, declare_all, make_selection, members_of
from tests.house_rules.truth_tables import assert_truth_table, truth_table

pytestmark = pytest.mark.django_db


def by(people: str, stages: Iterable[str]) -> list[tuple[str, str]]:
    """Each of these people at each of these stages."""
    return [(str(stage), person) for stage in stages for person in people.split()]


PLACED = {A.PROPOSED, A.RESERVE, A.BELOW_CUTOFF}
SANDBOX_APPLICATION = truth_table(  # of kind sandbox_application
    submit=by("owner", {A.DRAFT}),
    withdraw=by("owner", set(A) - {A.WITHDRAWN}),
    ask_again=by("lead", {A.SUBMITTED}),
    answer_again=by("owner", {A.ASKED_AGAIN}),
    go_on_without=by("lead clock", {A.ASKED_AGAIN}),
    start_step_1=by("lead chair clock", {A.SUBMITTED}),
    pass_step_1=by("chair", {A.STEP1}),
    fail_scope=by("chair", {A.STEP1}),
    pass_step_2=by("chair", {A.STEP2}),
    fail_commitment=by("chair", {A.STEP2}),
    finish_scoring=by("chair", {A.STEP3}),
    propose=by("chair", {A.SCORED}),
    put_in_reserve=by("chair", {A.SCORED}),
    put_below_cut_off=by("chair", {A.SCORED}),
    take_back_placing=by("chair committee clock", PLACED),
    select=by("committee", {A.PROPOSED, A.RESERVE}),
    list_as_reserve=by("committee", {A.PROPOSED, A.RESERVE}),
    decline=by("committee lead", PLACED | {A.ON_RESERVE_LIST}),
    promote=by("committee", {A.ON_RESERVE_LIST}),
)
DRAWING = {S.REVIEW_ORDER, S.DRAW}
PANEL = "chair member conflicted"
SANDBOX_SELECTION = truth_table(  # of kind sandbox_selection
    start_sift=by("lead chair", {S.WAITING}),
    finish_step_1=by("chair", {S.STEP1}),
    finish_step_2=by("chair", {S.STEP2}),
    fix_review_order=by("chair", {S.REVIEW_ORDER}),
    finish_step_3=by("chair", {S.STEP3}),
    set_cut_off=by("chair", {S.CUT_OFF, S.DRAW, S.PROPOSAL}),
    freeze_draw=by("chair", DRAWING),
    commit_as_witness=by(f"{PANEL} lead committee", DRAWING),
    enter_draw_values=by("chair lead", DRAWING),
    hold_draw=by(f"{PANEL} lead", DRAWING),
    void_draw=by("chair", DRAWING),
    place_applications=by("chair", {S.DRAW}),
    prepare_proposal=by("chair", {S.PROPOSAL}),
    send_to_committee=by(f"{PANEL} lead", {S.PROPOSAL}),
    record_decision=by("committee", {S.WITH_COMMITTEE}),
    sign_off=by("committee", {S.WITH_COMMITTEE}),
    refer_back=by("committee", {S.WITH_COMMITTEE}),
    reopen_after_withdrawal=by("clock", {S.DRAW, S.PROPOSAL, S.WITH_COMMITTEE}),
    release_letters=by("lead", {S.SIGNED_OFF}),
    offer_promotion=by("lead chair", {S.SIGNED_OFF, S.RELEASED}),
    decide_promotion=by("committee", {S.SIGNED_OFF, S.RELEASED}),
    finish=by("lead clock", {S.RELEASED}),
)


@pytest.fixture
def scene() -> tuple[Selection, Application, dict[str, User | None]]:
    selection, (application,) = make_selection(1)
    members = members_of(selection)
    declare_all(selection, members[:-1])
    interest = {"has_conflict": True, "interest": "My brother works there."}
    declare(application, **interest, by=members[-1].user, at=database_now())
    organisation = application.organisation
    people = {
        "owner": people_of(organisation, Place.OWNER)[0],
        "contributor": make_provider(organisation, place=Place.CONTRIBUTOR),
        "reader": make_provider(organisation, place=Place.READER),
        "stranger": make_provider(),
        "lead": make_staff(Role.PROGRAMME_LEAD),
        "chair": chair_of(selection),
        "member": members[1].user,
        "conflicted": members[-1].user,
        "committee": make_staff(Role.COMMITTEE_MEMBER),
        "auditor": make_staff(Role.AUDITOR),
        "another panel": make_staff(Role.PANEL_MEMBER),
        "clock": None,
    }
    return selection, application, people


def put_at(subject, stage: str):
    """The subject at this stage, with the event the database asks for."""
    fresh = type(subject).objects.select_related("case", "round__case").get(pk=subject.pk)
    case = fresh.case
    if case.stage != stage:
        record(case, verb="put at a stage", by=None, at=database_now(), from_stage=case.stage, to_stage=stage)
        case.stage, case.closed_at = stage, None
        case.save(update_fields=["stage", "closed_at"])
    return fresh


def test_the_truth_table_of_applications(scene):
    _selection, application, people = scene

    assert_truth_table(
        APPLICATION, SANDBOX_APPLICATION, people=people, subject_at=lambda stage: put_at(application, stage)
    )


def test_the_truth_table_of_selections(scene):
    selection, _application, people = scene

    assert_truth_table(SELECTION, SANDBOX_SELECTION, people=people, subject_at=lambda stage: put_at(selection, stage))
