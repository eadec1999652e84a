"""The page an administrator looks at first: every part, what is wrong, and the way to mend it, in few questions."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sandbox_portal.casework import outbox
from sandbox_portal.casework.heartbeats import BROKER, RELAY, beat
from sandbox_portal.casework.models import Heartbeat, OutboxEntry
from sandbox_portal.casework.relay import drain
from sandbox_portal.documents.choices import JobState
from sandbox_portal.documents.models import Job
from sandbox_portal.operations.actions import note_trouble, note_what_is_wrong
from sandbox_portal.operations.choices import TroubleKind
from sandbox_portal.operations.queries import BACKUP
from sandbox_portal.operations.templatetags.operations import ago
from sandbox_portal.people.choices import Role
from sandbox_portal.people.models import Organisation
from tests.factories.people import make_organisation, make_staff
from tests.factories.selection import make_selection

MOST_QUESTIONS = 12


@pytest.fixture
def administrator(db):
    return make_staff(Role.SYSTEM_ADMINISTRATOR)


@pytest.fixture
def admin_client(client, administrator, sign_in):
    return sign_in(client, administrator)


def read(client, name: str = "operations-status") -> str:
    return " ".join(client.get(reverse(name)).content.decode().split())


def test_a_fresh_portal_says_who_never_spoke_and_that_there_is_no_backup(admin_client):
    html = read(admin_client)

    assert [
        word
        for word in ("Nothing is wrong that the portal knows of.", "Missing", "never", "Up to date")
        if word not in html
    ] == []


def test_parts_that_speak_are_shown_with_the_age_of_their_word(admin_client, at):
    for name in (RELAY, BROKER, BACKUP):
        beat(name)
    Heartbeat.objects.filter(name=BACKUP).update(seen_at=at - timedelta(hours=3))

    html = read(admin_client)

    assert ("3 hours ago" in html, "Missing" in html, html.count("Silent")) == (True, False, 2)


def test_what_was_given_up_can_be_tried_again_from_there(admin_client, at):
    entry = outbox.queue_mail("account", to="canary@example.com", key="m-1", context={"subject": "s", "body": "secret"})
    OutboxEntry.objects.filter(pk=entry.pk).update(given_up_at=at, last_error="The mail server cannot be reached.")

    html = read(admin_client)

    assert (reverse("outbox-retry", args=[entry.pk]) in html, "The mail server cannot be reached." in html) == (
        True,
        True,
    )
    assert [word for word in ("canary", "secret") if word in html] == []


def test_a_trouble_is_on_the_front_page_of_administrators_and_moves_down_when_it_is_over(admin_client, lead_client, at):
    note_trouble(TroubleKind.DISK, about="media", sentence="The disk is nearly full.", by=None, at=at)
    fronts = ["The disk is nearly full." in read(client, "home") for client in (admin_client, lead_client)]
    note_what_is_wrong(TroubleKind.DISK, wrong={}, by=None, at=at)
    html = read(admin_client)

    assert (fronts, "What was wrong before" in html, "What is wrong" in html) == ([True, False], True, False)


def test_the_mail_says_what_is_wrong_and_where_to_look(administrator, at, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    note_trouble(TroubleKind.DISK, about="media", sentence="The disk is nearly full.", by=None, at=at)

    drain()

    (letter,) = mail.outbox
    assert (letter.to, letter.subject) == ([administrator.email], "The portal needs somebody")
    assert "The disk is nearly full." in letter.body
    assert f"{settings.PORTAL_URL}/operations/" in letter.body


def questions(client, name: str) -> int:
    client.get(reverse(name))  # the first look fills caches
    with CaptureQueriesContext(connection) as asked:
        assert client.get(reverse(name)).status_code == 200
    return len(asked)


def test_neither_page_asks_more_when_there_is_more_to_show(admin_client, at):
    make_organisation()
    few = [questions(admin_client, name) for name in ("operations-status", "row-history")]
    for number in range(30):
        Organisation.objects.update(town=f"Town {number}")
        outbox.queue_task("nothing", key=f"late-{number}", at=at - timedelta(hours=1))
        note_trouble(TroubleKind.DAMAGED_FILE, about=str(number), sentence="It is damaged.", by=None, at=at)
    many = [questions(admin_client, name) for name in ("operations-status", "row-history")]

    assert ([now <= before for now, before in zip(many, few, strict=True)], max(few) <= MOST_QUESTIONS) == (
        [True, True],
        True,
    )


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 seconds ago"),
        (1, "1 second ago"),
        (119, "119 seconds ago"),
        (120, "2 minutes ago"),
        (7300, "2 hours ago"),
        (86400, "1 day ago"),
        (200000, "2 days ago"),
    ],
)
def test_ages_are_said_as_people_say_them(seconds, words):
    assert ago(timedelta(seconds=seconds)) == words


def test_work_that_failed_is_listed_and_tried_again(admin_client, at):
    asker = make_staff(Role.PROGRAMME_LEAD)
    failed = {"kind": "x", "asked_by": asker, "created_at": at, "finished_at": at}
    job = Job.objects.create(title="Scores of R1-001", state=JobState.FAILED, reason="The disk was full.", **failed)
    shown = read(admin_client)

    again = admin_client.post(reverse("failed-job-retry", args=[job.pk]), follow=True)
    gone = admin_client.post(reverse("failed-job-retry", args=[job.pk]))

    assert [words for words in ("Scores of R1-001", asker.name, "The disk was full.") if words not in shown] == []
    assert "“Scores of R1-001” is being tried again." in again.content.decode()
    job.refresh_from_db()
    assert (job.state, job.attempt, gone.status_code) == (JobState.WAITING, 2, 404)


def test_the_history_of_a_case_leads_auditors_to_its_rows_and_nobody_else(sign_in, db):
    selection, _applications = make_selection(applications=1)
    link = reverse("row-history-case", args=[selection.pk])
    address = reverse("case-timeline", args=[selection.pk])

    shown = {
        role: link in sign_in(Client(), make_staff(role)).get(address).content.decode()
        for role in (Role.AUDITOR, Role.PROGRAMME_LEAD)
    }

    assert shown == {Role.AUDITOR: True, Role.PROGRAMME_LEAD: False}
