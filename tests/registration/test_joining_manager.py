"""A registered manager who joins later fills in and declares the form of a first application (R-011, R-281)."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from registration.actions.changes import refuse_change, send_change, take_back_change
from registration.actions.managers import ask_joining_manager, declare_manager_part, take_out_manager
from registration.changes import MANAGER_JOINS
from registration.models import Change, ManagerApplication
from registration.queries.ageing import ageing_checks
from registration.queries.applications import manager_applications_visible_to
from registration.queries.change_lines import lines_proposed
from registration.queries.held import managers_joining
from registration.workflow import CHANGE
from sandbox_portal.casework.models import Event, OutboxEntry
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.casework.working_days import day_in_london
from sandbox_portal.people.choices import Place, Role
from sandbox_portal.people.clock import database_now
from sandbox_portal.people.models import Invitation
from sandbox_portal.questions.models import QuestionSet
from sandbox_portal.questions.queries import response_of
from tests.factories.held import JOINS, bea_joins, make_change, make_held, owner_of
from tests.factories.people import make_provider, make_staff
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def joins(kept_database) -> Change:
    """A change by which somebody joins, with the organisation's own answer."""
    return make_change(make_held(), MANAGER_JOINS, JOINS)


@pytest.fixture(scope="module")
def begun(kept_database) -> ManagerApplication:
    """Another, with a part that is begun."""
    return bea_joins(make_change(make_held(), MANAGER_JOINS, JOINS), declared=False)


@pytest.fixture(scope="module")
def declared(kept_database) -> ManagerApplication:
    """Another, with a part that is declared."""
    return bea_joins(make_change(make_held(), MANAGER_JOINS, JOINS))


@pytest.fixture
def change(db, joins) -> Change:
    return again(joins)


def again(change) -> Change:
    """The change as a new request reads it."""
    return Change.objects.select_related("case", "organisation", "registration").get(pk=change.pk)


def part(manager) -> ManagerApplication:
    return ManagerApplication.objects.select_related("case", "change__case", "organisation").get(pk=manager.pk)


def send(change) -> Change:
    return send_change(again(change), by=owner_of(change.registration), at=database_now())


def ask(change, email="bea@example.org", by=None) -> ManagerApplication:
    by = by or owner_of(change.registration)
    return ask_joining_manager(change, name="Bea Lund", email=email, by=by, at=database_now())


def test_the_form_is_that_of_a_first_application(begun):
    first = QuestionSet.objects.get(code="registration-manager", version=1)

    assert response_of(part(begun).case).question_set == first


def test_nothing_is_sent_before_somebody_is_named_and_has_declared(db, change, begun):
    owner = owner_of(change.registration)
    named = again(begun.change)

    assert CHANGE.refusal("send", change, owner) == (
        "Name the new manager first. They fill in a form of their own and declare it."
    )
    assert CHANGE.refusal("send", named, owner_of(named.registration)) == (
        "We wait for the part of Bea Lund. They declare it before this can be sent."
    )


def test_a_declared_part_goes_with_the_change_and_names_who_joins(db, declared):
    change = send(declared.change)

    assert (part(declared).case.stage, change.case.stage) == ("sent", "sent")
    assert lines_proposed(change, day_in_london(database_now())) == ("Ada Moss", "Bea Lund")


def test_staff_read_it_once_it_is_sent_and_the_organisation_never(db, declared, client):
    officer, owner = make_staff(Role.REGISTRATION_INSPECTOR), owner_of(declared.change.registration)
    address = reverse("registration-manager-read", args=[declared.pk])
    before = [manager_applications_visible_to(each).filter(pk=declared.pk).exists() for each in (officer, owner)]
    send(declared.change)

    sign_in(client, officer)
    page = client.get(address).content.decode()
    told = client.get(reverse("change-detail", args=[declared.change_id])).content.decode()
    own = Client()
    sign_in(own, owner)

    assert before == [False, False]
    assert ("Larch Homecare" in page, address in told) == (True, True)
    assert own.get(address).status_code == 403
    assert address not in own.get(reverse("change-detail", args=[declared.change_id])).content.decode()


def test_somebody_from_outside_is_invited_to_read_and_written_to(change):
    manager = ask(change)

    assert Invitation.objects.get(email="bea@example.org").place == Place.READER
    mail = OutboxEntry.objects.get(name="registration/manager_asked", key=f"manager-asked:{manager.pk}")
    assert mail.payload["to"] == "bea@example.org"
    assert list(Event.objects.filter(case=change.case, verb="manager asked").values_list("note", flat=True)) == [
        "Bea Lund"
    ]
    assert managers_joining(change) == [manager]


def test_only_one_joins_by_one_change_and_another_after_the_first_was_taken_out(change):
    owner = owner_of(change.registration)
    first = ask(change)
    with pytest.raises(Refused, match="Somebody is named already"):
        ask(change, "cy@example.org")
    take_out_manager(first, reason="She has another job.", by=owner, at=database_now())

    second = ask(change, "cy@example.org")

    assert managers_joining(change) == [second]


