"""A team: who may change it, what a change does at once, and that an owner always stays."""

import threading

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from sandbox_portal.people.actions import change_place, leave_team, remove_from_team
from sandbox_portal.people.choices import PersonVerb, Place
from sandbox_portal.people.models import Membership, PersonEvent
from sandbox_portal.people.refusals import Refused
from sandbox_portal.people.roles import PLACES
from tests.factories.people import make_organisation, make_provider
from tests.house_rules.query_counts import assert_same_queries
from tests.signing_in import sign_in

from .mail import letters_to

pytestmark = pytest.mark.django_db


def owner_of(organisation):
    return organisation.memberships.get(place=Place.OWNER).user


def member(organisation, place=Place.CONTRIBUTOR):
    return make_provider(organisation, place=place).memberships.get()


def address(name, organisation, membership=None):
    ids = {"membership_id": membership.pk} if membership else {}
    return reverse(name, kwargs={"organisation_id": organisation.pk, **ids})


def test_every_place_says_what_it_is_for():
    assert set(PLACES) == set(Place)


def test_an_owner_changes_a_place_and_the_person_is_told():
    organisation = make_organisation()
    colleague = member(organisation)
    client = sign_in(Client(), owner_of(organisation))

    client.post(address("member-change", organisation, colleague), {"place": Place.SIGNATORY})

    colleague.refresh_from_db()
    event = PersonEvent.objects.get(verb=PersonVerb.PLACE_CHANGED)
    assert colleague.place == Place.SIGNATORY
    assert (event.person, event.by, event.organisation) == (colleague.user, owner_of(organisation), organisation)
    assert event.data == {"before": "contributor", "place": "signatory"}
    assert "Your place is now: Signatory." in letters_to(colleague.user.email)[0]


def test_whoever_is_taken_out_is_refused_at_the_next_click_everywhere():
    """A08: the last five addresses, opened again in the session they were opened in."""
    organisation = make_organisation()
    colleague = member(organisation)
    theirs = sign_in(Client(), colleague.user)
    last_five = [
        address("organisation-detail", organisation),
        address("organisation-correct", organisation),
        address("team", organisation),
        address("team-leave", organisation),
        address("team-invite", organisation),
    ]
    before = [theirs.get(each).status_code for each in last_five]

    sign_in(Client(), owner_of(organisation)).post(address("member-remove", organisation, colleague))

    assert before == [200, 200, 200, 200, 200]
    assert {theirs.get(each).status_code for each in last_five} <= {403, 404}
    assert "You are no longer in the team" in letters_to(colleague.user.email)[0]


@pytest.mark.parametrize("place", [Place.SIGNATORY, Place.CONTRIBUTOR, Place.READER])
def test_only_owners_look_after_the_team(place, at):
    organisation = make_organisation()
    by, other = member(organisation, place).user, member(organisation)

    with pytest.raises(Refused, match="Only an owner"):
        change_place(other, place=Place.OWNER, by=by, at=at)
    with pytest.raises(Refused, match="Only an owner"):
        remove_from_team(other, by=by, at=at)
    answer = sign_in(Client(), by).post(address("team-invite", organisation), {"email": "x@y.example", "place": place})

    assert answer.status_code == 409
    assert PersonEvent.objects.exclude(verb=PersonVerb.ORGANISATION_CREATED).count() == 0


def test_an_owner_of_another_organisation_finds_no_team(at):
    ours, theirs = make_organisation(), make_organisation()
    client = sign_in(Client(), owner_of(theirs))
    colleague = member(ours)

    codes = [
        client.get(address("team", ours)).status_code,
        client.post(address("member-remove", ours, colleague)).status_code,
        client.post(address("member-remove", theirs, colleague)).status_code,
    ]

    assert codes == [404, 404, 404]
    with pytest.raises(Refused, match="Only an owner"):
        remove_from_team(colleague, by=owner_of(theirs), at=at)


def test_the_last_owner_can_neither_leave_nor_become_less(at):
    organisation = make_organisation()
    own = organisation.memberships.get()
    member(organisation, Place.SIGNATORY)

    for change in (
        lambda: leave_team(own, by=own.user, at=at),
        lambda: change_place(own, place=Place.READER, by=own.user, at=at),
    ):
        with pytest.raises(Refused, match="needs an owner"):
            change()


def test_an_owner_leaves_once_there_is_another(at):
    organisation = make_organisation()
    first, second = organisation.memberships.get(), member(organisation)
    change_place(second, place=Place.OWNER, by=first.user, at=at)

    leave_team(first, by=first.user, at=at)

    assert [each.user for each in organisation.memberships.filter(ended_at=None)] == [second.user]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("protected", [True, False], ids=["with the trigger", "twin: without it"])
def test_two_owners_who_leave_at_the_same_moment_leave_one_behind(protected, at):
    """Both ask the database directly, past every check of ours, and both stand right before the end."""
    organisation = make_organisation()
    pair = [organisation.memberships.get(), member(organisation, Place.OWNER)]
    if not protected:
        _trigger("DISABLE")
    gate, refused = threading.Barrier(2), []

    def leave(membership):
        try:
            with transaction.atomic():
                Membership.objects.filter(pk=membership.pk).update(ended_at=at)
                gate.wait(timeout=20)
        except IntegrityError:
            refused.append(membership)
        finally:
            connection.close()

    threads = [threading.Thread(target=leave, args=[each]) for each in pair]
    [each.start() for each in threads]
    [each.join() for each in threads]
    left = organisation.memberships.filter(ended_at=None, place=Place.OWNER).count()
    if not protected:
        _trigger("ENABLE")

    assert (left, len(refused)) == ((1, 1) if protected else (0, 0))


def _trigger(verb):
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE people_membership {verb} TRIGGER an_owner_stays")


def test_the_team_page_asks_no_more_for_thirty_people(client):
    organisation = make_organisation()
    sign_in(client, owner_of(organisation))

    assert_same_queries(
        client,
        address("team", organisation),
        add=lambda count: [member(organisation) for _ in range(count)],
        at_most=12,
    )


def test_the_history_is_for_owners(client):
    organisation = make_organisation()
    colleague = member(organisation)

    seen = sign_in(client, owner_of(organisation)).get(address("team-history", organisation)).content.decode()

    assert "Organisation set up" in seen
    assert sign_in(client, colleague.user).get(address("team-history", organisation)).status_code == 404


def test_a_faulty_form_is_answered_as_one(provider_client, organisation):
    """422, so that a browser, a script and a log can tell a form that was not taken from one that was."""
    pages = {
        reverse("name-change"): {"name": ""},
        reverse("organisation-create"): {"name": ""},
        reverse("organisation-correct", args=[organisation.pk]): {"name": ""},
        reverse("team-invite", args=[organisation.pk]): {"email": "nobody"},
    }

    assert {
        address: provider_client.post(address, form).status_code for address, form in pages.items()
    } == dict.fromkeys(pages, 422)
