"""Roles: given by one person to another, with a reason and an end, and gone at once."""

import threading
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection
from django.test import Client
from django.urls import reverse

from sandbox_portal.people.actions import end_role, grant_role, roles
from sandbox_portal.people.choices import PersonVerb, Role
from sandbox_portal.people.clock import travelled_to
from sandbox_portal.people.models import PersonEvent, RoleGrant, User
from sandbox_portal.people.queries import holders_of, roles_of
from sandbox_portal.people.refusals import Refused
from tests.factories.people import make_staff, make_user
from tests.house_rules.query_counts import assert_same_queries
from tests.signing_in import sign_in

from .mail import letters_to

pytestmark = pytest.mark.django_db
LIST = "person-list"


@pytest.fixture
def administrator(db):
    return make_staff(Role.SYSTEM_ADMINISTRATOR)


@pytest.fixture
def admin_client(administrator):
    return sign_in(Client(), administrator)


def afresh(user):
    return User.objects.get(pk=user.pk)


def test_an_administrator_gives_a_role_with_its_reason_and_end(admin_client, administrator, at):
    user = make_user()
    last_day = (at + timedelta(days=90)).date()
    date = {"expires_on_0": last_day.day, "expires_on_1": last_day.month, "expires_on_2": last_day.year}

    admin_client.post(reverse("role-give", args=[user.pk]), {"role": "auditor", "reason": "Yearly audit", **date})

    grant, event = user.role_grants.get(), PersonEvent.objects.get(person=user)
    assert (grant.role, grant.reason, grant.expires_on, grant.granted_by) == (
        "auditor",
        "Yearly audit",
        last_day,
        administrator,
    )
    assert (event.verb, event.by, event.note) == (PersonVerb.ROLE_GIVEN, administrator, "Yearly audit")
    assert "Yearly audit" in letters_to(user.email)[0]


def test_a_role_that_is_taken_away_is_gone_at_the_next_click_under_a_new_key(admin_client):
    """A08 and B03: another role is left, so the person stays signed in, but with another key."""
    user = make_staff(Role.PROGRAMME_LEAD, Role.SYSTEM_ADMINISTRATOR)
    theirs = sign_in(Client(), user)
    page, key = reverse(LIST), theirs.cookies["sessionid"].value
    assert theirs.get(page).status_code == 200
    grant = user.role_grants.get(role=Role.SYSTEM_ADMINISTRATOR)

    admin_client.post(reverse("role-end", args=[user.pk, grant.pk]), {"reason": "Changed jobs"})
    refused = theirs.get(page).status_code
    thief = Client()
    thief.cookies["sessionid"] = key

    assert refused == 403
    assert theirs.get(reverse("your-account")).status_code == 200
    assert theirs.cookies["sessionid"].value != key
    assert thief.get(reverse("your-account")).status_code == 302
    assert "Changed jobs" in letters_to(user.email)[0]


def test_a_role_stops_by_the_databases_clock_when_its_last_day_is_over(at):
    user = make_user()
    grant_role(user, role=Role.AUDITOR, reason="x", by=None, at=at, expires_on=at.date())

    with travelled_to(at + timedelta(days=2)):
        later = roles_of(afresh(user))

    assert (roles_of(afresh(user)), later) == ({Role.AUDITOR}, frozenset())


def test_a_role_that_ran_out_can_be_given_again(at):
    user = make_user()
    grant_role(user, role=Role.AUDITOR, reason="x", by=None, at=at, expires_on=(at - timedelta(days=2)).date())

    grant_role(user, role=Role.AUDITOR, reason="again", by=None, at=at)

    assert roles_of(afresh(user)) == {Role.AUDITOR}
    assert user.role_grants.filter(ended_at=None).count() == 1


def test_nobody_gives_or_takes_a_role_of_their_own(administrator, admin_client, at):
    own = administrator.role_grants.get()
    give = admin_client.post(reverse("role-give", args=[administrator.pk]), {"role": "auditor", "reason": "x"})
    take = admin_client.post(reverse("role-end", args=[administrator.pk, own.pk]), {"reason": "x"})

    assert (give.status_code, take.status_code) == (409, 409)
    assert roles_of(afresh(administrator)) == {Role.SYSTEM_ADMINISTRATOR}
    with pytest.raises(IntegrityError, match="nobody_gives_themselves_a_role"):
        RoleGrant.objects.create(user=administrator, role=Role.AUDITOR, reason="x", granted_by=administrator)


