"""Names that look like another's or grow over the page are stored as everybody sees them (D06)."""

import unicodedata

import pytest
from django.urls import reverse

from sandbox_portal.casework import outbox
from sandbox_portal.casework.sending import message_of
from sandbox_portal.casework.sheets import csv_lines
from sandbox_portal.people.broken_text import UNSEEN, seen_line
from sandbox_portal.people.models import Organisation

UNSEEN_LETTERS = [chr(code) for code in range(0x10000) if UNSEEN.match(chr(code))]
SCRIPTS = (
    "Zoë Łukasz",
    "नमस्ते देखभाल",
    "می‌خواهم",
    "רחל",
    "春風",
    "Đặng",
    "👩🏽‍🦼 care",
    "ﬁne",
    "e\u0301te\u0301",
    "A\u030a",
    "Z" + "\u0336" * 60 + "algo",
    "o" + "".join(map(chr, range(0x300, 0x340))),
    "two\r\nlines\tand  gaps",
    "'; DROP TABLE x;--",
    "{{ name }}{% if %}",
    "<b>bold</b>",
    "=1+1",
    "${7*7} #{7*7}",
    "..\\..\\con",
    "a" * 180,
)
# Each script with unseen letters in and around it: 200 and a few.
NAMES = [
    f"{before}{name[:3]}{between}{name[3:]}"
    for name in SCRIPTS
    for before, between in [("", ""), *((letter, letter) for letter in UNSEEN_LETTERS[::3])]
]


def test_there_are_two_hundred_names():
    assert len(set(NAMES)) >= 200


@pytest.mark.parametrize("given", NAMES)
def test_a_name_is_one_composed_line_without_anything_unseen(given):
    name = seen_line(given)

    assert UNSEEN.search(name) is None
    assert (unicodedata.is_normalized("NFC", name), name.split("\n"), seen_line(name)) == (True, [name], name)


def test_letters_of_every_script_stay():
    assert [seen_line(name) for name in SCRIPTS[:8]] == list(SCRIPTS[:8])


def test_a_name_stands_in_the_database_on_the_page_in_a_sheet_and_in_a_mail_as_it_is_seen(
    provider_client, organisation, provider_user
):
    typed = "\u202eSunrise\u200b Ca\u0301re " + "z" + "\u0336" * 50
    words = {"name": typed, "legal_form": "company", "town": "\u2066Elm\u2069bridge", "summary": "Care\u200f at home."}

    answer = provider_client.post(reverse("organisation-correct", args=[organisation.pk]), words)

    stored = Organisation.objects.get(pk=organisation.pk)
    seen = "Sunrise Cáre z" + "\u0336" * 4
    assert (answer.status_code, stored.name, stored.town, stored.summary) == (302, seen, "Elmbridge", "Care at home.")
    assert seen in provider_client.get(reverse("organisation-detail", args=[organisation.pk])).content.decode()
    assert seen in "".join(csv_lines([[stored.name]]))
    context = {"subject": stored.name, "body": stored.name}
    mail = message_of(outbox.queue_mail("account", to=provider_user.email, key="m", context=context))
    assert (mail.subject, seen in mail.body) == (seen, True)


def test_a_name_of_which_nothing_can_be_seen_is_no_name(provider_client, organisation):
    words = {"name": "\u200b\u202e", "legal_form": "company", "town": "Elmbridge", "summary": "Care at home."}

    answer = provider_client.post(reverse("organisation-correct", args=[organisation.pk]), words)

    assert "Enter a name that can be read" in answer.content.decode()
    assert Organisation.objects.get(pk=organisation.pk).name == organisation.name


def test_twin_a_name_kept_as_it_was_typed_looks_like_anothers():
    assert ("\u202esunrise" == "sunrise", seen_line("\u202esunrise") == "sunrise") == (False, True)
