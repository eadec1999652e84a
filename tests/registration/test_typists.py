"""Whoever of ours typed for an applicant neither checks, assesses nor decides that application (R-008, R35)."""

import pytest
from django.db import IntegrityError, connection, transaction

from registration.actions.validation import accept_as_valid, allocate, list_shortcoming, start_validation
from registration.models import Assessment, Attempt, RegistrationApplication
from registration.queries.applications import managers_of
from registration.queries.workload import inspectors_and_load
from registration.workflow import REGISTRATION
from registration.workflow.assessment import NOT_ITS_INSPECTOR
from sandbox_portal.casework.actions.assistance import begin_typing, finish_typing
from sandbox_portal.casework.choices import PROVIDER, Agreement
from sandbox_portal.casework.looks import one_look
from sandbox_portal.casework.models import Assistance, Case, OutboxEntry
from sandbox_portal.casework.queries.assistance import who_typed
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.casework.working_days import day_in_london
from sandbox_portal.demo.registration_walk import send_whole
from sandbox_portal.people.choices import Place, Role
from sandbox_portal.people.clock import database_now
from sandbox_portal.people.queries import people_of
from tests.factories.assessments import assessing, load_words, set_by_hand
from tests.factories.people import make_provider, make_staff
from tests.factories.registration import make_registration_draft

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def words(kept_database) -> None:
    load_words()


@pytest.fixture(scope="module")
def typist(kept_database):
    return make_staff(Role.REGISTRATION_INSPECTOR, Role.REGISTRATION_MANAGER, name="Iris Penn")


@pytest.fixture(scope="module")
def colleague(kept_database):
    return make_staff(Role.REGISTRATION_INSPECTOR, Role.REGISTRATION_MANAGER, name="Max Orr")


@pytest.fixture(scope="module")
def typed(typist) -> RegistrationApplication:
    """An application in which somebody typed for its owner, sent by the owner."""
    draft = make_registration_draft()
    type_for(draft, typist)
    return send_whole(draft, at=database_now())


def type_for(application, typist) -> Assistance:
    owner = people_of(application.organisation, Place.OWNER)[0]
    at = database_now()
    agreed = {"agreed_by": owner, "agreed_how": Agreement.PHONE, "agreed_on": day_in_london(at), "note": ""}
    return finish_typing(begin_typing(application.case, **agreed, by=typist, at=at), by=typist, at=at)


def again(application) -> RegistrationApplication:
    return RegistrationApplication.objects.select_related("case", "organisation", "inspector").get(pk=application.pk)


def test_the_receipt_says_who_typed_and_on_whose_behalf(typed):
    owner = people_of(typed.organisation, Place.OWNER)[0]
    letter = OutboxEntry.objects.get(key=f"letter-{typed.pk}-L-17-1").payload["letter"]

    assert letter["facts"]["typed_by"] == f"Iris Penn on behalf of {owner.name}"


def test_where_nobody_typed_the_receipt_says_nothing_of_it(kept_database):
    assert who_typed(make_registration_draft().case) == ""


def test_whoever_typed_neither_checks_it_nor_is_offered_as_its_inspector(typed, typist, colleague):
    application, at = again(typed), database_now()
    with pytest.raises(Refused, match="who typed nothing for the applicant"):
        start_validation(application, by=typist, at=at)
    start_validation(application, by=colleague, at=at)
    with pytest.raises(Refused, match="who typed nothing for the applicant"):
        list_shortcoming(application, question_key="funding", reason="other", words="x", by=typist, at=at)
    with pytest.raises(Refused, match="who typed nothing for the applicant"):
        accept_as_valid(application, by=typist, at=at)
    accept_as_valid(application, by=colleague, at=at)

    assert [person.name for person, _load in inspectors_and_load(again(typed), colleague)] == ["Max Orr"]
    with pytest.raises(Refused, match="Iris Penn typed for this applicant"):
        allocate(again(typed), inspector=typist, by=colleague, at=at)


def test_typing_in_a_managers_part_counts_as_well(words, typist):
    scene = assessing(inspector=typist)
    before = REGISTRATION.refusal("ask_for_information", scene.again(), typist)
    put_down(managers_of(scene.application)[0].case, typist)

    after = REGISTRATION.refusal("ask_for_information", scene.again(), typist)

    assert (before, str(after)) == (None, NOT_ITS_INSPECTOR)


def put_down(case, typist) -> None:
    """A time of typing that is over."""
    at = database_now()
    words = {"agreed_name": "Robin Hale", "agreed_how": Agreement.PHONE, "agreed_on": day_in_london(at)}
    times = {"started_at": at, "ends_at": at.replace(year=at.year + 1), "over_at": at, "ending": "finished"}
    Assistance.objects.create(case=case, organisation=case.organisation, typist=typist, **words, **times)


def test_a_step_asks_again_whatever_the_page_has_read(typed, colleague):
    application, at = again(typed), database_now()
    with one_look():
        before = REGISTRATION.refusal("start_validation", application, colleague)
        put_down(application.case, colleague)
        with pytest.raises(Refused, match="who typed nothing for the applicant"):
            start_validation(application, by=colleague, at=at)

    assert before is None


def test_an_inspector_types_for_nobody_whose_application_they_assess(words, typist, colleague):
    scene = assessing(inspector=colleague)
    set_by_hand(scene.application.case, "awaiting_applicant", by=colleague, at=database_now())
    Case.objects.filter(pk=scene.application.pk).update(owner_role=PROVIDER)

    with pytest.raises(Refused, match="You assess this application"):
        type_for(scene.again(), colleague)
    assert type_for(scene.again(), typist).typist == typist


def write_as(person, application) -> Assessment:
    said = {"key_question": "safe", "evidence": "A file.", "view": "met", "reasons": "Complete."}
    with transaction.atomic():
        return Assessment.objects.create(application=application, **said, written_at=database_now(), written_by=person)


def test_the_database_refuses_what_a_typist_writes_past_the_actions(typed, typist, colleague):
    assert write_as(colleague, typed).pk
    with pytest.raises(IntegrityError, match="does not check or decide"):
        write_as(typist, typed)
    with pytest.raises(IntegrityError, match="does not check or decide"), transaction.atomic():
        Attempt.objects.filter(application=typed).update(returned_at=database_now(), returned_by=typist)


def test_without_the_trigger_a_typist_could_write(typed, typist):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE registration_assessment DISABLE TRIGGER typists_stay_out")

    assert write_as(typist, typed).pk


def test_a_stranger_of_the_same_role_is_offered_every_check(typed, colleague):
    assert REGISTRATION.refusal("start_validation", again(typed), colleague) is None
    assert REGISTRATION.refusal("start_validation", again(typed), make_provider()) is not None
