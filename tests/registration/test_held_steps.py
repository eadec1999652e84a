"""Every stage × step × person of a granted registration and of a change in one, as it is meant."""

import pytest
from django.conf import settings

from registration.actions.changes import refuse_change, send_change, take_back_change
from registration.models import Change, Registration
from registration.workflow import CHANGE, HELD
from sandbox_portal.people.choices import Place, Role
from sandbox_portal.people.clock import database_now
from sandbox_portal.people.models import Organisation
from sandbox_portal.questions.loading import load_question_sets
from tests.factories.held import CONTACT, accepted, make_change, make_held, make_sent_change, owner_of
from tests.factories.people import make_organisation, make_provider, make_staff
from tests.house_rules.truth_tables import assert_truth_table, truth_table

OFFICERS = ("inspector", "manager")
WHY = {"why": "We move house.", "people": "We support nobody."}
MEANT_OF_HELD = truth_table(  # of kind registration_held
    pause=[("active", person) for person in OFFICERS],
    start_again=[("paused", person) for person in OFFICERS],
    cancel=[(stage, person) for stage in ("active", "paused") for person in OFFICERS],
    convert=[("active", "manager"), ("paused", "manager")],
    end_trial=[("active", "manager"), ("paused", "manager")],
)
MEANT_OF_CHANGE = truth_table(  # of kind registration_change
    send=[("draft", "owner"), ("draft", "signatory")],
    take_back=[(stage, person) for stage in ("draft", "sent") for person in ("owner", "signatory", "contributor")],
    accept=[("sent", person) for person in OFFICERS],
    refuse=[("sent", person) for person in OFFICERS],
)


@pytest.fixture(scope="module")
def body(kept_database) -> Organisation:
    load_question_sets(settings.CONTENT_ROOT, database_now())
    return make_organisation("Riverside Circles")


@pytest.fixture(scope="module")
def people(body):
    return {
        "owner": make_provider(body),
        "signatory": make_provider(body, place=Place.SIGNATORY),
        "contributor": make_provider(body, place=Place.CONTRIBUTOR),
        "reader": make_provider(body, place=Place.READER),
        "stranger": make_provider(),
        "inspector": make_staff(Role.REGISTRATION_INSPECTOR),
        "manager": make_staff(Role.REGISTRATION_MANAGER),
        "lead": make_staff(Role.PROGRAMME_LEAD),
        "auditor": make_staff(Role.AUDITOR),
    }


def test_the_truth_table_of_a_registration(body, people, db):
    def held_at(stage: str) -> Registration:
        held = make_held(body)
        if stage == "paused":
            accepted(make_sent_change(held, "pause", WHY))
        if stage == "ended":
            accepted(make_sent_change(held, "cancel", {**WHY, "records": "With our chair.", "agreed": True}))
        return Registration.objects.select_related("case").get(pk=held.pk)

    assert_truth_table(HELD, MEANT_OF_HELD, people=people, subject_at=held_at)


def test_the_truth_table_of_a_change(body, people, db):
    def change_at(stage: str) -> Change:
        held = make_held(body)
        change = make_change(held, "contact", CONTACT)
        if stage == "taken_back":
            return take_back_change(change, by=owner_of(held), at=database_now())
        if stage != "draft":
            change = send_change(change, by=owner_of(held), at=database_now())
        if stage == "accepted":
            return accepted(change)
        if stage == "refused":
            return refuse_change(change, reason="No.", by=make_staff(Role.REGISTRATION_INSPECTOR), at=database_now())
        return change

    assert_truth_table(CHANGE, MEANT_OF_CHANGE, people=people, subject_at=change_at)
