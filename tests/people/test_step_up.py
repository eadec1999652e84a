"""What counts is taken only from somebody who has just shown that it is them; what they typed is kept (B03, B04)."""

import re

import pytest
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client
from django.urls import reverse

from sandbox_portal.people.choices import Place, Role
from sandbox_portal.people.demo import demo_code, demo_secret
from sandbox_portal.people.models import Invitation
from selection.views.committee import DecideOnPromotion, DecisionPage, SecondDecision
from selection.views.lead import SendLetters
from tests.factories.people import PASSWORD, make_organisation, make_provider, make_staff, make_user
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db
REASON = "Asked for by the head of the programme, who needs it before the spring round."


def minutes_later(client, minutes):
    """The records of signing in, and nothing else, are older by so much."""
    session = client.session
    for record in session[AUTHENTICATION_METHODS_SESSION_KEY]:
        record["at"] -= minutes * 60
    session.save()
    return client


@pytest.fixture
def administrator(db):
    user = make_staff(Role.SYSTEM_ADMINISTRATOR)
    TOTP.activate(user, demo_secret(user.email))
    return user


def give(client, user):
    return client.post(reverse("role-give", args=[user.pk]), {"role": "auditor", "reason": REASON})


def test_within_fifteen_minutes_nothing_is_asked(administrator):
    user = make_user()

    give(minutes_later(sign_in(Client(), administrator), 14), user)

    assert user.role_grants.count() == 1


def test_later_the_second_step_is_asked_and_nothing_typed_is_lost(administrator):
    user = make_user()
    client = minutes_later(sign_in(Client(), administrator), 16)

    asked = give(client, user)
    held = user.role_grants.count()
    client.post(asked["Location"], {"code": demo_code(administrator.email), "next": reverse("kept-form")})
    page = client.get(reverse("kept-form")).content.decode()
    fields = dict(re.findall(r'<textarea name="(\w+)"[^>]*>\n(.*?)</textarea>', page, re.DOTALL))
    done = client.post(reverse("role-give", args=[user.pk]), fields)

    assert asked["Location"].startswith(reverse("mfa_reauthenticate"))
    assert (held, fields) == (0, {"role": "auditor", "reason": REASON})
    assert f'action="{reverse("role-give", args=[user.pk])}"' in page
    assert (done.status_code, user.role_grants.get().reason) == (302, REASON)


def test_the_password_alone_does_not_count_where_there_is_a_second_step(administrator):
    client = minutes_later(sign_in(Client(), administrator), 16)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})

    assert give(client, make_user())["Location"].startswith(reverse("mfa_reauthenticate"))


def test_somebody_without_a_second_step_gives_the_password():
    organisation = make_organisation()
    client = minutes_later(sign_in(Client(), organisation.memberships.get().user), 16)

    address = reverse("team-invite", args=[organisation.pk])
    asked = client.post(address, {"email": "a@people.example", "place": Place.READER})

    assert asked["Location"].startswith(reverse("account_reauthenticate"))
    assert Invitation.objects.count() == 0


def test_looking_asks_for_nothing(administrator):
    client = minutes_later(sign_in(Client(), administrator), 16)

    assert client.get(reverse("role-give", args=[make_user().pk])).status_code == 200


@pytest.mark.parametrize("door", [DecisionPage, SecondDecision, DecideOnPromotion, SendLetters])
def test_decisions_and_letters_ask_again(door):
    assert door.fresh_sign_in


def test_nobody_else_gets_what_somebody_typed(administrator):
    client = minutes_later(sign_in(Client(), administrator), 16)
    give(client, make_user())
    session = client.session
    kept = session["kept_form"]
    other = sign_in(Client(), make_provider())
    theirs = other.session
    theirs["kept_form"] = kept
    theirs.save()

    page = other.get(reverse("kept-form")).content.decode()

    assert REASON not in page
    assert "Nothing is waiting to be sent" in page


def test_what_is_kept_can_be_thrown_away(administrator):
    client = minutes_later(sign_in(Client(), administrator), 16)
    give(client, make_user())

    client.post(reverse("kept-form"))

    assert "kept_form" not in client.session
