"""How long a session lasts, what is left after it, and what a cache may keep."""

from urllib.parse import urlencode, urlsplit

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client
from django.urls import reverse

from sandbox_portal.people.choices import PersonVerb, Role
from sandbox_portal.people.models import PersonEvent
from sandbox_portal.people.sessions import ABSOLUTE, PROVIDER_IDLE, STAFF_IDLE, has_run_out, needs_touch
from tests.factories.people import PASSWORD, make_provider, make_staff
from tests.house_rules.access_table import pages, table
from tests.signing_in import sign_in

from .mail import code_in_last_letter, letters_to


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
    with_unsent = provider_client.post(reverse("account_logout"), {"keeps_visits": "yes"})
    assert with_unsent["Clear-Site-Data"] == '"cache"'


@pytest.mark.django_db
def test_pages_of_signed_in_people_are_kept_by_no_cache(provider_client):
    for name in ("home", "your-account", "privacy"):
        assert "no-store" in provider_client.get(reverse(name))["Cache-Control"]


@pytest.mark.django_db
def test_no_page_at_all_is_kept_by_a_cache_once_somebody_is_signed_in(provider_client):
    """B14: every page that needs no id."""
    names = [page.name for page in pages() if page.name and not page.parameters and "GET" in table()[page.name]]
    heads = {}
    # The page of site visits holds nothing of anybody: each tablet keeps it, to open without signal.
    for name in set(names) - {"account_logout", "offline-capture"}:
        answer = provider_client.get(reverse(name))
        b"".join(answer)  # a file is read to its end, and so closed
        if answer.get("Content-Type", "").startswith("text/html"):
            heads[name] = answer.get("Cache-Control", "")

    assert len(heads) > 20
    assert {name: head for name, head in heads.items() if "no-store" not in head} == {}


@pytest.mark.django_db
def test_a_person_reads_what_happened_to_their_account(provider_client, provider_user, lead_client):
    provider_client.post(reverse("name-change"), {"name": "Ada New-Name"})

    assert "Name changed: Ada New-Name" in provider_client.get(reverse("account-history")).content.decode()
    assert "Ada New-Name" not in lead_client.get(reverse("account-history")).content.decode()


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


@pytest.mark.django_db
def test_looking_at_the_list_of_devices_shows_no_dead_one_and_deletes_none(provider_user):
    client = sign_in(Client(), provider_user)
    UserSession.objects.create(user=provider_user, ip="127.0.0.1", session_key="long-gone", user_agent="x")

    page = client.get(reverse("usersessions_list")).content.decode()

    assert page.count("Signed in on") == 1
    assert UserSession.objects.filter(session_key="long-gone").exists()


@pytest.mark.django_db
def test_what_was_typed_when_the_session_ended_is_there_after_signing_in(organisation, provider_user):
    """B04, without JavaScript: sent too late, kept, offered again to the same person, sent."""
    client = left_alone(sign_in(Client(), provider_user), 61)
    address = reverse("organisation-correct", kwargs={"organisation_id": organisation.pk})
    typed = {"name": "A new name", "legal_form": "charity", "town": "Harrowby", "summary": "We help <b>at home</b>."}

    sent = client.post(address, typed)
    page = client.get(sent["Location"]).content.decode()
    client.post(
        reverse("account_login"),
        {"login": provider_user.email, "password": PASSWORD, "next": reverse("kept-form")},
    )
    kept = client.get(reverse("kept-form")).content.decode()

    assert f'name="next" value="{reverse("kept-form")}"' in page
    assert f'action="{address}"' in kept
    assert [word in kept for word in ("A new name", "We help &lt;b&gt;at home&lt;/b&gt;.", "password")] == [
        True,
        True,
        False,
    ]
    organisation.refresh_from_db()
    assert organisation.name != "A new name"


@pytest.mark.django_db
def test_another_site_cannot_leave_anything_to_be_sent(organisation, provider_user):
    client = left_alone(sign_in(Client(enforce_csrf_checks=True), provider_user), 61)
    address = reverse("organisation-correct", kwargs={"organisation_id": organisation.pk})

    answer = client.post(address, {"name": "Taken over"}, headers={"origin": "https://evil.example"})

    assert answer.status_code == 403
    assert "kept_form" not in client.session


@pytest.mark.django_db
def test_a_session_ends_after_twelve_hours_however_busy(provider_client):
    session = provider_client.session
    session["started"] -= ABSOLUTE + 60
    session.save()

    assert provider_client.get(reverse("your-account")).status_code == 302


@pytest.mark.django_db
def test_saying_still_here_goes_on(provider_client):
    left_alone(provider_client, 59)

    answer = provider_client.post(reverse("session-stay"), headers={"X-Fragment": "1"})
    left_alone(provider_client, 59)

    assert answer.status_code == 204
    assert provider_client.get(reverse("your-account")).status_code == 200


@pytest.mark.django_db
def test_every_page_of_a_signed_in_person_warns_before_the_end(provider_client, lead_client):
    pages = [client.get(reverse("your-account")).content.decode() for client in (provider_client, lead_client)]

    assert ['data-minutes="60"' in pages[0], 'data-minutes="30"' in pages[1]] == [True, True]
    assert "data-session-warning" not in Client().get(reverse("home")).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("how", ["one", "everywhere"])
