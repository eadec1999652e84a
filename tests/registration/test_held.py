"""A registration that was granted: in the register from that day, its certificate, its checklist and its changes."""

from datetime import date, timedelta

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import reverse

from registration.actions.certificates import issue_certificate
from registration.actions.changes import refuse_change, send_change, take_back_change
from registration.actions.conversions import carry_out_conversion, plan_conversion
from registration.actions.duties import tick_duty
from registration.changes import MANAGER_JOINS
from registration.choices import ConversionPlan
from registration.models import Registration
from registration.queries.held import services_now
from registration.queries.held_days import Telling, duties_now, telling_of
from sandbox_portal.casework.models import Deadline, OutboxEntry
from sandbox_portal.casework.moments import day_in_words
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.casework.reminders import remind
from sandbox_portal.casework.working_days import day_in_london, end_of_day
from sandbox_portal.documents.queries import documents_visible_to
from sandbox_portal.people.choices import Place, Role
from sandbox_portal.people.clock import database_now, travelled_to
from sandbox_portal.questions.loading import load_question_sets
from tests.factories.held import (
    CONTACT,
    JOINS,
    LEAVES,
    accepted,
    load_letters_once,
    make_change,
    make_held,
    make_sent_change,
    owner_of,
)
from tests.factories.people import make_organisation, make_provider, make_staff
from tests.house_rules.query_counts import assert_same_queries
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


def today() -> date:
    return day_in_london(database_now())


@pytest.fixture(scope="module", autouse=True)
def questions(kept_database) -> None:
    """What is asked about each change, loaded once for all tests."""
    load_question_sets(settings.CONTENT_ROOT, database_now())
    load_letters_once()


@pytest.fixture
def held() -> Registration:
    """Registered forty days ago under a kind on trial, with a condition."""
    with travelled_to(database_now() - timedelta(days=40)):
        return make_held(make_organisation("Riverside Circles"), conditions=("Support at most 20 people.",))


def managers(held: Registration, day: date) -> list[str]:
    (now,) = services_now(held, day)
    return list(now.particulars.managers) if now.particulars else []


def status(held: Registration, day: date) -> tuple[str, list[str]]:
    (now,) = services_now(held, day)
    return (now.status.status, now.conditions) if now.status else ("", [])


def public_page(held: Registration, **asked: str) -> str:
    return Client().get(reverse("service-detail", args=[held.services.first().pk]), asked).content.decode()


# Granted


def test_what_is_granted_stands_in_the_public_register_from_that_day(held):
    page = public_page(held)

    assert "Registered with conditions" in page
    assert "Support at most 20 people." in page
    assert "Ada Moss" in page
    assert "Registered under a trial service type of" in page
    before = held.registered_on - timedelta(days=1)
    assert "Nothing is recorded for this service on that day." in public_page(held, as_at=before.isoformat())


def test_a_standard_kind_is_not_said_to_be_on_trial():
    held = make_held(kinds=("home_care",))

    assert "trial service type" not in public_page(held)
    assert "workshop" not in held.duties.values_list("code", flat=True)


def test_the_certificate_is_made_once_for_each_state_and_the_old_one_is_replaced(held):
    asked = OutboxEntry.objects.get(name="registration.make_certificate").payload
    how = {"by": None, "at": database_now()}
    first = issue_certificate(held, request=asked["request"], because="", **how)
    again = issue_certificate(held, request=asked["request"], because="", **how)
    accepted(make_sent_change(held, "manager_joins", JOINS), "Ada Moss", "Bea Lund")
    newer = OutboxEntry.objects.filter(name="registration.make_certificate").latest("created_at").payload
    second = issue_certificate(held, request=newer["request"], because=newer["because"], **how)

    assert again == first
    assert (first.version, second.version, second.replaces) == (1, 2, first)
    assert (second.data["managers"], second.correction_note) == (
        ["Ada Moss", "Bea Lund"],
        "A registered manager joins.",
    )
    assert second.data["conditions"] == ["Support at most 20 people."]
    assert Client().get(reverse("document-verify", args=[first.number])).status_code == 200
    assert documents_visible_to(AnonymousUser()).filter(pk=second.pk).exists()


