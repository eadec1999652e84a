"""A person switches off reminders that are not statutory, also from the mail itself (R-801, RFC 8058)."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from sandbox_portal.casework import reminder_definitions, reminders
from sandbox_portal.casework.actions.reminder_choices import choose_reminders, switch_off
from sandbox_portal.casework.deadlines import set_deadline
from sandbox_portal.casework.models import Reminder, ReminderChoice
from sandbox_portal.casework.queries.reminders import reminders_of
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.casework.relay import drain
from sandbox_portal.casework.reminder_choices import DIGEST, address_to_switch_off, choice_of
from sandbox_portal.casework.reminders import Recipient, create_due_reminders
from sandbox_portal.people.clock import database_now
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db
ADA = "ada@providers.example"


@pytest.fixture(autouse=True)
def drafts(monkeypatch):
    people = [Recipient(ADA, "Ada Alder", "/leaflets/1/")]
    for name in ("owners_of_drafts", "people_who_were_asked"):
        monkeypatch.setitem(reminders._audiences, name, lambda deadline: list(people))


def due_in(days, code):
    at = database_now()
    named = {"kind": "test", "about": "The window", "rule": "a test", "at": at - timedelta(days=30)}
    return set_deadline(f"test:{code}", due_at=at + timedelta(days=days), reminder=code, **named)


def sent_to():
    return list(Reminder.objects.values_list("deadline__reminder", "recipient"))


def path_of(choice):
    return "/" + address_to_switch_off(choice).split("/", 3)[3]


def test_who_has_switched_it_off_is_not_reminded():
    due_in(7, "M-02")
    switch_off(choice_of(ADA, "M-02"), by=None, at=database_now())

    create_due_reminders(at=database_now())

    assert sent_to() == []


def test_a_statutory_reminder_goes_to_everybody():
    due_in(3, "M-24")
    ReminderChoice.objects.create(email=ADA, code="M-24", off_at=database_now())

    create_due_reminders(at=database_now())

    assert sent_to() == [("M-24", ADA)]


def test_a_statutory_reminder_cannot_be_switched_off_and_says_why():
    with pytest.raises(Refused, match="law lets us decide"):
        switch_off(choice_of(ADA, "M-24"), by=None, at=database_now())


def test_the_mail_names_the_one_click_address_in_its_head_and_at_its_end(settings):
    settings.EMAIL_BACKEND = "sandbox_portal.casework.mail.OutgoingMail"
    settings.EMAIL_URL = "memory:"
    due_in(7, "M-02")
    create_due_reminders(at=database_now())

    drain()

    message = mail.outbox[0]
    address = address_to_switch_off(ReminderChoice.objects.get(email=ADA, code="M-02"))
    assert message.extra_headers["List-Unsubscribe"] == f"<{address}>"
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert address in message.body


def test_one_click_of_the_mail_program_works_without_signing_in():
    choice = choice_of(ADA, "M-02")
    client = Client(enforce_csrf_checks=True)

    answer = client.post(path_of(choice), {"List-Unsubscribe": "One-Click"})

    choice.refresh_from_db()
    assert (answer.status_code, choice.off_at is not None, choice.changed_by) == (200, True, None)


def test_looking_at_the_address_switches_nothing_off():
    choice = choice_of(ADA, "M-02")

    page = Client().get(path_of(choice)).content.decode()

    choice.refresh_from_db()
    assert ("Switch it off" in page, choice.off_at) == (True, None)


def test_a_form_from_another_site_and_an_address_that_was_made_up_do_nothing():
    choice = choice_of(ADA, "M-02")
    foreign = Client().post(path_of(choice), headers={"origin": "https://evil.example"})
    made_up = Client().post(reverse("reminder-off", args=[f"{choice.pk}:made-up"]))

    choice.refresh_from_db()
    assert (foreign.status_code, made_up.status_code, choice.off_at) == (403, 404, None)


def test_the_address_says_nothing_of_the_person():
    assert "ada" not in address_to_switch_off(choice_of(ADA, "M-02")).lower()


def test_a_person_chooses_in_their_account(owner):
    client = sign_in(Client(), owner)
    page = client.get(reverse("your-reminders")).content.decode()

    client.post(reverse("your-reminders"), {"wanted": ["M-29"]})

    off = set(ReminderChoice.objects.filter(email=owner.email, off_at__isnull=False).values_list("code", flat=True))
    assert "Reminders that stay on" in page
    assert {"M-02", "M-30", "M-32"} <= off
    assert not {"M-29", "M-24", "M-03"} & off


def test_staff_may_leave_the_weekly_letter_out_and_providers_are_not_asked(lead, owner):
    codes = {each.code for each in reminders_of(lead)}, {each.code for each in reminders_of(owner)}

    choose_reminders(lead, wanted=[], by=lead, at=database_now())

    assert (DIGEST in codes[0], DIGEST in codes[1]) == (True, False)
    assert choice_of(lead.email, DIGEST).off_at is not None


def test_nobody_chooses_for_another(lead, owner):
    with pytest.raises(Refused, match="chooses their own reminders"):
        choose_reminders(owner, wanted=[], by=lead, at=database_now())


def test_staff_see_every_kind_and_what_became_of_each(lead):
    due_in(7, "M-02")
    create_due_reminders(at=database_now())
    client = sign_in(Client(), lead)

    page = client.get(reverse("reminder-list"), {"code": "M-02", "result": "waits"}).content.decode()
    none = client.get(reverse("reminder-list"), {"result": "failed"}).content.decode()

    assert (ADA in page, "No reminder matches" in none) == (True, True)


def test_every_statutory_reminder_says_why_in_a_sentence():
    statutory = [each for each in reminder_definitions.all_definitions().values() if each.statutory]

    assert {each.statutory[-1] for each in statutory} == {"."}
