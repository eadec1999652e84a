"""Who may open a page: each audience against each kind of person."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from sandbox_portal.people.actions import grant_role
from sandbox_portal.people.choices import Place, Role
from sandbox_portal.people.doors import ANYONE, PROVIDER, SIGNED_IN, STAFF, may_enter
from sandbox_portal.people.models import Membership, User
from sandbox_portal.people.permissions import (
    belongs_to_organisation,
    has_role,
    may_write_for_organisation,
    owns_organisation,
)
from sandbox_portal.people.queries import holders_of, organisations_visible_to, people_of, roles_of
from sandbox_portal.people.roles import DESCRIPTIONS
from tests.factories.people import make_organisation, make_provider, make_staff, make_user

pytestmark = pytest.mark.django_db
AUDIENCES = [ANYONE, SIGNED_IN, PROVIDER, STAFF, Role.PANEL_MEMBER, Role.PROGRAMME_LEAD]


def afresh(user: User) -> User:
    """The person as the next request sees them: roles and places are remembered for one request only."""
    return User.objects.get(pk=user.pk)


@pytest.mark.parametrize(
    ("make", "enters"),
    [
        (AnonymousUser, {ANYONE}),
        (make_user, {ANYONE, SIGNED_IN}),
        (make_provider, {ANYONE, SIGNED_IN, PROVIDER}),
        (lambda: make_staff(Role.PANEL_MEMBER), {ANYONE, SIGNED_IN, STAFF, Role.PANEL_MEMBER}),
        (lambda: make_staff(Role.AUDITOR), {ANYONE, SIGNED_IN, STAFF}),
    ],
    ids=["nobody", "newcomer", "provider", "panel member", "auditor"],
)
def test_each_person_enters_by_their_own_doors_alone(make, enters):
    person = make()

    assert {audience for audience in AUDIENCES if may_enter(person, frozenset({audience}))} == enters


def test_a_closed_account_enters_only_where_anybody_may():
    user = make_staff(Role.PROGRAMME_LEAD)
    user.is_active = False

    assert [audience for audience in AUDIENCES if may_enter(user, frozenset({audience}))] == [ANYONE]


def test_a_role_ends_by_its_date_and_by_being_taken_away(at):
    by_date, taken = make_user(), make_staff(Role.AUDITOR)
    grant_role(by_date, role=Role.AUDITOR, reason="x", by=None, at=at, expires_on=(at - timedelta(days=2)).date())
    taken.role_grants.update(ended_at=at)

    assert (roles_of(afresh(by_date)), roles_of(afresh(taken))) == (frozenset(), frozenset())
    assert list(holders_of(Role.AUDITOR)) == []


def test_giving_a_role_twice_gives_it_once(at):
    user = make_staff(Role.AUDITOR)

    grant_role(user, role=Role.AUDITOR, reason="again", by=None, at=at)

    assert user.role_grants.count() == 1


@pytest.mark.parametrize(
    ("place", "belongs", "writes", "owns"),
    [
        (Place.OWNER, True, True, True),
        (Place.CONTRIBUTOR, True, True, False),
        (Place.READER, True, False, False),
        (None, False, False, False),
    ],
)
def test_places_in_an_organisation(place, belongs, writes, owns):
    membership = make_organisation().memberships.get()
    user = make_provider(membership.organisation, place=place) if place else make_user()

    found = [
        rule.test(user, membership) for rule in (belongs_to_organisation, may_write_for_organisation, owns_organisation)
    ]

    assert found == [belongs, writes, owns]


def test_an_ended_membership_opens_nothing(at):
    user = make_provider()
    organisation = user.organisations.get()
    Membership.objects.filter(user=user).update(ended_at=at)

    assert list(organisations_visible_to(afresh(user))) == []
    assert user not in people_of(organisation)


def test_a_provider_sees_only_their_own_organisation_and_staff_see_all():
    ours, theirs = make_organisation(), make_organisation()

    assert list(organisations_visible_to(make_provider(ours))) == [ours]
    assert set(organisations_visible_to(make_staff(Role.AUDITOR))) == {ours, theirs}


def test_nobody_holds_no_role():
    assert has_role(Role.AUDITOR).test(AnonymousUser()) is False


def test_every_role_says_what_it_is_for():
    assert set(DESCRIPTIONS) == set(Role)
