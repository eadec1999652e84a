"""Who may take which step at which stage of an application to register: what is meant, against what is."""

from collections.abc import Iterable

import pytest

from registration.actions.managers import ask_manager
from registration.choices import ManagerStage as M
from registration.choices import RegistrationStage as S
from registration.models import RegistrationApplication
from registration.queries.applications import managers_of
from registration.workflow import MANAGER, REGISTRATION
from sandbox_portal.casework.events import record
from sandbox_portal.people.choices import Place, Role
from sandbox_portal.people.clock import database_now
from sandbox_portal.people.models import User
from sandbox_portal.people.queries import people_of
from tests.factories.people import make_organisation, make_provider, make_staff
from tests.factories.registration import make_registration_draft
from tests.house_rules.truth_tables import assert_truth_table, truth_table, what_is


def by(people: str, stages: Iterable[str]) -> list[tuple[str, str]]:
    """Each of these people at each of these stages."""
    return [(str(stage), person) for stage in stages for person in people.split()]


OPEN = set(S) - {S.NOD_REFUSE, S.NOD_CONDITIONS, S.APPEALED, S.REGISTERED, S.REFUSED, S.WITHDRAWN}
CHECKS = "inspector colleague manager"
TEAM = f"{CHECKS} typist"
SIGNS = "owner signatory"
PROPOSED = {S.NOP_REFUSE, S.NOP_CONDITIONS}
MEANT = truth_table(  # of kind registration
    send=by(f"{SIGNS} typist", {S.DRAFT}),
    withdraw=by(SIGNS, OPEN),
    confirm=by(SIGNS, OPEN - {S.DRAFT, S.RETURNED_INCOMPLETE}),
    start_validation=by(CHECKS, {S.SUBMITTED}),
    return_incomplete=by(CHECKS, {S.VALIDATING}),
    reopen=by(f"{SIGNS} contributor typist", {S.RETURNED_INCOMPLETE}),
    accept_as_valid=by(CHECKS, {S.VALIDATING}),
    allocate=by(TEAM, {S.VALID}),
    allocate_again=by(TEAM, {S.ALLOCATED, S.ASSESSING, S.AWAITING_APPLICANT}),
    begin_assessment=by("inspector", {S.ALLOCATED}),
    ask_for_information=by("inspector", {S.ASSESSING}),
    give_information=by(SIGNS, {S.AWAITING_APPLICANT}),
    go_on_without=by("inspector", {S.AWAITING_APPLICANT}),
    return_for_no_contact=by("inspector", {S.AWAITING_APPLICANT}),
    recommend=by("inspector", {S.ASSESSING}),
    send_back_to_inspector=by("manager", {S.RECOMMENDED}),
    grant=by("manager", {S.RECOMMENDED}),
    propose_refusal=by("manager", {S.RECOMMENDED}),
    propose_conditions=by("manager", {S.RECOMMENDED}),
    accept_late_representations=by("manager", PROPOSED),
    make_representations=by(SIGNS, PROPOSED),
    withdraw_proposal=by("manager", PROPOSED | {S.REPRESENTATIONS}),
    decide_refusal=by("manager", {S.NOP_REFUSE, S.REPRESENTATIONS}),
    decide_conditions=by("manager", {S.NOP_CONDITIONS, S.REPRESENTATIONS}),
    register_with_conditions=by("manager", {S.NOD_CONDITIONS}),
    record_appeal=by("manager", {S.NOD_REFUSE, S.NOD_CONDITIONS}),
    record_appeal_of_conditions=by("manager", {S.REGISTERED}),
    end_appeal_of_conditions=by("manager", {S.REGISTERED}),
    register_after_appeal=by("manager", {S.APPEALED}),
    refuse_after_appeal=by("manager", {S.APPEALED}),
    refuse=by("manager clock", {S.NOD_REFUSE}),
)
SIGNED_BY_ANOTHER = {
    "send_back_to_inspector",
    "grant",
    "propose_refusal",
    "propose_conditions",
    "withdraw_proposal",
    "decide_refusal",
    "decide_conditions",
}
BEFORE_SENDING = {M.INVITED, M.DRAFT, M.DECLARED}
MEANT_OF_MANAGERS = truth_table(  # of kind registration_manager
    declare=by("manager", {M.DRAFT}),
    change_again=by("manager clock", {M.DECLARED}),
    go_along=by("clock", {M.DECLARED}),
    come_back=by("clock", {M.SENT}),
    take_out=by("owner contributor manager", BEFORE_SENDING),
    end=by("clock", BEFORE_SENDING | {M.SENT}),
)


