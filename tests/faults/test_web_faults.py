"""The web killed while people send, and a web server whose clock is wrong (C01, C12)."""

import http.client
import threading
import time
from contextlib import closing
from datetime import timedelta
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from programme.actions import open_window
from sandbox_portal.casework.models import OutboxEntry
from sandbox_portal.people.clock import database_now
from sandbox_portal.people.queries import people_of
from selection.models import Application
from tests.factories.rounds import make_round
from tests.factories.selection import answer_everything, make_draft
from tests.signing_in import sign_in

from .processes import answers, free_port, until

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]
HOURS = 3600
TOKEN = "a" * 32
SENDERS = 8


@pytest.fixture
def web(processes):
    """`web(wrong_by=0)` starts a real web process on one port, as often as it is asked; gives the port."""
    port = free_port()

    def started(wrong_by: float = 0) -> int:
        processes.start_web(port, wrong_by)
        until(lambda: answers(port), f"the web answers\n{processes.log()}")
        return port

    return started


def complete_drafts(count: int) -> list[Application]:
    round_ = open_window(make_round(), by=None, at=database_now())
    drafts = [make_draft(round_) for _ in range(count)]
    for draft in drafts:
        answer_everything(draft)
    return drafts


def session_of(draft: Application, *, wrong_by: float = 0) -> str:
    client = sign_in(Client(), people_of(draft.organisation)[0])
    session = client.session
    session["started"] = session["seen"] = time.time() + wrong_by
    session.save()
    return client.cookies["sessionid"].value


def send(port: int, draft: Application, *, session: str, key: str) -> int:
    """Press the button once; the status of the answer. OSError when the web died under it."""
    cookies = f"sessionid={session}; csrftoken={TOKEN}"
    body = urlencode({"csrfmiddlewaretoken": TOKEN, "key": key})
    kind = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookies}
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=20)) as there:
        there.request("POST", reverse("application-send", args=[draft.pk]), body, kind)
        with there.getresponse() as answer:
            answer.read()
            return answer.status


def send_until_answered(port: int, draft: Application, session: str, acknowledged: dict[object, int]) -> None:
    key, until_then = str(uuid4()), time.monotonic() + 60
    while time.monotonic() < until_then:
        try:
            acknowledged[draft.pk] = send(port, draft, session=session, key=key)
            return
        except (OSError, http.client.HTTPException):
            time.sleep(0.1)


def test_what_was_acknowledged_before_the_web_was_killed_is_there_once(web, processes):
    drafts = complete_drafts(SENDERS)
    sessions = [session_of(draft) for draft in drafts]
    port, acknowledged = web(), {}
    threads = [
        threading.Thread(target=send_until_answered, args=(port, draft, session, acknowledged))
        for draft, session in zip(drafts, sessions, strict=True)
    ]

    for thread in threads:
        thread.start()
    for _ in range(3):
        time.sleep(0.4)
        processes.kill("web")
        web()
    for thread in threads:
        thread.join()

    assert acknowledged == dict.fromkeys((draft.pk for draft in drafts), 302)
    sent = Application.objects.filter(submitted_at__isnull=False)
    assert sorted(sent.values_list("number", flat=True)) == list(range(1, SENDERS + 1))
    assert OutboxEntry.objects.filter(name="selection.send_receipt").count() == SENDERS


def close_the_window(draft: Application, *, ago: timedelta) -> None:
    """Move the closing time past the triggers that would refuse it, as only a test may."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(
            "UPDATE programme_round SET opens_at = opens_at - interval '1 day', closes_at = portal_now() - %s"
            " WHERE case_id = %s",
            [ago, draft.round_id],
        )
        cursor.execute("SET session_replication_role = origin")


@pytest.mark.parametrize(
    ("wrong_by", "closed_ago", "sent"),
    [(-2 * HOURS, timedelta(hours=1), False), (2 * HOURS, timedelta(hours=-1), True)],
    ids=["a slow clock takes nothing late", "a fast clock refuses nothing early"],
)
def test_a_web_clock_that_is_two_hours_wrong_decides_nothing(web, wrong_by, closed_ago, sent):
    (draft,) = complete_drafts(1)
    close_the_window(draft, ago=closed_ago)

    send(web(wrong_by), draft, session=session_of(draft, wrong_by=wrong_by), key=str(uuid4()))

    draft.refresh_from_db()
    assert (draft.submitted_at is not None) == sent
