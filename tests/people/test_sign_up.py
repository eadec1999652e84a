"""Somebody new makes an account, confirms the address by a code and sets up an organisation."""

import pytest
from django.urls import reverse

from sandbox_portal.people.models import Organisation, User
from tests.factories.people import PASSWORD, make_user

from .mail import code_in_last_letter, letters_to

pytestmark = pytest.mark.django_db
ADDRESS = "new.person@people.example"
DETAILS = {"name": "Ada Newcomer", "email": ADDRESS, "password1": PASSWORD}
ORGANISATION = {
    "name": "Lantern Neighbours",
    "legal_form": "company",
    "company_number": "1234567",
    "charity_number": "",
    "provider_number": "",
    "town": "Harrowby",
    "summary": "We help at home.",
}


def sign_up(client, **changes):
    return client.post(reverse("account_signup"), {**DETAILS, **changes})


def test_a_new_person_confirms_the_address_and_sets_up_an_organisation(client):
    assert sign_up(client)["Location"] == reverse("account_email_verification_sent")

    code = code_in_last_letter(ADDRESS)
    confirmed = client.post(reverse("account_email_verification_sent"), {"code": code})
    assert confirmed["Location"] == reverse("organisation-create")
    done = client.post(reverse("organisation-create"), ORGANISATION)

    user = User.objects.get(email=ADDRESS)
    organisation = Organisation.objects.get()
    assert done["Location"] == reverse("home")
    assert user.name == "Ada Newcomer"
    assert (organisation.name, organisation.company_number, list(organisation.members.all())) == (
        "Lantern Neighbours",
        "01234567",
        [user],
    )


def test_nobody_is_signed_in_before_the_code(client):
    sign_up(client)

    assert reverse("account_login") in client.get(reverse("your-account"))["Location"]


def test_a_wrong_code_is_refused_with_a_sentence(client):
    sign_up(client)

    response = client.post(reverse("account_email_verification_sent"), {"code": "WRONG1"})

    assert "This code is not right" in response.content.decode()


def test_the_code_is_only_in_the_letter(client):
    response = sign_up(client)
    page = client.get(response["Location"]).content.decode()

    assert code_in_last_letter(ADDRESS) not in page
    assert ADDRESS in page


def test_the_page_shows_an_example_that_looks_like_the_code_in_the_letter(client):
    page = client.get(sign_up(client)["Location"]).content.decode()

    assert len("4KWN-PH72") == len(code_in_last_letter(ADDRESS))
    assert "Eight letters and numbers, for example 4KWN-PH72." in page


def test_somebody_who_has_no_organisation_yet_can_begin_to_register_from_the_front_page(client):
    sign_up(client)
    client.post(reverse("account_email_verification_sent"), {"code": code_in_last_letter(ADDRESS)})

    page = client.get(reverse("home")).content.decode()
    begun = client.get(reverse("registration-start"))

    assert f'href="{reverse("registration-start")}"' in page
    assert begun["Location"] == f"{reverse('organisation-create')}?next=%2Fregistration%2Fstart%2F"


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("short", "at least 12 characters"),
        ("qwerty123456", "too common"),
        ("new.person@people", "too similar"),
    ],
)
def test_a_weak_password_is_refused(client, password, sentence):
    response = sign_up(client, password1=password)

    assert sentence in response.content.decode()
    assert not User.objects.filter(email=ADDRESS).exists()


def test_a_long_password_with_spaces_and_letters_of_any_script_is_taken(client):
    assert sign_up(client, password1="ein langes Paßwort — 長いパスワード " * 4).status_code == 302


def test_an_address_that_has_an_account_gets_the_same_page_and_a_different_letter(client):
    make_user(email=ADDRESS)
    known = sign_up(client)
    unknown = sign_up(client.__class__(), email="other.person@people.example")

    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert [letter.splitlines()[0] for letter in letters_to(ADDRESS)] == ["You already have an account"]
    assert User.objects.filter(email__iexact=ADDRESS).count() == 1


def test_capitals_in_an_address_make_no_second_account(client):
    make_user(email=ADDRESS)

    sign_up(client, email=ADDRESS.upper())

    assert User.objects.filter(email__iexact=ADDRESS).count() == 1


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("company_number", "12", "8 characters"),
        ("town", "", "Enter town or city"),
        ("legal_form", "", "How is it set up?"),
        ("summary", "word " * 41, "too long"),
    ],
)
def test_what_is_wrong_with_an_organisation_is_said(provider_client, field, value, sentence):
    response = provider_client.post(reverse("organisation-create"), {**ORGANISATION, field: value})

    assert response.status_code == 422
    assert sentence.lower() in response.content.decode().lower()