def test_the_checklist_has_days_and_is_ticked_once(held):
    duty = held.duties.get(code="display")
    tick_duty(held, code="display", by=owner_of(held), at=database_now())
    again = tick_duty(held, code="display", by=owner_of(held), at=database_now())

    assert duty.due_on == held.registered_on + timedelta(days=14)
    assert again.done_by == owner_of(held)
    reader = make_provider(held.organisation, place=Place.READER)
    with pytest.raises(Refused, match="lets you read"):
        tick_duty(held, code="data", by=reader, at=database_now())


# Changes


def test_what_is_still_to_do_is_late_after_its_day_and_what_is_done_never(held):
    first = next(each for each in duties_now(held, today()) if each.row.due_on)
    after = first.row.due_on + timedelta(days=1)

    def late(day: date) -> bool:
        return next(each.is_late for each in duties_now(held, day) if each.duty == first.duty)

    before = [late(first.row.due_on), late(after)]
    tick_duty(held, code=first.duty.code, by=owner_of(held), at=database_now())
    assert (before, late(after)) == ([False, True], False)


def test_a_change_is_late_when_it_was_told_after_28_days_and_what_is_asked_for_never_is(held):
    day = today() - timedelta(days=29)
    told, asked = make_change(held, "manager_leaves", LEAVES, on=day), make_change(held, MANAGER_JOINS, JOINS, on=day)

    assert telling_of(told, today()) == Telling(today() - timedelta(days=1), is_late=True)
    assert telling_of(told, today() - timedelta(days=1)).is_late is False
    assert telling_of(asked, today()) == Telling(None, is_late=False)


def test_a_change_walks_from_draft_to_the_register(held, client):
    change = make_sent_change(held, "manager_leaves", LEAVES, on=today() - timedelta(days=3))
    accepted(change, "Bea Lund", day=change.happens_on)

    assert (change.case.reference, change.case.stage) == ("CH-0001", "accepted")
    assert managers(held, change.happens_on - timedelta(days=1)) == ["Ada Moss"]
    assert managers(held, change.happens_on) == ["Bea Lund"]
    assert "A registered manager leaves" in public_page(held)


def test_a_change_told_late_is_told_on_later_days_too(held):
    early, late = today() - timedelta(days=20), today() - timedelta(days=5)
    second = make_sent_change(held, "manager_leaves", {**LEAVES, "manager_name": "Nobody"}, on=late)
    first = make_sent_change(held, "contact", CONTACT, on=early)
    accepted(second, "Ada Moss", "Cy Dale", day=late)
    accepted(first, day=early)
    (then,), (now,) = services_now(held, early), services_now(held, today())

    assert (then.particulars.managers, then.particulars.contact["phone"]) == (["Ada Moss"], "020 7946 0123")
    assert (now.particulars.managers, now.particulars.contact["phone"]) == (["Ada Moss", "Cy Dale"], "020 7946 0123")


def test_a_new_statement_of_purpose_has_28_days(held):
    """Timer S (EX-F12): the clock begins on the day of the change."""
    change = make_change(held, "statement_of_purpose")

    due = Deadline.objects.get(case=change.case)
    assert day_in_london(due.due_at) == change.happens_on + timedelta(days=28)
    assert due.reminder == "M-31S"


def test_an_absence_that_lies_ahead_is_reminded_of_28_days_before_until_it_is_sent(held):
    """M-32: the law wants to know 28 days before."""
    ahead = today() + timedelta(days=40)
    change = make_change(held, "manager_leaves", LEAVES, on=ahead)
    due = Deadline.objects.get(case=change.case, kind="registration_absence")
    days = [remind(due.pk, at=end_of_day(ahead - timedelta(days=left))) for left in (29, 28, 27)]
    send_change(change, by=owner_of(held), at=database_now())
    due.refresh_from_db()

    assert (day_in_london(due.due_at), due.reminder, days) == (ahead, "M-32A", [0, 1, 0])
    assert due.done_at is not None
    late = make_change(held, "manager_leaves", LEAVES, on=today())
    assert not Deadline.objects.filter(case=late.case, kind="registration_absence").exists()


def test_what_is_not_answered_is_not_sent(held):
    with pytest.raises(Refused, match="3 answers need your attention"):
        send_change(make_change(held, "manager_leaves"), by=owner_of(held), at=database_now())


