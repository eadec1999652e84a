"""Queues, their file, the search and the stuck list show the applications a person may open, and no trace of others."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from sandbox_portal.casework.models import Case
from sandbox_portal.casework.queries import cases_visible_to, stuck_for
from sandbox_portal.people.choices import Role
from sandbox_portal.people.clock import database_now
from sandbox_portal.people.queries import people_of
from selection.actions.declarations import declare
from selection.queries.applications import applications_visible_to
from tests.factories.people import make_staff
from tests.factories.selection import make_selection, members_of
from tests.signing_in import sign_in

PEOPLE = (
    "lead",
    "lead_on_panel",
    "tied_lead",
    "free",
    "tied",
    "undeclared",
    "committee",
    "auditor",
    "inspector",
    "owner",
)


@pytest.fixture(scope="module")
def scene(kept_database):
    """Two applications sent and a draft elsewhere; one member free of both, one tied to the first, one silent."""
    lead = make_staff(Role.PROGRAMME_LEAD)
    selection, (first, second) = make_selection(2, lead=lead)
    members = members_of(selection)
    free, tied, undeclared, tied_lead = (member.user for member in members[:4])
    for member, has_conflict in ((free, False), (tied, True), (tied_lead, True)):
        for application in (first, second):
            interest = "My sister works there." if has_conflict and application == first else ""
            declare(application, has_conflict=bool(interest), interest=interest, by=member, at=database_now())
    Case.objects.filter(pk=first.pk).update(usual_until=database_now() - timedelta(days=1))
    people = {"lead": lead, "free": free, "tied": tied, "undeclared": undeclared, "tied_lead": tied_lead}
    people["lead_on_panel"] = members[4].user
    for name, role in (("committee", Role.COMMITTEE_MEMBER), ("auditor", Role.AUDITOR), ("inspector", Role.INSPECTOR)):
        people[name] = make_staff(role)
    for name in ("lead_on_panel", "tied_lead"):
        _make_lead(people[name])
    people["owner"] = people_of(first.organisation)[0]
    return people, first, second


def _make_lead(user):
    from sandbox_portal.people.models import RoleGrant

    RoleGrant.objects.create(user=user, role=Role.PROGRAMME_LEAD, reason="Made for a test")
    user.__dict__.pop("_roles", None)


@pytest.mark.parametrize("name", PEOPLE)
def test_the_cases_of_applications_are_those_the_person_may_open(db, scene, name):
    user = scene[0][name]

    cases = set(cases_visible_to(user).filter(kind="sandbox_application").values_list("pk", flat=True))

    assert cases == set(applications_visible_to(user).values_list("pk", flat=True))


@pytest.mark.parametrize("name", ["tied", "tied_lead"])
def test_a_case_somebody_has_an_interest_in_is_nowhere_in_queue_file_search_stuck_list_or_count(db, scene, name):
    people, first, second = scene
    client, mark = sign_in(Client(), people[name]), first.organisation.name

    for address in (reverse("case-queue"), f"{reverse('case-queue')}?q={first.case.reference}", reverse("my-actions")):
        assert mark not in client.get(address).content.decode().replace(f'value="{first.case.reference}"', "")
    assert mark not in client.get(reverse("case-stuck")).content.decode()
    assert mark.encode() not in b"".join(client.get(reverse("case-queue-file")).streaming_content)
    assert client.get(reverse("case-queue"), {"q": first.case.reference}).context["count"] == "0 cases"
    assert list(stuck_for(people[name]).filter(pk=first.pk)) == []
    assert client.get(reverse("case-desk", args=[first.pk])).status_code == 404
    assert client.get(reverse("case-desk", args=[second.pk])).status_code == 200


def test_without_an_interest_the_same_case_is_in_all_of_them(db, scene):
    """The twin: the mark is really there to be found."""
    people, first, _second = scene
    client, mark = sign_in(Client(), people["free"]), first.organisation.name

    for address in (reverse("case-queue"), f"{reverse('case-queue')}?q={first.case.reference}", reverse("case-stuck")):
        assert mark in client.get(address).content.decode()
    assert mark.encode() in b"".join(client.get(reverse("case-queue-file")).streaming_content)
