"""What those who are registered get in writing: changes, the end of a trial, the certificate, the end of it all."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from registration.actions.certificates import issue_certificate
from registration.actions.changes import refuse_change
from registration.actions.conversions import carry_out_conversion, plan_conversion
from registration.choices import ConversionPlan
from registration.models import Registration
from sandbox_portal.casework.models import OutboxEntry
from sandbox_portal.casework.moments import day_in_words
from sandbox_portal.casework.working_days import day_in_london
from sandbox_portal.documents.actions import take_out_of_force
from sandbox_portal.documents.models import IssuedDocument, LetterTemplate
from sandbox_portal.people.choices import Role
from sandbox_portal.people.clock import database_now, travelled_to
from tests.factories.held import JOINS, LEAVES, accepted, load_letters_once, make_held, make_sent_change
from tests.factories.people import make_organisation, make_staff

pytestmark = pytest.mark.django_db
WHY = {"why": "We move house.", "people": "Another body cares for them.", "records": "With our chair.", "agreed": True}


@pytest.fixture(scope="module", autouse=True)
def words(kept_database) -> None:
    load_letters_once()


@pytest.fixture
def held() -> Registration:
    with travelled_to(database_now() - timedelta(days=40)):
        return make_held(make_organisation("Riverside Circles"))


@pytest.fixture
def officer():
    return make_staff(Role.REGISTRATION_MANAGER, Role.REGISTRATION_INSPECTOR)


def today() -> date:
    return day_in_london(database_now())


def letters(case) -> list[tuple[str, dict[str, object]]]:
    """The letters that were asked for in this case, each with what it says of its own."""
    codes = {str(pk): code for pk, code in LetterTemplate.objects.values_list("pk", "code")}
    asked = OutboxEntry.objects.filter(name="documents.make_letter", payload__letter__case_id=str(case.pk))
    common = {"organisation", "reference", "link"}
    return [
        (codes[each["template_id"]], {name: said for name, said in each["facts"].items() if name not in common})
        for each in (entry.payload["letter"] for entry in asked.order_by("created_at", "pk"))
    ]


def certificate_of(held: Registration) -> IssuedDocument:
    asked = OutboxEntry.objects.filter(name="registration.make_certificate").latest("created_at").payload
    made = issue_certificate(held, request=asked["request"], because=asked["because"], by=None, at=database_now())
    assert made is not None
    return made


def test_an_accepted_change_says_from_when_it_holds(held):
    change = accepted(make_sent_change(held, "manager_leaves", LEAVES), "Bea Lund")

    about = "A registered manager leaves, or is away for 28 days or more"
    assert letters(change.case) == [("L-26A", {"change_about": about, "holds_from": day_in_words(today())})]


def test_a_refused_change_says_why(held, officer):
    change = make_sent_change(held, "manager_joins", JOINS)
    refuse_change(change, reason="The record check is too old.", by=officer, at=database_now())

    said = {"change_about": "A registered manager joins", "reason": "The record check is too old."}
    assert letters(change.case) == [("L-26R", said)]


def planned(held, kind, officer, *, because="The round has ended."):
    how = {"plan": kind, "to_kind": "", "on": today(), "because": because, "by": officer, "at": database_now()}
    return plan_conversion(held, service=held.services.get(closed_at=None), **how)


def test_a_planned_conversion_is_told_each_time_and_told_again_when_it_is_done(held, officer):
    planned(held, ConversionPlan.ENDS, officer, because="We think it ends.")
    plan = planned(held, ConversionPlan.STANDARD, officer)
    carry_out_conversion(plan, by=officer, at=database_now())

    kinds = {"service_name": "Riverside Circles", "kind_now": "Umbrella body for personal assistants"}
    days = {"holds_from": day_in_words(today())}
    now = {**kinds, **days, "kind_then": "Care at home", "reason": "The round has ended."}
    first = {**kinds, **days, "kind_then": "", "reason": "We think it ends."}
    assert letters(held.case) == [("L-26P", first), ("L-26P", now), ("L-26D", now)]


def test_a_certificate_comes_with_a_letter_that_says_how_it_is_checked(held):
    certificate = certificate_of(held)
    accepted(make_sent_change(held, "manager_joins", JOINS), "Ada Moss", "Bea Lund")
    newer = certificate_of(held)

    said = [(code, facts["certificate_number"], facts["reason"]) for code, facts in letters(held.case)]
    assert said == [("L-26L", certificate.number, ""), ("L-26L", newer.number, "A registered manager joins.")]
    assert letters(held.case)[0][1]["check_link"].endswith(f"/{certificate.number}/")


def checked(certificate: IssuedDocument) -> str:
    return Client().get(reverse("document-verify", args=[certificate.number])).content.decode()


def test_a_registration_that_ends_takes_its_certificate_out_of_force_for_whoever_checks_it(held):
    certificate = certificate_of(held)
    before = checked(certificate)
    accepted(make_sent_change(held, "cancel", WHY))

    said = {
        "ended_on": day_in_words(today()),
        "reason": "You asked us to end it.",
        "certificate_number": certificate.number,
    }
    assert letters(held.case)[1:] == [("L-26E", said)]
    assert "No: it was withdrawn on" not in before
    assert f"No: it was withdrawn on {day_in_words(today())}" in checked(certificate)
    assert certificate.withdrawal.reason == "The registration has ended."
    assert issue_certificate(held, request="late", because="", by=None, at=database_now()) is None


def test_a_trial_that_ends_without_another_kind_ends_the_certificate_too(held, officer):
    certificate = certificate_of(held)
    carry_out_conversion(planned(held, ConversionPlan.ENDS, officer), by=officer, at=database_now())

    assert [code for code, _said in letters(held.case)] == ["L-26L", "L-26P", "L-26E"]
    assert certificate.withdrawal.withdrawn_by == officer


def test_a_registration_ends_whether_or_not_its_certificate_was_withdrawn_or_made(held, officer):
    other = make_held(make_organisation("Moor Carers"))
    certificate = certificate_of(other)
    take_out_of_force(certificate, reason="A name was wrong.", by=officer, at=database_now())
    for each in (held, other):
        accepted(make_sent_change(each, "cancel", WHY))

    assert [facts["certificate_number"] for code, facts in letters(held.case) if code == "L-26E"] == [""]
    assert certificate.withdrawal.reason == "A name was wrong."
