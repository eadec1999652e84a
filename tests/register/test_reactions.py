"""What the register hears from a selection: who takes part, who came later, who left."""

from datetime import timedelta

import pytest
from django.test import Client

from programme.actions import change_key_date
from sandbox_portal.casework.working_days import day_in_london
from sandbox_portal.people.choices import Role
from sandbox_portal.people.clock import database_now
from sandbox_portal.people.models import Membership
from sandbox_portal.register.definitions import kind_tried_in
from sandbox_portal.register.models import Service, StatusEntry
from selection.actions.applications import withdraw_application
from selection.actions.letters import release_outcome_letters
from selection.actions.promotions import decide_promotion, offer_promotion
from selection.choices import ApplicationStage
from tests.factories.people import make_staff
from tests.factories.selection import chair_of
from tests.selection.results_scene import again, do_all_work, signed_off

pytestmark = pytest.mark.django_db


def entries() -> list[tuple[str, str, bool]]:
    found = StatusEntry.objects.select_related("service").order_by("recorded_at")
    return [(entry.service.organisation_name, entry.status, entry.is_public) for entry in found]


def owner_of(application):
    return Membership.objects.filter(organisation=application.organisation_id).first().user


def test_round_4_tries_umbrella_bodies_and_a_round_nobody_named_tries_nothing():
    assert kind_tried_in("round-4").code == "umbrella_body"
    assert kind_tried_in("round-400") is None


def test_the_selected_take_part_from_the_day_the_letters_go_then_one_leaves_and_a_reserve_comes():
    lead = make_staff(Role.PROGRAMME_LEAD)
    selection, sent = signed_off(lead=lead, number=4)
    do_all_work()
    assert entries() == []  # nobody hears of a result before the applicants do
    release_outcome_letters(selection, by=lead, at=database_now())
    chosen, reserve = sent[0], sent[1]
    name, other = chosen.organisation.name, reserve.organisation.name

    assert entries() == [(name, "taking_part", chosen.name_consent)]
    entry = StatusEntry.objects.get()
    assert (entry.from_day, entry.case_id, entry.reason) == (
        day_in_london(database_now()),
        chosen.pk,
        selection.round.title,
    )
    assert Service.objects.get().is_listed == chosen.name_consent
    found = Client().get("/register/").content.decode()
    assert (name in found) == chosen.name_consent

    move_workshops(selection)
    withdraw_application(chosen, reason="We cannot go on.", by=owner_of(chosen), at=database_now())
    promotion = offer_promotion(again(selection), reason="A place is free.", by=chair_of(selection), at=database_now())
    decide_promotion(promotion, approve=True, by=make_staff(Role.COMMITTEE_MEMBER), at=database_now())

    assert entries() == [
        (name, "taking_part", chosen.name_consent),
        (name, "left", chosen.name_consent),
        (other, "taking_part", reserve.name_consent),
    ]
    reserve.case.refresh_from_db()
    assert reserve.case.stage == ApplicationStage.SELECTED


def move_workshops(selection):
    """A reserve can come only before the first workshop."""
    lead = make_staff(Role.PROGRAMME_LEAD)
    for workshop in selection.round.key_dates.filter(kind="workshop"):
        later = {"starts_at": database_now() + timedelta(days=60), "is_all_day": False, "place": workshop.place}
        change_key_date(workshop, **later, reason="The hall is closed.", by=lead, at=database_now())