def test_a_refused_change_changes_nothing_and_says_why(held, client):
    change = make_sent_change(held, "manager_joins", JOINS)
    officer = make_staff(Role.REGISTRATION_INSPECTOR)
    with pytest.raises(Refused, match="Write why"):
        refuse_change(change, reason=" ", by=officer, at=database_now())
    refuse_change(change, reason="The record check is too old.", by=officer, at=database_now())

    assert managers(held, today()) == ["Ada Moss"]
    sign_in(client, owner_of(held))
    assert "The record check is too old." in client.get(reverse("change-detail", args=[change.pk])).content.decode()
    with pytest.raises(Refused, match="cannot be done now"):
        accepted(change, "Bea Lund")


def test_what_was_taken_back_is_not_decided(held):
    change = make_sent_change(held, "manager_joins", JOINS)
    take_back_change(change, by=owner_of(held), at=database_now())

    with pytest.raises(Refused, match="cannot be done now"):
        accepted(change, "Bea Lund")


def test_what_the_law_wants_asked_beforehand_never_holds_from_yesterday(held):
    change = make_sent_change(held, "manager_joins", JOINS)

    with pytest.raises(Refused, match="cannot hold from"):
        accepted(change, "Bea Lund", day=today() - timedelta(days=1))


def test_a_condition_is_taken_away(held):
    asked = {"what": "remove", "words": "At most 20 people", "because": "We have grown."}
    accepted(make_sent_change(held, "condition", asked))

    assert status(held, today()) == ("registered", [])
    assert status(held, today() - timedelta(days=1)) == ("conditions", ["Support at most 20 people."])


def test_stopping_for_a_time_beginning_again_and_ending(held):
    why = {"why": "We move house.", "people": "Another body cares for them."}
    accepted(make_sent_change(held, "pause", why))
    assert (status(held, today())[0], fresh(held).case.stage) == ("paused", "paused")
    with pytest.raises(Refused, match="stopped for a time already"):
        make_sent_change(fresh(held), "pause", why)
    accepted(make_sent_change(fresh(held), "start_again", why))
    assert status(held, today()) == ("conditions", ["Support at most 20 people."])
    accepted(make_sent_change(fresh(held), "cancel", {**why, "records": "With our chair.", "agreed": True}))

    assert fresh(held).case.stage == "ended"
    assert services_now(held, today()) == []
    assert "Cancelled" in public_page(held)
    with pytest.raises(Refused, match="has ended"):
        make_change(fresh(held), "contact")


def test_a_change_before_the_registration_is_refused(held):
    with pytest.raises(Refused, match="cannot be before the day"):
        make_change(held, "contact", on=held.registered_on - timedelta(days=1))


# The end of a trial


def plan(held: Registration, kind: ConversionPlan, to_kind: str = "", *, by=None, on: date | None = None):
    officer = by or make_staff(Role.REGISTRATION_MANAGER)
    how = {
        "plan": kind,
        "to_kind": to_kind,
        "on": on or today(),
        "because": "The round has ended.",
        "at": database_now(),
    }
    return plan_conversion(held, service=held.services.get(closed_at=None), by=officer, **how), officer


def test_a_service_on_trial_becomes_a_standard_one_and_its_history_stays(held):
    planned, officer = plan(held, ConversionPlan.STANDARD)
    done = carry_out_conversion(planned, by=officer, at=database_now())

    (now,) = services_now(held, today())
    assert (now.service, now.kind, now.conditions) == (done.new_service, "Care at home", ["Support at most 20 people."])
    assert (now.particulars.managers, now.particulars.trial_round) == (["Ada Moss"], "")
    old = Client().get(reverse("service-detail", args=[done.service_id])).content.decode()
    assert "Now another kind of service" in old
    assert "Registered with conditions" in old
    with pytest.raises(Refused, match="carried out already"):
        carry_out_conversion(planned, by=officer, at=database_now())


def test_a_trial_may_become_another_kind_or_end_without_one(held):
    other = make_held(make_organisation("Moor Carers"))
    planned, officer = plan(held, ConversionPlan.OTHER, "shared_lives")
    carry_out_conversion(planned, by=officer, at=database_now())
    planned, _same = plan(other, ConversionPlan.ENDS, by=officer)
    carry_out_conversion(planned, by=officer, at=database_now())

    assert [each.kind for each in services_now(held, today())] == ["Shared Lives"]
    assert (services_now(other, today()), fresh(other).case.stage) == ([], "ended")
    assert "No registration needed" in public_page(other)


