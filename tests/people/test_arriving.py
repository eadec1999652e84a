"""Whoever comes in is read with their session: one question for both, their roles and their places."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sandbox_portal.people.choices import Place, Role
from sandbox_portal.people.models import Membership, RoleGrant, User
from sandbox_portal.people.queries import arrival, organisation_places, person_with_rights, roles_of
from sandbox_portal.people.queries.arrivals import FIELDS
from tests.factories.people import make_organisation, make_staff, make_user
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


def questions_of(client: Client) -> list[str]:
    """What the page of one's account asks of the database."""
    asked: list[str] = []

    def note(execute, sql, *rest):
        asked.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(note):
        assert client.get(reverse("your-account")).status_code == 200
    return asked


def test_a_page_asks_once_for_the_session_the_person_and_what_they_hold():
    client = sign_in(Client(), make_staff(Role.PROGRAMME_LEAD))

    about_people = [sql for sql in questions_of(client) if "people_user" in sql or "django_session" in sql]

    assert len(about_people) == 1


def test_a_session_that_no_device_is_kept_for_still_finds_its_person():
    client = sign_in(Client(), make_user())
    UserSession.objects.all().delete()

    assert client.get(reverse("your-account")).status_code == 200


def test_the_list_of_devices_makes_nobody_somebody_else():
    """Who it is stands in the session; a device that names another person opens nothing of theirs."""
    user, other = make_user(name="Robin Marsh"), make_staff(Role.SYSTEM_ADMINISTRATOR, name="Kim Vale")
    client = sign_in(Client(), user)
    UserSession.objects.update(user=other)

    page = client.get(reverse("your-account")).content.decode()

    assert "Robin Marsh" in page
    assert "Kim Vale" not in page
    assert client.get(reverse("person-list")).status_code == 403


def test_a_changed_password_ends_the_session():
    user = make_user()
    client = sign_in(Client(), user)
    user.set_password("another long password")
    user.save()

    assert client.get(reverse("your-account")).status_code == 302


def test_a_closed_account_opens_nothing():
    user = make_user()
    client = sign_in(Client(), user)
    user.is_active = False
    user.save()

    assert client.get(reverse("your-account")).status_code == 302


def test_a_session_that_has_run_out_is_nobodys():
    client = sign_in(Client(), make_user())
    session = client.session
    session.set_expiry(timezone.now() - timedelta(seconds=1))
    session.save()

    assert arrival(session.session_key) is None
    assert client.get(reverse("your-account")).status_code == 302


def test_roles_and_places_are_those_that_hold_now():
    today, user, giver = timezone.localdate(), make_user(), make_user()
    home, former = make_organisation(), make_organisation()
    grants = {
        Role.PANEL_MEMBER: {"expires_on": today},
        Role.AUDITOR: {"expires_on": today - timedelta(days=1)},
        Role.PROGRAMME_LEAD: {"ended_at": timezone.now()},
        Role.COMMITTEE_MEMBER: {},
    }
    for role, ends in grants.items():
        RoleGrant.objects.create(user=user, role=role, reason="The work.", granted_by=giver, **ends)
    Membership.objects.create(user=user, organisation=home, place=Place.OWNER)
    Membership.objects.create(user=user, organisation=former, place=Place.OWNER, ended_at=timezone.now())
    plainly = type(user).objects.get(pk=user.pk)

    person = person_with_rights(user.pk)

    assert roles_of(person) == roles_of(plainly) == {Role.PANEL_MEMBER, Role.COMMITTEE_MEMBER}
    assert organisation_places(person) == organisation_places(plainly) == {home.pk: Place.OWNER}


def test_the_whole_person_is_read_in_the_order_in_which_django_fills_them_in():
    assert tuple(field.attname for field in User._meta.concrete_fields) == FIELDS
