"""Signing in as a person does it: with a phone's app, with a passkey, without JavaScript."""

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.urls import reverse

from sandbox_portal.people.clock import database_now
from sandbox_portal.people.demo import PASSWORD as DEMO_PASSWORD
from sandbox_portal.people.demo import demo_people
from tests.factories.people import PASSWORD, make_provider

from .mail import code_in_last_letter

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def sign_in_by_hand(page, email, password):
    page.goto(reverse("account_login"))
    page.get_by_label("Email address").fill(email)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()


@pytest.mark.parametrize("javascript", [True, False], ids=["with", "without"])
def test_a_new_provider_gets_from_nothing_to_an_organisation(open_page, javascript):
    page = open_page(phone=True, javascript=javascript)

    page.goto(reverse("account_signup"))
    page.get_by_label("Full name").fill("Ada Newcomer")
    page.get_by_label("Email address").fill("ada@people.example")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Create an account").click()
    page.wait_for_url("**/confirm-email/**")
    page.get_by_label("Code").fill(code_in_last_letter("ada@people.example"))
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Name of the organisation").fill("Lantern Neighbours")
    page.get_by_role("button", name="Save and continue").click()

    assert "There is a problem" in page.inner_text("main")
    assert page.get_by_label("Name of the organisation").input_value() == "Lantern Neighbours"
    page.get_by_label("Charity", exact=True).check()
    page.get_by_label("Town or city").fill("Harrowby")
    page.get_by_label("What does it do, in one sentence?").fill("We help at home.")
    page.get_by_role("button", name="Save and continue").click()
    assert "Lantern Neighbours is set up." in page.inner_text("main")


def test_staff_of_the_demonstration_sign_in_with_the_code_on_the_page(open_page):
    demo_people(at=database_now())
    page = open_page(javascript=False)

    sign_in_by_hand(page, "programme.lead@demo.example", DEMO_PASSWORD)
    page.get_by_label("Code").fill(page.inner_text(".govuk-inset-text strong"))
    page.get_by_role("button", name="Sign in", exact=True).click()

    assert "Hello, Rowan Ashby" in page.inner_text("main")


def test_a_passkey_is_added_and_signs_in_without_a_password(open_page, live_server):
    """With Chromium's virtual authenticator, which stands for a fingerprint reader."""
    user = make_provider()
    page = open_page(user)
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    reader = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    options = {**reader, "isUserVerified": True, "automaticPresenceSimulation": True}
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})

    page.goto(reverse("mfa_add_webauthn"))
    page.get_by_label("A name for it").fill("My laptop")
    page.get_by_label("Let me sign in with it alone").check()
    page.get_by_role("button", name="Add it").click()
    page.wait_for_url("**/recovery-codes/**")
    assert Authenticator.objects.filter(user=user, type="webauthn").count() == 1

    page.goto(reverse("account_logout"))
    with page.expect_navigation():
        page.get_by_role("main").get_by_role("button", name="Sign out").click()
    page.goto(reverse("account_login"))
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(f"{live_server.url}/")
    assert f"Hello, {user.name}" in page.inner_text("main")


def test_after_signing_out_the_back_button_shows_nothing(open_page):
    user = make_provider()
    page = open_page(user)

    page.goto(reverse("your-account"))
    page.goto(reverse("account_logout"))
    with page.expect_navigation():
        page.get_by_role("main").get_by_role("button", name="Sign out").click()
    page.go_back()
    page.go_back()

    assert user.email not in page.content()


def test_a_warning_comes_before_the_end_and_what_was_typed_outlives_it(open_page):
    """B04: somebody types for 56 minutes and stays; later the session runs out, and the text is there."""
    user = make_provider()
    organisation = user.organisations.get()
    page = open_page(user)
    page.clock.install()
    page.goto(reverse("organisation-correct", kwargs={"organisation_id": organisation.pk}))
    page.get_by_label("What does it do, in one sentence?").fill("We sit with people who cannot sleep.")

    page.clock.fast_forward("56:00")
    warning = page.get_by_role("dialog", name="Are you still there?")
    warning.wait_for()
    warning.get_by_role("button", name="Stay signed in").click()
    warning.wait_for(state="hidden")
    page.clock.fast_forward("01:01:00")
    warning.get_by_text("You have been signed out").wait_for()
    page.keyboard.press("Escape")
    _let_it_run_out(user)
    page.get_by_role("button", name="Save and continue").click()
    page.get_by_label("Email address").fill(user.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()

    page.wait_for_url("**/account/kept/")
    assert "We sit with people who cannot sleep." in page.inner_text("main")
    assert page.get_by_role("button", name="Send it now").is_visible()


def _let_it_run_out(user):
    for row in Session.objects.all():
        session = SessionStore(row.session_key)
        if session.get("_auth_user_id") == str(user.pk):
            session["seen"] -= 61 * 60
            session.save()
