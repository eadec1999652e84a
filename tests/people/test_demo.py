"""The made-up people of the demonstration."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from sandbox_portal.people.choices import Role
from sandbox_portal.people.demo import PEOPLE, demo_accounts, demo_code, demo_code_for, demo_people
from sandbox_portal.people.models import Organisation, RoleGrant, User
from tests.factories.people import make_staff

pytestmark = pytest.mark.django_db


def printed(*command) -> str:
    out = StringIO()
    call_command(*command, stdout=out)
    return out.getvalue()


def test_loading_twice_makes_everybody_once(at):
    demo_people(at=at)
    counts = [model.objects.count() for model in (User, Organisation, RoleGrant)]

    demo_people(at=at)

    assert counts == [model.objects.count() for model in (User, Organisation, RoleGrant)]
    assert {person.role for person in PEOPLE if person.role} == set(Role)
    assert sum(person.role == Role.PANEL_MEMBER for person in PEOPLE) == 8


def test_the_table_of_sign_ins_names_everybody(at):
    demo_people(at=at)

    table = printed("demo_sign_ins")

    assert [person.email for person in PEOPLE if person.email not in table] == []


def test_a_code_can_be_printed_for_staff_alone(at):
    demo_people(at=at)

    assert len(printed("demo_code", "auditor@demo.example").strip()) == 6
    with pytest.raises(CommandError):
        printed("demo_code", "maya@demo.example")


def test_without_accounts_the_command_says_what_to_do():
    with pytest.raises(CommandError, match="script/server"):
        printed("demo_sign_ins")


def test_elsewhere_than_on_a_demonstration_nothing_is_made_listed_or_shown(client, settings, at):
    demo_people(at=at)
    settings.DEMONSTRATION = False

    with pytest.raises(RuntimeError):
        demo_people(at=at)
    assert demo_accounts() == []
    assert demo_code_for(User.objects.get(email="auditor@demo.example")) == ""
    assert "auditor@demo.example" not in client.get(reverse("account_login")).content.decode()


def test_the_code_of_a_real_person_is_never_shown():
    assert demo_code_for(make_staff(Role.AUDITOR)) == ""


def test_the_code_is_the_one_an_app_would_show():
    """RFC 6238: the same moment gives the same code, the next half minute another."""
    codes = [demo_code("auditor@demo.example", at=moment) for moment in (0, 29, 30)]

    assert codes[0] == codes[1] != codes[2]
