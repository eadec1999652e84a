"""Invitations: one letter, one person, one use; and a link that opens nothing says nothing (B06, B07, B09, B10)."""

import re
import threading
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.db.models import QuerySet
from django.test import Client
from django.urls import reverse

from sandbox_portal.casework.models import OutboxEntry
from sandbox_portal.casework.sending import rendered
from sandbox_portal.people.actions import (
    accept_invitation,
    end_role,
    invite_to_role,
    invite_to_team,
    revoke_invitation,
    send_invitation_again,
)
from sandbox_portal.people.choices import PersonVerb, Place, Role
from sandbox_portal.people.models import Invitation, PersonEvent, User
from sandbox_portal.people.queries import organisation_places, roles_of
from sandbox_portal.people.refusals import Refused
from tests.factories.people import PASSWORD, make_organisation, make_provider, make_staff, make_user, token_of
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db
ADDRESS = "invited.person@people.example"
NEW = {"name": "Ines Newcomer", "password1": PASSWORD}


def invited(email=ADDRESS, place=Place.CONTRIBUTOR, **named):
    organisation = make_organisation()
    owner = organisation.memberships.get().user
    return invite_to_team(organisation, email=email, place=place, by=owner, **named)


def link(token):
    return reverse("invitation", kwargs={"token": token})


def page_without_reference(response):
    page = response.content.decode().replace(response["X-Reference"], "")
    return response.status_code, re.sub(r'value="[A-Za-z0-9]{64}"', "", page)


def test_somebody_new_makes_an_account_and_is_in_the_team(client, at):
    invitation = invited(at=at)

    answer = client.post(link(token_of(invitation)), NEW)

    user = User.objects.get(email=ADDRESS)
    assert answer["Location"] == reverse("home")
    assert organisation_places(user) == {invitation.organisation_id: Place.CONTRIBUTOR}
    assert client.get(reverse("team", args=[invitation.organisation_id])).status_code == 200
    assert PersonEvent.objects.filter(verb=PersonVerb.INVITATION_ACCEPTED, person=user, by=user).count() == 1


def test_somebody_with_an_account_signs_in_first_and_then_accepts(client, at):
    user = make_user(email=ADDRESS)
    invitation = invited(at=at)
    token = token_of(invitation)

    page = client.get(link(token)).content.decode()
    posted = client.post(link(token), NEW)
    assert f"{reverse('account_login')}?next={link(token)}" in page
    assert (posted.status_code, User.objects.filter(email=ADDRESS).count()) == (200, 1)
    answer = sign_in(client, user).post(link(token))

    assert answer["Location"] == reverse("team", args=[invitation.organisation_id])


def test_looking_uses_nothing_up(client, at):
    token = token_of(invited(at=at))

    codes = {getattr(client, method)(link(token)).status_code for method in ("get", "head") * 10}

    assert codes == {200}
    assert Invitation.objects.get().accepted_at is None


def test_every_link_that_opens_nothing_gives_the_same_page(at):
    used, revoked, old, resent = (invited(email=f"p{number}@people.example", at=at) for number in range(4))
    tokens = {
        name: token_of(each) for name, each in {"used": used, "revoked": revoked, "old": old, "resent": resent}.items()
    }
    Client().post(link(tokens["used"]), NEW)
    revoke_invitation(revoked, by=revoked.invited_by, at=at)
    Invitation.objects.filter(pk=old.pk).update(expires_at=at - timedelta(seconds=1))
    send_invitation_again(resent, by=resent.invited_by, at=at)
    cache.clear()

    pages = {page_without_reference(Client().get(link(token))) for token in [*tokens.values(), "wrong", "x" * 43]}
    posts = {page_without_reference(Client().post(link(token), NEW)) for token in [*tokens.values(), "wrong"]}

    assert len(pages) == len(posts) == 1
    assert pages.pop()[0] == posts.pop()[0] == 404


def test_guessing_is_slowed_down(client):
    cache.clear()

    codes = [client.get(link(f"guess-{number}")).status_code for number in range(22)]
    cache.clear()

    assert (codes[:20], codes[-1]) == ([404] * 20, 429)


def test_another_persons_account_cannot_accept_and_learns_nothing(at):
    invitation = invited(at=at)
    stranger = make_provider()
    client = sign_in(Client(), stranger)

    answers = [client.get(link(token_of(invitation))), client.post(link(token_of(invitation)))]

    assert all("for another address" in each.content.decode() for each in answers)
    assert all(invitation.organisation.name not in each.content.decode() for each in answers)
    with pytest.raises(Refused):
        accept_invitation(invitation, by=stranger, at=at)