def test_the_database_lets_no_two_join_by_one_change_and_no_part_belong_to_nothing(change):
    """What two requests at once would do."""
    first = ask(change)
    asked = {"invited_at": first.invited_at, "invited_by": first.invited_by, "case": change.case}
    facts = {"organisation": change.organisation, "name": "Cy", "email": "cy@example.org", **asked}
    said = []
    for whole in (change, None):
        with pytest.raises(IntegrityError) as refused, transaction.atomic():
            ManagerApplication.objects.create(change=whole, **facts)
        said.append(refused.value.__cause__.diag.constraint_name)

    assert said == ["one_manager_joins_by_a_change", "a_manager_goes_along_with_one_thing"]


@pytest.mark.parametrize(
    ("kind", "place", "sentence"),
    [
        ("contact", Place.OWNER, "No manager joins by this change."),
        (MANAGER_JOINS, Place.READER, "lets you read, not write"),
    ],
)
def test_who_may_name_a_manager_and_where(change, kind, place, sentence):
    other = change if kind == MANAGER_JOINS else make_change(change.registration, kind)
    by = make_provider(change.organisation, place=place)

    with pytest.raises(Refused, match=sentence):
        ask(other, by=by)


def test_nobody_is_named_once_the_change_is_with_us(db, declared):
    change = send(declared.change)

    with pytest.raises(Refused, match="It is with us now"):
        ask(change, "cy@example.org")


def test_a_refused_change_ends_the_part_and_one_taken_back_lets_nobody_read_it(db, declared, begun):
    officer = make_staff(Role.REGISTRATION_INSPECTOR)
    refuse_change(send(declared.change), reason="The check is too old.", by=officer, at=database_now())
    draft = again(begun.change)
    take_back_change(draft, by=owner_of(draft.registration), at=database_now())

    assert [part(each).case.stage for each in (declared, begun)] == ["ended", "taken_out"]
    seen = manager_applications_visible_to(officer).values_list("pk", flat=True)
    assert (declared.pk in seen, begun.pk in seen) == (True, False)


def test_the_places_to_choose_from_are_those_the_register_tells(begun, client):
    sign_in(client, begun.person)
    page = client.get(reverse("response-question", args=[begun.pk, "the-job", "locations"])).content.decode()

    assert 'value="riverside-base-saltby-sa1-2ab"' in page
    assert "Riverside base, Saltby, SA1 2AB" in page


def test_the_rules_of_a_first_application_hold_and_a_check_that_ages_is_told(db, declared):
    assert [(each.name, each.case) for each in ageing_checks() if each.case == str(declared.pk)] == [
        ("Bea Lund", str(declared.pk))
    ]


def test_a_part_that_is_not_whole_is_not_declared(begun):
    with pytest.raises(Refused):
        declare_manager_part(part(begun), by=part(begun).person, at=database_now())


def test_the_organisation_names_somebody_and_takes_them_out_by_the_pages(change, client):
    sign_in(client, owner_of(change.registration))
    address = reverse("change-manager", args=[change.pk])
    empty = client.get(reverse("change-detail", args=[change.pk])).content.decode()

    client.post(address, {"name": "Bea Lund", "email": "bea@example.org"})
    named = client.get(address).content.decode()
    client.post(reverse("change-manager-take-out", args=[change.pk]), {"reason": "She has another job."})

    assert ("Name the new manager" in empty, "Nobody is named yet" in empty) == (True, True)
    assert ("bea@example.org" in named, "Asked" in named, "Ask somebody else" in named) == (True, True, False)
    assert managers_joining(change) == []


def test_a_new_manager_who_is_in_the_team_begins_at_once(change, client):
    owner = owner_of(change.registration)
    sign_in(client, owner)

    answer = client.post(reverse("change-manager", args=[change.pk]), {"name": owner.name, "email": owner.email})

    [manager] = managers_joining(change)
    assert (manager.person, answer["Location"]) == (owner, reverse("manager-part", args=[manager.pk]))


def test_pages_and_letters_of_who_joins_speak_of_the_change_and_of_no_application(db, begun, client):
    sign_in(client, begun.person)
    page = client.get(reverse("manager-part", args=[begun.pk])).content.decode()
    take_out_manager(
        part(begun), reason="She has another job.", by=owner_of(begun.change.registration), at=database_now()
    )
    letter = OutboxEntry.objects.get(name="registration/manager_taken_out", payload__to=begun.email)

    assert ("application" in page.split("<main")[1].split("</main>")[0], letter.payload["context"]["whole"]) == (
        False,
        "change",
    )


def test_a_change_of_another_kind_has_no_such_page(change, client):
    sign_in(client, owner_of(change.registration))
    other = make_change(change.registration, "contact")

    assert client.get(reverse("change-manager", args=[other.pk])).status_code == 404
