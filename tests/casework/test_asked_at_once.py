"""Questions that are put to the database together find what each finds alone."""

from contextlib import nullcontext

import pytest
from django.db.models import Count, QuerySet

from sandbox_portal.casework import steps
from sandbox_portal.casework.asked_at_once import asked_at_once, rows_of_each
from sandbox_portal.casework.models import Case
from sandbox_portal.casework.prepared import answered_ahead, asking, rows_of
from sandbox_portal.people import front
from sandbox_portal.people.clock import database_now
from sandbox_portal.people.models import Organisation, User
from sandbox_portal.people.queries import organisation_places
from tests.factories.people import make_organisation, make_provider, make_user

from .kinds import LEAFLETS, open_leaflet

pytestmark = pytest.mark.django_db


def own(user) -> QuerySet[Organisation]:
    found = Organisation.objects.filter(pk__in=organisation_places(user))
    return found.annotate(people=Count("memberships")).order_by("-name")


def cases(user, *, organisation_id) -> QuerySet[Case]:
    return Case.objects.filter(organisation=organisation_id).select_related("organisation", "owner").order_by("title")


def people(*, email) -> QuerySet[User]:
    return User.objects.filter(email=email)


def nobody(user) -> QuerySet[User]:
    return User.objects.filter(pk__in=[])


@pytest.fixture
def home():
    return make_organisation("Moor Lane")


@pytest.fixture
def user(home):
    user = make_provider(home)
    for title in ("B", "A", "C"):
        open_leaflet(home, by=user, at=database_now(), title=title)
    return user


@pytest.fixture
def askings(home, user):
    return [
        asking(own, user),
        asking(nobody, user),
        asking(cases, user, organisation_id=home.pk),
        asking(people, None, email=user.email),
        asking(people, None, email="nobody@people.example"),
    ]


def test_each_finds_what_it_finds_alone_in_its_order_and_with_what_stands_beside_it(askings, home, user):
    mine, none, three, one, no_other = rows_of_each(askings)

    assert [[each.name for each in mine], none, one, no_other] == [["Moor Lane"], [], [user], []]
    assert mine[0].people == own(user)[0].people
    assert [(each.title, each.organisation, each.owner) for each in three] == [(name, home, None) for name in "ABC"]
    assert [vars(each).keys() for each in three] == [vars(each).keys() for each in cases(user, organisation_id=home.pk)]


def test_all_of_them_are_one_question_and_each_answer_is_given_once(askings, home, user, django_assert_num_queries):
    with asked_at_once(askings):
        pass  # what is prepared is prepared

    with django_assert_num_queries(1), asked_at_once(askings):
        three = rows_of(cases, user, organisation_id=home.pk)
        rows_of(own, user)
    with asked_at_once(askings):
        rows_of(own, user)
        Case.objects.filter(title="A").update(title="Z")
        rows_of(cases, user, organisation_id=home.pk)
        now = rows_of(cases, user, organisation_id=home.pk)

    assert [[each.title for each in found] for found in (three, now)] == [["A", "B", "C"], ["B", "C", "Z"]]


def test_nobody_is_given_what_was_asked_for_somebody_else(askings, user):
    other = make_provider(make_organisation("Weir House"))

    with asked_at_once(askings):
        assert [[each.name for each in rows_of(own, each)] for each in (other, user)] == [["Weir House"], ["Moor Lane"]]


def test_the_front_page_asks_for_all_its_parts_together(client, user, django_assert_max_num_queries):
    client.force_login(user)
    client.get("/")

    with django_assert_max_num_queries(12):
        assert client.get("/").status_code == 200


def test_without_that_each_part_asks_for_itself(client, user, monkeypatch, django_assert_max_num_queries):
    """The twin."""
    client.force_login(user)
    monkeypatch.setattr(front, "_at_once", [])
    client.get("/")

    with pytest.raises(pytest.fail.Exception), django_assert_max_num_queries(12):
        client.get("/")


def test_somebody_without_anything_asks_little(client, django_assert_max_num_queries):
    client.force_login(make_user())
    client.get("/")

    with django_assert_max_num_queries(6):
        client.get("/")


def send_after(case, answers, by):
    with answered_ahead(answers):
        return LEAFLETS.take_step(case, "send", by=by, at=database_now())


def test_a_step_asks_itself_whatever_was_asked_ahead(home, user):
    case = Case.objects.filter(organisation=home).first()

    assert send_after(case, {asking(steps._locked, None, case_id=case.pk): []}, user).stage == "sent"


def test_without_that_what_was_asked_ahead_would_decide(home, user, monkeypatch):
    """The twin."""
    monkeypatch.setattr(steps, "answered_ahead", nullcontext)
    case = Case.objects.filter(organisation=home).first()

    with pytest.raises(ValueError, match="not enough values"):
        send_after(case, {asking(steps._locked, None, case_id=case.pk): []}, user)
