"""A log holds who acted by id, which request and what went wrong; and nobody's name, words or secret (G01, D21)."""

import io
import json
import logging
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from sandbox_portal.casework import outbox
from sandbox_portal.casework.models import OutboxEntry
from sandbox_portal.casework.performing import perform
from sandbox_portal.logging import formatter
from sandbox_portal.people.front import Part
from sandbox_portal.people.models import User
from tests.signing_in import sign_in

CANARIES = {
    "name": "Zebedee Quillfeather",
    "email": "zebedee.q@canary.example",
    "password": "Sesamequill opens at 4 in the morning",
    "town": "Canaryhampton",
    "token": "q83vEjRWeJASNFZ4kBI0VniQEjRWeJASNFZ4kBI0Vng",
}


@pytest.fixture
def lines():
    """Everything that is logged at INFO and above, as the handlers of the portal write it."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(formatter())
    root, before = logging.getLogger(), logging.getLogger().level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield lambda: written.getvalue().splitlines()
    root.removeHandler(handler)
    root.setLevel(before)


def told(lines) -> list[dict]:
    return [json.loads(line) for line in lines()]


def test_a_whole_flow_leaves_no_word_of_anybody_in_the_log(lines, db, monkeypatch):
    client = Client(raise_request_exception=False, headers={"Authorization": f"Bearer {CANARIES['token']}"})
    words = {"name": CANARIES["name"], "email": CANARIES["email"], "password1": CANARIES["password"]}
    client.post(reverse("account_signup"), words)
    client.post(reverse("account_login"), {"login": CANARIES["email"], "password": CANARIES["password"] + "?"})
    person = User.objects.filter(email=CANARIES["email"]).first() or User.objects.create_user(**_of_a_person())
    sign_in(client, person)
    client.post(
        reverse("organisation-create"),
        {"name": CANARIES["name"], "legal_form": "company", "town": CANARIES["town"], "summary": CANARIES["name"]},
    )
    client.get(f"/no-such-page/?q={CANARIES['name']}&token={CANARIES['token']}")
    monkeypatch.setattr("sandbox_portal.people.front._parts", {"broken": Part("broken", break_a_rule, 0)})
    assert client.get(reverse("home")).status_code == 500
    entry = outbox.queue_task("no.such.task", key="canary", name=CANARIES["name"], email=CANARIES["email"])
    perform(OutboxEntry.objects.get(pk=entry.pk).pk)

    text = "\n".join(lines())
    assert [name for name, canary in CANARIES.items() if canary in text or canary.split()[0] in text] == []
    assert len(told(lines)) > 3


def _of_a_person() -> dict[str, str]:
    return {"email": CANARIES["email"], "name": CANARIES["name"], "password": CANARIES["password"]}


def break_a_rule(user, at):
    """The database's own words hold the whole row."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO people_user (id, email, name, password, is_active, date_joined)"
            " SELECT gen_random_uuid(), upper(email), name, password, true, now() FROM people_user WHERE email = %s",
            [CANARIES["email"]],
        )


def test_twin_without_redaction_the_same_fault_tells_who_it_was_about(db):
    User.objects.create_user(**_of_a_person())

    with pytest.raises(IntegrityError) as fault:
        break_a_rule(None, None)

    assert CANARIES["email"] in str(fault.value)


def test_a_line_of_a_request_names_the_request_and_the_person_by_id(lines, provider_client, provider_user):
    address = reverse("organisation-detail", args=[uuid4()])
    answer = provider_client.get(address)

    line = next(line for line in told(lines) if line["event"] == "request answered with 404")
    assert (line["reference"], line["person"], line["path"]) == (
        answer["X-Reference"],
        str(provider_user.pk),
        address,
    )


def test_a_line_of_background_work_names_the_task(lines, db):
    entry = outbox.queue_task("no.such.task", key="task")

    perform(entry.pk)

    line = next(line for line in told(lines) if line["event"] == "outbox entry failed")
    assert (line["task"], line["entry"], line["level"]) == ("no.such.task", str(entry.pk), "error")


@pytest.mark.parametrize("nasty", ["one\r\ntwo", "\x1b[2Jgone", "one\u2028two", "\x00", "\u202egnp.exe", "\x85"])
def test_a_line_stays_one_line_and_no_terminal_obeys_it(lines, nasty):
    logging.getLogger("test").warning("somebody sent %s", nasty, extra={"path": nasty})

    (line,) = lines()
    assert (line.isascii(), line.isprintable(), json.loads(line)["path"]) == (True, True, nasty)


@pytest.mark.parametrize(
    ("said", "extra", "kept"),
    [
        ("mail to ada@people.example failed", {}, "mail to [removed] failed"),
        ("cannot reach redis://:hunter2@redis:6379", {}, "cannot reach redis://[removed]@redis:6379"),
        ("link /l/q83vEjRWeJASNFZ4kBI0VniQEjRWeJASNFZ4kBI0Vng/", {}, "link /l/[removed]/"),
        ("case 0d9cb1a4-3f6e-4a2b-9a55-0c1f2e3d4c5b moved", {}, "case 0d9cb1a4-3f6e-4a2b-9a55-0c1f2e3d4c5b moved"),
        ("DETAIL:  Key (name)=(Ada) already exists.", {}, "DETAIL:[removed]"),
    ],
)
def test_secrets_inside_a_sentence_are_taken_out_and_ids_stay(lines, said, extra, kept):
    logging.getLogger("test").warning(said, extra=extra)

    assert told(lines)[0]["event"] == kept


def test_secrets_are_taken_out_however_deep_they_lie(lines):
    deep = {"who": {"email": "x", "name": "Ada", "id": 7}, "list": ["ada@people.example", {"token": "t"}]}

    logging.getLogger("test").warning("deep", extra={"data": deep, "session_key": "abc", "thing": object()})

    (line,) = told(lines)
    assert line["data"] == {
        "who": {"email": "[removed]", "name": "[removed]", "id": 7},
        "list": ["[removed]", {"token": "[removed]"}],
    }
    assert (line["session_key"], "thing" in line) == ("[removed]", False)