def test_a_device_is_signed_out_from_another(provider_user, how):
    here, there = Client(), Client()
    for client in (there, here):
        client.post(reverse("account_login"), {"login": provider_user.email, "password": PASSWORD})
    other = UserSession.objects.get(session_key=there.cookies["sessionid"].value)
    own_too = how == "everywhere"

    address = reverse("sign-out-everywhere") if own_too else reverse("device-sign-out", args=[other.pk])
    here.post(address)

    codes = [client.get(reverse("your-account")).status_code for client in (here, there)]
    assert codes == [302 if own_too else 200, 302]


@pytest.mark.django_db
def test_a_device_of_somebody_else_cannot_be_signed_out(provider_user, lead_client):
    client = Client()
    client.post(reverse("account_login"), {"login": provider_user.email, "password": PASSWORD})
    device = UserSession.objects.get(user=provider_user)

    assert lead_client.post(reverse("device-sign-out", args=[device.pk])).status_code == 404
    assert client.get(reverse("your-account")).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["home", "your-account", "my-actions", "usersessions_list"])
def test_a_planted_key_is_worth_nothing_after_signing_in(provider_user, page):
    """B03: whoever knew the key before the sign-in holds a dead one after it; so too after a new password."""
    victim = Client()
    victim.session.save()
    planted = victim.session.session_key
    victim.cookies["sessionid"] = planted

    victim.post(reverse("account_login"), {"login": provider_user.email, "password": PASSWORD})
    thief = Client()
    thief.cookies["sessionid"] = planted

    assert victim.cookies["sessionid"].value != planted
    assert "Sign out" not in thief.get(reverse(page), follow=True).content.decode()


@pytest.mark.django_db
def test_a_new_password_ends_every_session(provider_user):
    client = Client()
    client.post(reverse("account_login"), {"login": provider_user.email, "password": PASSWORD})
    key, new = client.cookies["sessionid"].value, "another quiet evening by the sea"

    client.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new})
    thief = Client()
    thief.cookies["sessionid"] = key

    assert thief.get(reverse("your-account")).status_code == 302
    assert PersonEvent.objects.filter(verb=PersonVerb.PASSWORD_CHANGED, person=provider_user).count() == 1


@pytest.mark.django_db
def test_a_changed_name_is_kept_in_the_record(provider_client, provider_user):
    before = provider_user.name

    provider_client.post(reverse("name-change"), {"name": "Ada New-Name"})

    provider_user.refresh_from_db()
    assert provider_user.name == "Ada New-Name"
    assert PersonEvent.objects.get(verb=PersonVerb.NAME_CHANGED).data == {"before": before, "now": "Ada New-Name"}


@pytest.mark.django_db
def test_a_changed_address_counts_after_its_code_and_the_old_one_is_told(provider_user):
    client = Client()
    old, new = provider_user.email, "new.address@people.example"
    client.post(reverse("account_login"), {"login": old, "password": PASSWORD})
    client.post(reverse("account_email"), {"email": new, "action_add": ""})
    provider_user.refresh_from_db()
    unchanged = provider_user.email

    client.post(reverse("account_email_verification_sent"), {"code": code_in_last_letter(new)})

    provider_user.refresh_from_db()
    assert (unchanged, provider_user.email) == (old, new)
    assert PersonEvent.objects.get(verb=PersonVerb.EMAIL_CHANGED).data == {"before": old, "now": new}
    assert letters_to(old) != []


HOSTILE = [
    prefix + "evil.example" + rest
    for prefix in (
        "//",
        "///",
        "\\\\",
        "/\\",
        "\\/",
        "https:",
        "https:/",
        "https://",
        "http://",
        "//user@",
        "ftp://",
        "\t//",
        " //",
    )
    for rest in ("", "/path", "?next=/")
] + [
    "javascript:alert(1)",
    "data:text/html,x",
    "https://localhost.evil.example",
    "//evil%00.example",
    "／／evil.example",
]


@pytest.mark.django_db
@pytest.mark.parametrize("way", ["account_login", "mfa_reauthenticate", "organisation-create"])
def test_no_address_of_forty_leads_to_another_site(provider_user, way):
    """B12: at signing in, at confirming, and after setting up an organisation."""
    led_away = []
    for address in HOSTILE:
        client = Client() if way == "account_login" else sign_in(Client(), provider_user)
        query = urlencode({"next": address})
        fields = (
            {"login": provider_user.email, "password": PASSWORD, "next": address}
            if way == "account_login"
            else {"name": "x", "legal_form": "charity", "town": "x", "summary": "x", "next": address}
        )
        answer = client.post(f"{reverse(way)}?{query}", fields)
        if "evil" in urlsplit(answer.headers.get("Location", "")).netloc or answer.headers.get(
            "Location", ""
        ).strip().startswith(("//", "\\", "javascript", "data")):
            led_away.append(address)

    assert led_away == []
