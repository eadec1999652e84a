"""A lost second step: two administrators, and letters to its holder; codes that work once even when used at once."""

import threading

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.usersessions.models import UserSession
from django.db import IntegrityError, connection
from django.test import Client
from django.urls import reverse

from sandbox_portal.people.actions import ask_for_reset, drop_reset, reset_second_step
from sandbox_portal.people.choices import PersonVerb, Role
from sandbox_portal.people.models import PersonEvent, SecondStepReset
from sandbox_portal.people.refusals import Refused
from tests.factories.people import PASSWORD, make_passkey, make_staff, make_user
from tests.signing_in import sign_in

from .mail import letters_to

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrators(db):
    return [make_staff(Role.SYSTEM_ADMINISTRATOR) for _ in range(2)]


@pytest.fixture
def locked_out(db):
    user = make_staff(Role.PANEL_MEMBER)
    make_passkey(user)
    return user


def test_one_administrator_asks_and_another_does_it(administrators, locked_out):
    first, second = (sign_in(Client(), each) for each in administrators)
    UserSession.objects.create(user=locked_out, ip="127.0.0.1", session_key="a-lost-phone", user_agent="x")
    first.post(reverse("second-step-reset-ask", args=[locked_out.pk]), {"reason": "Phone lost, checked by video"})
    reset = SecondStepReset.objects.get()
    address = reverse("second-step-reset", args=[reset.pk])

    alone = first.post(address).status_code
    kept = Authenticator.objects.filter(user=locked_out).count()
    done = second.post(address)

    assert (alone, kept, done.status_code) == (409, 1, 302)
    assert not Authenticator.objects.filter(user=locked_out).exists()
    assert not UserSession.objects.filter(user=locked_out).exists()
    assert [letter.splitlines()[0] for letter in letters_to(locked_out.email)] == [
        "Somebody asked us to take off your second step of signing in",
        "Your second step of signing in was taken off",
    ]
    verbs = PersonEvent.objects.filter(person=locked_out, by__in=administrators).order_by("pk")
    assert [(each.verb, each.by) for each in verbs] == [
        (PersonVerb.RESET_ASKED, administrators[0]),
        (PersonVerb.RESET_DONE, administrators[1]),
    ]


def test_after_it_staff_set_up_a_new_second_step_before_anything_else(administrators, locked_out, at):
    reset = ask_for_reset(locked_out, reason="x", by=administrators[0], at=at)
    reset_second_step(reset, by=administrators[1], at=at)
    client = Client()

    client.post(reverse("account_login"), {"login": locked_out.email, "password": PASSWORD})

    assert client.get(reverse("your-account"))["Location"] == reverse("mfa_index")


def test_a_request_that_is_turned_down_changes_nothing(administrators, locked_out, at):
    reset = ask_for_reset(locked_out, reason="x", by=administrators[0], at=at)

    drop_reset(reset, by=administrators[1], at=at)

    assert Authenticator.objects.filter(user=locked_out).exists()
    with pytest.raises(Refused):
        reset_second_step(reset, by=administrators[1], at=at)


def test_nobody_resets_their_own_second_step(administrators, at):
    make_passkey(administrators[0])

    with pytest.raises(Refused):
        ask_for_reset(administrators[0], reason="x", by=administrators[0], at=at)
    reset = ask_for_reset(administrators[0], reason="x", by=administrators[1], at=at)
    with pytest.raises(Refused):
        reset_second_step(reset, by=administrators[0], at=at)


@pytest.mark.parametrize(
    ("who", "constraint"),
    [("asker", "a_reset_takes_two_people"), ("holder", "nobody_resets_their_own_second_step")],
)
def test_the_database_itself_asks_for_two_people(administrators, locked_out, at, who, constraint):
    """A12: past every check of ours."""
    reset = ask_for_reset(locked_out, reason="x", by=administrators[0], at=at)
    by = administrators[0] if who == "asker" else locked_out

    with pytest.raises(IntegrityError, match=constraint):
        SecondStepReset.objects.filter(pk=reset.pk).update(confirmed_at=at, confirmed_by=by)


@pytest.mark.django_db(transaction=True)
def test_a_recovery_code_given_by_many_at_once_lets_one_in():
    """B05."""
    user = make_user()
    make_passkey(user)
    code = RecoveryCodes.activate(user).get_unused_codes()[0]
    gate, answers = threading.Barrier(6), []

    def give():
        client = Client()
        try:
            client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
            gate.wait(timeout=20)
            answers.append(client.post(reverse("mfa_authenticate"), {"code": code}).status_code)
        finally:
            connection.close()

    threads = [threading.Thread(target=give) for _ in range(6)]
    [each.start() for each in threads]
    [each.join() for each in threads]

    assert sorted(answers) == [302, 422, 422, 422, 422, 422]
