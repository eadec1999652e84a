"""Signing in: who gets in, who must give a second step, and what a stranger can learn."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.test import Client
from django.urls import reverse

from sandbox_portal.people.choices import Role
from sandbox_portal.people.demo import PASSWORD as DEMO_PASSWORD
from sandbox_portal.people.demo import demo_code, demo_people, demo_secret
from sandbox_portal.people.models import User
from tests.factories.people import PASSWORD, make_provider, make_staff, make_user
from tests.signing_in import sign_in

from .mail import code_in_last_letter, letters_to

pytestmark = pytest.mark.django_db
LEAD = "programme.lead@demo.example"


def give_password(client, email, password=PASSWORD, **named):
    return client.post(reverse("account_login"), {"login": email, "password": password}, **named)


def words_of(response) -> str:
    """The page without what differs at every look."""
    page = re.sub(r'value="[A-Za-z0-9]{64}"', "", response.content.decode())
    return re.sub(r"[a-z0-9.]+@people\.example", "ADDRESS", page)


def test_a_provider_signs_in_with_a_password(client):
    response = give_password(client, make_provider().email)

    assert response["Location"] == reverse("home")
    assert client.get(reverse("your-account")).status_code == 200


def test_capitals_in_the_address_do_not_matter(client):
    assert give_password(client, make_provider().email.upper()).status_code == 302


def test_a_wrong_password_and_an_unknown_address_get_the_same_page(client):
    known = give_password(client, make_user().email, "not the password at all")
    unknown = give_password(Client(), "nobody@people.example", "not the password at all")

    assert (known.status_code, words_of(known)) == (unknown.status_code, words_of(unknown))
    assert "email address or the password is wrong" in known.content.decode()


def test_a_closed_account_cannot_sign_in(client):
    user = make_user()
    user.is_active = False
    user.save()

    give_password(client, user.email)

    assert reverse("account_login") in client.get(reverse("your-account"))["Location"]


def test_many_wrong_passwords_slow_everybody_down_but_the_owner_gets_in_later(client):
    user = make_user()
    for _ in range(12):
        response = give_password(client, user.email, "not the password at all")

    assert "too many tries" in response.content.decode() or response.status_code == 429


def test_a_header_cannot_give_each_guess_a_new_address(client):
    """Without a proxy of our own, X-Forwarded-For is what anybody writes into it."""
    codes = [
        give_password(client, f"nobody{number}@people.example", "x", headers={"X-Forwarded-For": f"10.0.0.{number}"})
        for number in range(40)
    ]

    assert codes[-1].status_code == 429 or "too many tries" in codes[-1].content.decode()


def test_staff_give_a_password_and_a_code(client, at):
    demo_people(at=at)

    first = give_password(client, LEAD, DEMO_PASSWORD)
    assert first["Location"] == reverse("mfa_authenticate")
    assert client.get(reverse("your-account")).status_code == 302
    page = client.get(reverse("mfa_authenticate")).content.decode()
    second = client.post(reverse("mfa_authenticate"), {"code": demo_code(LEAD)})

    assert demo_code(LEAD) in page
    assert second["Location"] == reverse("home")
    assert client.get(reverse("your-account")).status_code == 200


def test_a_code_works_once(client, at):
    demo_people(at=at)
    code = demo_code(LEAD)
    codes = []
    for each in (client, Client()):
        give_password(each, LEAD, DEMO_PASSWORD)
        codes.append(each.post(reverse("mfa_authenticate"), {"code": code}).status_code)

    assert codes[0] == 302
    # The second is refused unless the clock has gone on to the next code in between.
    assert codes[1] == 422 or demo_code(LEAD) != code


def test_a_recovery_code_works_once(client, at):
    demo_people(at=at)
    recovery = Authenticator.objects.get(user__email=LEAD, type="recovery_codes").wrap().get_unused_codes()[0]
    codes = []
    for each in (client, Client()):
        give_password(each, LEAD, DEMO_PASSWORD)
        codes.append(each.post(reverse("mfa_authenticate"), {"code": recovery}).status_code)

    assert codes == [302, 422]


def test_the_secret_of_an_app_is_not_in_the_database_as_it_is(at):
    demo_people(at=at)
    stored = [str(row.data) for row in Authenticator.objects.filter(user__email=LEAD)]

    assert not any(demo_secret(LEAD) in row for row in stored)


def test_staff_without_a_second_step_must_set_one_up_before_anything_else(client):
    give_password(client, make_staff(Role.PROGRAMME_LEAD).email)

    sent = client.get(reverse("your-account"))

    assert sent["Location"] == reverse("mfa_index")
    assert "must set up a second step" in client.get(sent["Location"]).content.decode()


@pytest.mark.django_db(transaction=True)
def test_staff_come_in_after_setting_up_an_app(client):
    user = make_staff(Role.PROGRAMME_LEAD)
    give_password(client, user.email)
    client.get(reverse("mfa_activate_totp"))
    secret = client.session["mfa.totp.secret"]
    code = format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))

    done = client.post(reverse("mfa_activate_totp"), {"code": code})

    assert done.status_code == 302
    assert Authenticator.objects.filter(user=user, type="totp").exists()
    assert client.get(reverse("your-account")).status_code == 200


def test_staff_whose_session_gave_only_a_password_confirm_before_they_go_on(client, sign_in, at):
    demo_people(at=at)
    sign_in(client, User.objects.get(email=LEAD), second_factor=False)

    sent = client.get(reverse("your-account"))

    assert sent["Location"].startswith(reverse("mfa_reauthenticate"))


def test_a_new_password_by_code_leaves_the_second_step_in_place(client, at):
    demo_people(at=at)
    client.post(reverse("account_reset_password"), {"email": LEAD})
    code = code_in_last_letter(LEAD)
    client.post(reverse("account_confirm_password_reset_code"), {"code": code})
    new = "another quiet evening by the sea"
    done = client.post(reverse("account_complete_password_reset"), {"password1": new, "password2": new})

    assert done["Location"] == reverse("account_password_reset_completed")
    assert give_password(Client(), LEAD, new)["Location"] == reverse("mfa_authenticate")


def test_asking_for_a_new_password_says_nothing_of_who_has_an_account(client):
    known, other = make_user(), Client()
    first = client.post(reverse("account_reset_password"), {"email": known.email})
    second = other.post(reverse("account_reset_password"), {"email": "nobody@people.example"})
    pages = [words_of(each.get(reverse("account_confirm_password_reset_code"))) for each in (client, other)]

    assert (first.status_code, first["Location"]) == (second.status_code, second["Location"])
    assert pages[0] == pages[1]
    assert letters_to("nobody@people.example")[0].startswith("There is no account with this address")


def test_letters_name_the_portal_and_never_the_host_of_a_request(client, settings):
    """A poisoned Host header must not reach a link in a letter."""
    client.post(
        reverse("account_reset_password"), {"email": "nobody@people.example"}, headers={"host": "localhost:999"}
    )

    assert "http://localhost:8000/account/signup/" in letters_to("nobody@people.example")[0]
    assert ":999" not in letters_to("nobody@people.example")[0]


@pytest.mark.parametrize(
    "address",
    ["//evil.example", "https:evil.example", "\\\\evil.example", "https://evil.example/", "javascript:alert(1)"],
)
def test_nobody_is_led_to_another_site(client, address):
    response = client.post(
        reverse("account_login"), {"login": make_provider().email, "password": PASSWORD, "next": address}
    )

    assert response["Location"] == reverse("home")


def test_signing_in_goes_on_to_the_page_that_was_asked_for(client):
    response = client.post(
        reverse("account_login"), {"login": make_provider().email, "password": PASSWORD, "next": "/account/"}
    )

    assert response["Location"] == "/account/"


@pytest.mark.parametrize(
    ("name", "sent"),
    [
        ("account_login", {"login": "nobody@people.example", "password": "wrong"}),
        ("account_signup", {"email": "not an address"}),
        ("account_reset_password", {"email": "not an address"}),
        ("account_change_password", {"oldpassword": "wrong"}),
        ("mfa_activate_totp", {"code": "1"}),
    ],
)
def test_a_refused_form_answers_422_as_every_other(client, name, sent):
    if name not in {"account_login", "account_signup", "account_reset_password"}:
        sign_in(client, make_provider())

    shown, refused = client.get(reverse(name)), client.post(reverse(name), sent)

    assert (shown.status_code, refused.status_code) == (200, 422)
    assert "There is a problem" in refused.content.decode()