def test_only_administrators_give_and_take(at):
    lead, user = make_staff(Role.PROGRAMME_LEAD), make_staff(Role.AUDITOR)

    with pytest.raises(Refused):
        grant_role(user, role=Role.BROKER, reason="x", by=lead, at=at)
    with pytest.raises(Refused):
        end_role(user.role_grants.get(), reason="x", by=lead, at=at)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("protected", [True, False], ids=["with the lock", "twin: without it"])
def test_two_administrators_who_take_the_role_from_each_other_leave_one(at, monkeypatch, protected):
    pair = [make_staff(Role.SYSTEM_ADMINISTRATOR) for _ in range(2)]
    gate, outcomes = threading.Barrier(2), []
    if not protected:  # both are still administrators when each is asked, and nobody waits for the other
        monkeypatch.setattr(roles, "must_look_after_roles", lambda _by: gate.wait(timeout=20))

    def take(by, other):
        if protected:
            gate.wait(timeout=20)
        try:
            end_role(other.role_grants.get(), reason="x", by=by, at=at)
            outcomes.append("taken")
        except Refused:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=take, args=each) for each in (pair, pair[::-1])]
    [each.start() for each in threads]
    [each.join() for each in threads]

    assert sorted(outcomes) == (["refused", "taken"] if protected else ["taken", "taken"])


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["Ada Auditor", "Ben Broker"]),
        ("?role=broker", ["Ben Broker"]),
        ("?state=ending", ["Ben Broker"]),
        ("?state=past", ["Pia Past"]),
        ("?q=ada+people.example", ["Ada Auditor"]),
        ("?state=all&q=nobody", ["Nobody Special"]),
        ("?after=nonsense&state=nonsense", ["Ada Auditor", "Ben Broker"]),
    ],
)
def test_the_list_is_filtered(admin_client, at, query, names):
    everybody = ["Ada Auditor", "Ben Broker", "Pia Past", "Nobody Special"]
    make_staff(Role.AUDITOR, name="Ada Auditor", email="ada@people.example")
    soon, past = make_user("Ben Broker"), make_user("Pia Past")
    grant_role(soon, role=Role.BROKER, reason="x", by=None, at=at, expires_on=(at + timedelta(days=10)).date())
    grant_role(past, role=Role.BROKER, reason="x", by=None, at=at, expires_on=(at - timedelta(days=10)).date())
    make_user("Nobody Special")

    page = admin_client.get(reverse(LIST) + query).content.decode()

    assert [name for name in everybody if f">{name}</a>" in page] == names


def test_the_list_goes_on_where_a_page_ends(admin_client):
    for number in range(31):
        make_staff(Role.BROKER, name=f"Broker {number:02}")

    first = admin_client.get(reverse(LIST) + "?role=broker").content.decode()
    address = next(part for part in first.split('"') if "after=" in part).replace("&amp;", "&")
    second = admin_client.get(reverse(LIST) + address).content.decode()

    assert (first.count(">Broker "), second.count(">Broker ")) == (30, 1)
    assert "Broker 30" in second


def test_the_list_and_a_person_ask_no_more_for_thirty(admin_client):
    add = lambda count: [make_staff(Role.BROKER) for _ in range(count)]  # noqa: E731

    assert_same_queries(admin_client, reverse(LIST), add=add, at_most=12)


def test_an_auditor_reads_and_changes_nothing():
    user = make_user("Somebody Else")
    client = sign_in(Client(), make_staff(Role.AUDITOR))
    page = client.get(reverse("person-detail", args=[user.pk]))

    assert (page.status_code, "Give a role" in page.content.decode()) == (200, False)
    assert client.post(reverse("role-give", args=[user.pk]), {}).status_code == 403


def test_a_new_service_gets_its_first_two_administrators_from_the_command_line(at):
    first, second, third = (make_user() for _ in range(3))

    for user in (first, second):
        call_command("make_administrator", user.email, reason="Set up the service", stdout=StringIO())
    with pytest.raises(CommandError, match="administrators already"):
        call_command("make_administrator", third.email, reason="x")

    event = PersonEvent.objects.get(person=first)
    assert set(holders_of(Role.SYSTEM_ADMINISTRATOR)) == {first, second}
    assert (event.verb, event.by, event.note) == (PersonVerb.ROLE_GIVEN, None, "Set up the service")


def test_nobody_without_an_account_is_made_an_administrator():
    with pytest.raises(CommandError, match="creates an account first"):
        call_command("make_administrator", "nobody@people.example", reason="x")
