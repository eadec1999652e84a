"""What people were told by mail stands among their notices; staff get a letter on Mondays (R-804)."""

from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from sandbox_portal.casework import daily_work
from sandbox_portal.casework.actions.reminder_choices import choose_reminders
from sandbox_portal.casework.actions.weekly_letters import send_weekly_letters
from sandbox_portal.casework.models import OutboxEntry
from sandbox_portal.casework.noticing import own_page
from sandbox_portal.casework.outbox import queue_mail
from sandbox_portal.casework.performing import perform
from sandbox_portal.casework.working_days import LONDON
from sandbox_portal.people.actions.notices import mark_read, tell_in_portal
from sandbox_portal.people.clock import database_now
from sandbox_portal.people.models import Notice
from sandbox_portal.people.queries.notices import notices_visible_to, unread_in_menu
from sandbox_portal.people.refusals import Refused
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


def told(person, *, template="casework/message_waiting", key="told", link="/cases/1/"):
    from django.conf import settings

    context = {"name": person.name, "reference": "LF-0001", "due": "", "link": f"{settings.PORTAL_URL}{link}"}
    return queue_mail(template, to=person.email, key=key, context=context)


def notice_of(person, number=1):
    for each in range(number):
        words = {"kind": "test", "title": f"Notice {each}", "address": "/my-actions/"}
        tell_in_portal(person.email, key=f"notice-{each}", **words, by=None, at=database_now())


def test_a_mail_makes_one_notice_however_often_it_is_performed(owner):
    entry = told(owner)

    perform(entry.pk)
    perform(entry.pk)

    found = [(notice.title, notice.address) for notice in notices_visible_to(owner)]
    assert found == [("You have a new message about LF-0001", "/cases/1/")]


def test_a_mail_that_cannot_be_sent_leaves_its_notice(owner, monkeypatch):
    def broken(entry):
        raise OSError

    monkeypatch.setattr("sandbox_portal.casework.performing.sending.send", broken)

    perform(told(owner).pk)

    assert notices_visible_to(owner).count() == 1


def test_the_notice_is_not_lost_with_a_process_that_died_over_its_mail(owner):
    entry = told(owner)
    OutboxEntry.objects.filter(pk=entry.pk).update(attempts=1)

    perform(entry.pk)

    assert notices_visible_to(owner).count() == 1


def test_a_fault_in_the_notice_does_not_hold_up_the_mail(owner, monkeypatch):
    def broken(*args, **named):
        raise RuntimeError

    monkeypatch.setattr("sandbox_portal.casework.noticing.tell_in_portal", broken)
    entry = told(owner)

    perform(entry.pk)

    assert OutboxEntry.objects.get(pk=entry.pk).finished_at is not None


def test_codes_and_secret_addresses_never_become_notices(owner, settings):
    code = queue_mail("account", to=owner.email, key="code", context={"subject": "Your code", "body": "123456"})

    perform(code.pk)

    assert list(notices_visible_to(owner)) == []
    assert [own_page(f"{settings.PORTAL_URL}{path}") for path in ("/link/abc/", "/invitation/x/", "/cases/1/")] == [
        "",
        "",
        "/cases/1/",
    ]
    assert own_page("https://elsewhere.example/cases/1/") == ""


def test_the_number_of_new_ones_stands_in_the_menu_and_asks_nothing(owner, django_assert_num_queries):
    client = sign_in(Client(), owner)
    client.get("/help/")

    def statements():
        with django_assert_num_queries(before) as kept:
            page = client.get("/help/")
        return len(kept), page.content.decode()

    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as first:
        client.get("/help/")
    before = len(first)
    notice_of(owner, 3)

    assert "Your account (3)" in statements()[1]


def test_nobody_sees_or_reads_the_notices_of_another(owner, lead):
    notice_of(owner)
    number = Notice.objects.get().pk

    assert list(notices_visible_to(lead)) == []
    assert sign_in(Client(), lead).post(reverse("notice-open", args=[number])).status_code == 404
    with pytest.raises(Refused, match="own notices"):
        mark_read(owner, by=lead, at=database_now())


def test_opening_one_reads_it_and_goes_on_to_its_page(owner):
    notice_of(owner, 2)
    client = sign_in(Client(), owner)

    answer = client.post(reverse("notice-open", args=[Notice.objects.first().pk]))

    owner.__dict__.pop("_unread_notices", None)
    assert (answer.status_code, answer.url, unread_in_menu(owner)) == (302, "/my-actions/", "1")


def test_all_are_read_at_once_and_the_list_is_narrowed_and_paged(owner):
    notice_of(owner, 31)
    client = sign_in(Client(), owner)
    first = client.get(reverse("notice-list")).content.decode()
    narrowed = client.get(reverse("notice-list"), {"q": "Notice 30"}).content.decode()

    client.post(reverse("notice-read-all"))
    new = client.get(reverse("notice-list"), {"state": "new"}).content.decode()

    assert "after=" in first
    assert ("Notice 30" in narrowed, "Notice 3<" in narrowed) == (True, False)
    assert "No notice matches" in new


def test_staff_get_one_letter_a_week_and_only_with_something_in_it(send, lead, staff_user):
    from sandbox_portal.people.choices import Role

    staff_user(Role.CONTENT_EDITOR)
    send()
    at = database_now()

    first, again = send_weekly_letters(by=None, at=at), send_weekly_letters(by=None, at=at)

    letters = OutboxEntry.objects.filter(name="casework/weekly_letter")
    assert [letter.payload["to"] for letter in letters] == [lead.email]
    assert (first, again, letters.get().payload["context"]["waiting"]) == (1, 1, 1)


def test_the_letter_is_written_on_mondays_and_not_to_who_has_left_it_out(send, lead):
    send()
    monday, tuesday, next_monday = (datetime(2026, 11, day, 7, 30, tzinfo=LONDON) for day in (23, 24, 30))

    written = [daily_work.write_weekly_letters(at=day) for day in (monday, tuesday)]
    choose_reminders(lead, wanted=[], by=lead, at=database_now())

    assert [*written, daily_work.write_weekly_letters(at=next_monday)] == [1, 0, 0]