def test_a_conversion_waits_for_its_day_and_for_a_manager(held):
    planned, officer = plan(held, ConversionPlan.STANDARD, on=today() + timedelta(days=9))

    with pytest.raises(Refused, match="was planned for"):
        carry_out_conversion(planned, by=officer, at=database_now())
    with pytest.raises(Refused, match="Only a registration manager"):
        plan(held, ConversionPlan.STANDARD, by=make_staff(Role.REGISTRATION_INSPECTOR))
    with pytest.raises(Refused, match="not on trial"):
        plan(held, ConversionPlan.OTHER, "umbrella_body")


# Pages


def test_the_owner_sees_the_registration_and_tells_of_a_change(held, client):
    make_change(held, "contact")  # the questions are there
    sign_in(client, owner_of(held))

    page = client.get(reverse("held-detail", args=[held.pk])).content.decode()
    day = {"happens_on_0": today().day, "happens_on_1": today().month, "happens_on_2": today().year}
    answer = client.post(reverse("change-start", args=[held.pk]), {"kind": "manager_leaves", **day})

    assert "What to do now you are registered" in page
    assert "Your registration" in client.get("/").content.decode()
    change = held.changes.get(kind="manager_leaves")
    assert answer.headers["Location"] == reverse("response-task-list", args=[change.pk])


def test_an_officer_accepts_by_the_page_what_the_register_will_say(held, client):
    change = make_sent_change(held, "manager_joins", JOINS)
    sign_in(client, make_staff(Role.REGISTRATION_INSPECTOR))
    address = reverse("change-accept", args=[change.pk])

    form = client.get(address).content.decode()
    day = {"holds_from_0": today().day, "holds_from_1": today().month, "holds_from_2": today().year}
    client.post(address, {**day, "lines": "Ada Moss\nBea Lund\n"})

    assert "Ada Moss\nBea Lund" in form
    assert managers(held, today()) == ["Ada Moss", "Bea Lund"]


def test_the_page_of_a_registration_that_ended_tells_when_and_leads_to_what_it_was(held, client):
    service = held.services.get()
    why = {"why": "We retire.", "people": "Another body cares for them.", "records": "With our chair.", "agreed": True}
    accepted(make_sent_change(held, "cancel", why))
    sign_in(client, make_provider(held.organisation))

    page = client.get(reverse("held-detail", args=[held.pk])).content.decode()

    assert f"on {day_in_words(today())}. It was registered on {day_in_words(held.registered_on)}." in page
    assert f'href="{reverse("service-detail", args=[service.pk])}"' in page
    assert client.get(reverse("service-detail", args=[service.pk])).status_code == 200
    assert "What to do now you are registered" not in page
    assert "We are making the certificate" not in page


def test_registrations_are_found_by_name_number_state_and_trial(held, client):
    make_held(make_organisation("Harbour Teams"), kinds=("home_care",))
    sign_in(client, make_staff(Role.REGISTRATION_INSPECTOR))

    def names(**asked: str) -> list[str]:
        return [row.registration.organisation.name for row in client.get(reverse("held-list"), asked).context["rows"]]

    assert names() == ["Harbour Teams", "Riverside Circles"]
    shown = client.get(reverse("held-list")).context["rows"]
    assert [row.services for row in shown] == [("Care at home",), ("Umbrella body for personal assistants",)]
    assert names(words="river") == ["Riverside Circles"]
    assert names(words=held.case.reference) == ["Riverside Circles"]
    assert names(trial="on") == ["Riverside Circles"]
    assert names(state="paused") == []


def test_lists_cost_the_same_for_one_and_for_thirty(client):
    sign_in(client, make_staff(Role.REGISTRATION_MANAGER))

    def add(number: int) -> None:
        for _ in range(number):
            make_held()

    assert_same_queries(client, reverse("held-list"), add=add)
    assert_same_queries(client, reverse("trial-list"), add=add)


def fresh(held: Registration) -> Registration:
    return Registration.objects.select_related("case", "organisation").get(pk=held.pk)