@pytest.fixture(scope="module")
def people(kept_database) -> dict[str, User | None]:
    organisation = make_organisation("Kingfisher Care")
    return {
        "owner": people_of(organisation, Place.OWNER)[0],
        "signatory": make_provider(organisation, place=Place.SIGNATORY),
        "contributor": make_provider(organisation, place=Place.CONTRIBUTOR),
        "reader": make_provider(organisation, place=Place.READER),
        "stranger": make_provider(),
        "inspector": make_staff(Role.REGISTRATION_INSPECTOR),
        "colleague": make_staff(Role.REGISTRATION_INSPECTOR),
        "typist": make_staff(Role.REGISTRATION_INSPECTOR),
        "manager": make_staff(Role.REGISTRATION_MANAGER),
        "lead": make_staff(Role.PROGRAMME_LEAD),
        "auditor": make_staff(Role.AUDITOR),
        "clock": None,
    }


@pytest.fixture(scope="module")
def application(people) -> RegistrationApplication:
    organisation = people["owner"].organisations.get()
    application = make_registration_draft(organisation)
    application.inspector = people["inspector"]
    application.typed_in_by, application.typed_in_for = people["typist"], "Robin Hale"
    application.received_how, application.received_on = "paper", database_now().date()
    application.save()
    return application


def put_at(subject, stage: str):
    """The subject at this stage, with the event the database asks for."""
    fresh = type(subject).objects.select_related("case", "organisation").get(pk=subject.pk)
    case = fresh.case
    if case.stage != stage:
        record(case, verb="put at a stage", by=None, at=database_now(), from_stage=case.stage, to_stage=stage)
        case.stage, case.closed_at = stage, None
        case.save(update_fields=["stage", "closed_at"])
    return fresh


def test_the_truth_table_of_applications_to_register(db, application, people):
    assert_truth_table(REGISTRATION, MEANT, people=people, subject_at=lambda stage: put_at(application, stage))


def test_whoever_is_its_inspector_signs_nothing_even_with_the_role_of_a_manager(db, application):
    """R-008: of what an inspector and a manager may do, all but what a second person signs."""
    both = make_staff(Role.REGISTRATION_INSPECTOR, Role.REGISTRATION_MANAGER)
    RegistrationApplication.objects.filter(pk=application.pk).update(inspector=both)
    of_either = {(step, stage) for step, stage, person in MEANT if person in {"inspector", "manager"}}

    found = what_is(REGISTRATION, {"both": both}, lambda stage: put_at(application, stage))

    assert found == {(step, stage, "both") for step, stage in of_either if step not in SIGNED_BY_ANOTHER}


def test_the_truth_table_of_managers_parts(db, application, people):
    """“begin” has no row: this part was begun, so nobody begins it again."""
    part = managers_of(application)[0]
    asked = {"manager": part.person, "inspector": people["inspector"], "clock": None}
    asked |= {name: people[name] for name in ("owner", "contributor", "reader", "stranger")}

    assert {step.name for step in MANAGER.steps} == {step for step, _stage, _person in MEANT_OF_MANAGERS} | {"begin"}
    assert what_is(MANAGER, asked, lambda stage: put_at(part, stage)) == MEANT_OF_MANAGERS


def test_a_part_is_begun_by_the_address_that_was_asked_and_by_nobody_else(db, application, people):
    reader, owner = people["reader"], people["owner"]
    part = ask_manager(application, name="Jo Reed", email=reader.email, by=owner, at=database_now())

    assert [name for name, person in people.items() if MANAGER.refusal("begin", part, person) is None] == ["reader"]