def test_the_secret_stands_nowhere_but_in_the_letter_that_leaves(client, at):
    """B06: searched for in every table that speaks of it; the letter itself holds the link once it is written out."""
    invitation = invited(at=at)
    token = token_of(invitation)
    entry = OutboxEntry.objects.get(payload__to=ADDRESS)

    with connection.cursor() as cursor:
        rows = []
        for table in ("people_invitation", "people_personevent", "casework_outboxentry"):
            cursor.execute(f"SELECT {table}::text FROM {table}")
            rows += [row[0] for row in cursor.fetchall()]
    _subject, body = rendered(entry.name, entry.payload["context"])

    assert [row for row in rows if token in row] == []
    assert f"http://localhost:8000{link(token)}" in body
    assert "[[" not in body


def test_the_page_tells_no_other_site_its_address(client, at):
    answer = client.get(link(token_of(invited(at=at))))

    assert (answer["Referrer-Policy"], answer["Cache-Control"]) == ("strict-origin", "no-store, private")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("protected", [True, False], ids=["with the lock", "twin: without it"])
def test_a_link_used_twice_at_once_is_used_once(at, monkeypatch, protected):
    invitation = invited(at=at)
    user = make_user(email=ADDRESS)
    gate, outcomes = threading.Barrier(3), []
    if not protected:
        _without_locks(monkeypatch, gate)

    def accept():
        if protected:
            gate.wait(timeout=20)
        try:
            accept_invitation(invitation, by=User.objects.get(pk=user.pk), at=at)
            outcomes.append("accepted")
        except Refused:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=accept) for _ in range(3)]
    [each.start() for each in threads]
    [each.join() for each in threads]

    times = PersonEvent.objects.filter(verb=PersonVerb.INVITATION_ACCEPTED).count()
    assert (outcomes.count("accepted"), times) == ((1, 1) if protected else (3, 3))


def _without_locks(monkeypatch, gate):
    """Everybody has read that the invitation waits before anybody writes that it does not."""
    save = Invitation.save

    def save_together(self, *args, **named):
        gate.wait(timeout=20)
        return save(self, *args, **named)

    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **_options: self)
    monkeypatch.setattr(Invitation, "save", save_together)


def test_who_invites_does_not_learn_who_has_an_account(at):
    make_user(email="known@people.example")
    organisation = make_organisation()
    client = sign_in(Client(), organisation.memberships.get().user)
    page = reverse("team-invite", args=[organisation.pk])

    answers = [client.post(page, {"email": f"{name}@people.example", "place": "reader"}) for name in ("known", "new")]
    team = client.get(reverse("team", args=[organisation.pk])).content.decode()

    assert {(each.status_code, each["Location"]) for each in answers} == {
        (302, reverse("team", args=[organisation.pk]))
    }
    assert [f"{name}@people.example" in team for name in ("known", "new")] == [True, True]


def test_the_same_address_is_asked_once(at):
    first = invited(at=at)

    with pytest.raises(Refused, match="already waiting"):
        invite_to_team(first.organisation, email=ADDRESS.upper(), place=Place.READER, by=first.invited_by, at=at)


def test_new_staff_set_up_a_second_step_before_anything_else(client, at):
    invitation = invite_to_role(
        email=ADDRESS, role=Role.PANEL_MEMBER, reason="Sits on the spring panel", by=administrator(), at=at
    )

    client.post(link(token_of(invitation)), NEW)

    user = User.objects.get(email=ADDRESS)
    grant = user.role_grants.get()
    assert roles_of(user) == {Role.PANEL_MEMBER}
    assert (grant.reason, grant.granted_by) == ("Sits on the spring panel", invitation.invited_by)
    assert client.get(reverse("your-account"))["Location"] == reverse("mfa_index")


def test_an_invitation_by_somebody_who_lost_that_right_gives_no_role(at):
    by = administrator()
    invitation = invite_to_role(email=ADDRESS, role=Role.AUDITOR, reason="x", by=by, at=at)
    end_role(by.role_grants.get(), reason="Left", by=administrator(), at=at)
    user = make_user(email=ADDRESS)

    with pytest.raises(Refused):
        accept_invitation(invitation, by=user, at=at)
    assert roles_of(user) == frozenset()


def administrator():
    return make_staff(Role.SYSTEM_ADMINISTRATOR)
