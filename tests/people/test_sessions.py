"""How long a session lasts, what is left after it, and what a cache may keep."""

import pytest
from django.test import Client
from django.urls import reverse

from sandbox_portal.people.choices import Role
from sandbox_portal.people.sessions import ABSOLUTE, PROVIDER_IDLE, STAFF_IDLE, has_run_out, needs_touch
from tests.factories.people import PASSWORD, make_provider, make_staff
from tests.signing_in import sign_in


@pytest.mark.parametrize(
    ("idle", "age", "is_staff", "over"),
    [
        (STAFF_IDLE - 60, 3600, True, False),
        (STAFF_IDLE + 60, 3600, True, True),
        (STAFF_IDLE + 60, 3600, False, False),
        (PROVIDER_IDLE + 60, 7200, False, True),
        (0, ABSOLUTE + 1, False, True),
        (0, ABSOLUTE - 1, True, False),
    ],
)
def test_a_session_ends_when_nobody_is_there_or_the_day_is_over(idle, age, is_staff, over):
    assert has_run_out(started=100_000 - age, seen=100_000 - idle, now=100_000, is_staff=is_staff) is over


def test_being_there_is_written_once_a_minute():
    assert (needs_touch(seen=0, now=59), needs_touch(seen=0, now=60)) == (False, True)


def left_alone(client: Client, minutes: int) -> Client:
    session = client.session
    session["seen"] -= minutes * 60
    session.save()
    return client


@pytest.mark.django_db
@pytest.mark.parametrize(("minutes", "code"), [(29, 200), (31, 302)])
def test_staff_are_signed_out_after_half_an_hour(minutes, code):
    client = left_alone(sign_in(Client(), make_staff(Role.PANEL_MEMBER)), minutes)

    assert client.get(reverse("your-account")).status_code == code


@pytest.mark.django_db
@pytest.mark.parametrize(("minutes", "code"), [(59, 200), (61, 302)])
def test_providers_are_signed_out_after_an_hour(minutes, code):
    client = left_alone(sign_in(Client(), make_provider()), minutes)

    assert client.get(reverse("your-account")).status_code == code


@pytest.mark.django_db
def test_the_sign_in_page_says_why_and_leads_back(provider_client):
    sent = left_alone(provider_client, 61).get(reverse("your-account"))
    page = provider_client.get(sent["Location"]).content.decode()

    assert "nobody used this page for a while" in page
    assert 'name="next" value="/account/"' in page


@pytest.mark.django_db
def test_signing_out_ends_the_session_and_clears_the_browser(provider_client):
    key = provider_client.cookies["sessionid"].value

    response = provider_client.post(reverse("account_logout"))

    assert response["Clear-Site-Data"] == '"cache", "storage"'
    again = Client()
    again.cookies["sessionid"] = key
    assert again.get(reverse("your-account")).status_code == 302


@pytest.mark.django_db
def test_pages_of_signed_in_people_are_kept_by_no_cache(provider_client):
    for name in ("home", "your-account", "privacy"):
        assert "no-store" in provider_client.get(reverse(name))["Cache-Control"]


@pytest.mark.django_db
def test_a_role_taken_away_counts_at_the_next_click(lead_client, programme_lead, at):
    organisation = make_provider().organisations.get()
    address = reverse("organisation-detail", kwargs={"organisation_id": organisation.pk})
    assert lead_client.get(address).status_code == 200

    programme_lead.role_grants.update(ended_at=at)

    assert lead_client.get(address).status_code == 403


@pytest.mark.django_db
def test_the_list_of_devices_signs_the_others_out(provider_user):
    here, there = Client(), Client()
    for client in (here, there):
        client.post(reverse("account_login"), {"login": provider_user.email, "password": PASSWORD})

    page = here.get(reverse("usersessions_list")).content.decode()
    here.post(reverse("usersessions_list"))

    assert page.count("Signed in on") == 2
    assert here.get(reverse("your-account")).status_code == 200
    assert there.get(reverse("your-account")).status_code == 302
