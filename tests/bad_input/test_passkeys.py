"""What a browser says of a passkey may be anything: it is then a wrong answer, and never a fault of ours (D01)."""

import json
from unittest.mock import patch

import pytest
from allauth.mfa.webauthn.forms import LoginWebAuthnForm
from django.test import Client
from django.urls import reverse

from sandbox_portal.people.choices import Role

SOUND_SHAPE = {
    "id": "AAAA",
    "rawId": "AAAA",
    "type": "public-key",
    "clientExtensionResults": {},
    "response": {
        "clientDataJSON": "e30",
        "authenticatorData": "AAAA",
        "attestationObject": "oA",
        "signature": "AAAA",
        "userHandle": "AAAA",
    },
}
ANSWERS = [
    '{"a": ' * 20_000,
    "[" * 20_000,
    "9" * 5_000,
    "5",
    "[]",
    '"words"',
    "null",
    "NaN",
    "{}",
    json.dumps({**SOUND_SHAPE, "id": 5}),
    json.dumps({**SOUND_SHAPE, "response": []}),
    json.dumps({**SOUND_SHAPE, "response": {}}),
    json.dumps(SOUND_SHAPE),
    json.dumps({**SOUND_SHAPE, "response": {**SOUND_SHAPE["response"], "userHandle": None}}),
    json.dumps({**SOUND_SHAPE, "response": {**SOUND_SHAPE["response"], "attestationObject": "_w"}}),
    json.dumps({**SOUND_SHAPE, "response": {**SOUND_SHAPE["response"], "clientDataJSON": "bnVsbA"}}),
]
PAGES = ("mfa_login_webauthn", "mfa_reauthenticate_webauthn", "mfa_add_webauthn")


@pytest.mark.parametrize("name", PAGES)
def test_an_answer_of_a_passkey_that_cannot_be_read_is_a_wrong_answer(name, db, staff_user, sign_in):
    client = Client(raise_request_exception=False)
    if name != "mfa_login_webauthn":
        sign_in(client, staff_user(Role.AUDITOR))
    client.get(reverse(name))  # begins what the answer belongs to

    codes = {client.post(reverse(name), {"credential": answer}).status_code for answer in ANSWERS}

    assert {code for code in codes if code >= 500} == set()


def test_twin_the_form_as_it_comes_breaks(db):
    with patch("allauth.mfa.webauthn.views.get_form_class", return_value=LoginWebAuthnForm):
        answer = Client(raise_request_exception=False).post(reverse("mfa_login_webauthn"), {"credential": ANSWERS[0]})

    assert answer.status_code == 500
