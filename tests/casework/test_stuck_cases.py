"""The list of stuck cases: every reason in words, what to do, never hidden, and by one indexed column."""

from datetime import timedelta

import pytest
from django.urls import reverse

from sandbox_portal.casework import outbox
from sandbox_portal.casework.actions.assigning import take_case
from sandbox_portal.casework.models import Case, OutboxEntry
from sandbox_portal.casework.queries import reasons_of, stuck
from sandbox_portal.casework.routing import set_by_the_rules
from sandbox_portal.people.choices import Role
from sandbox_portal.people.clock import database_now, travelled_to
from tests.house_rules.query_counts import assert_same_queries

pytestmark = pytest.mark.usefixtures("worked_alone")


@pytest.fixture
def sent_before(send, at):
    def make(days, title="Large print"):
        with travelled_to(at - timedelta(days=days)):
            return send(title)

    return make


def why(case, user):
    return [reason.why for reason in reasons_of(Case.objects.get(pk=case.pk), user, database_now())]


def test_a_case_is_stuck_from_the_end_of_its_usual_time(sent_before, lead):
    sent_before(4, "Fresh")
    old = take_case(sent_before(6, "Old"), by=lead, at=database_now())
    take_case(Case.objects.get(title="Fresh"), by=lead, at=database_now())

    assert list(stuck(Case.objects.all())) == [old]
    (sentence,) = why(old, lead)
    assert sentence.startswith("It has been at “With the programme team” since ")


def test_a_case_nobody_took_in_time_is_stuck_until_somebody_takes_it(sent_before, lead):
    case = sent_before(3)

    assert why(case, lead) == ["Nobody has taken it."]
    take_case(case, by=lead, at=database_now())
    assert list(stuck(Case.objects.all())) == []


def test_a_case_past_its_date_is_stuck(send, lead, at):
    case = send()
    Case.objects.filter(pk=case.pk).update(due_at=at - timedelta(minutes=1))

    assert list(stuck(Case.objects.all())) == [case]
    assert why(case, lead)[0].startswith("It was due at ")


def test_a_case_whose_letter_was_given_up_is_stuck_until_it_goes(send, lead, at):
    case = send()
    entry = outbox.queue_task("some.work", key=f"letter-{case.pk}-result-1", letter="result")
    OutboxEntry.objects.filter(pk=entry.pk).update(given_up_at=at)

    assert why(case, lead)[0].startswith("A letter, a mail or other work in the background was given up on ")
    outbox.retry(entry)
    assert why(case, lead) == []


def test_work_that_names_a_case_in_its_payload_leads_to_it(send, at):
    case, other = send("One"), send("Two")
    entry = outbox.queue_task("some.work", key="any", application=str(case.pk))
    OutboxEntry.objects.filter(pk=entry.pk).update(given_up_at=at)

    assert list(Case.objects.filter(trouble_since__isnull=False)) == [case]
    assert other.trouble_since is None


def test_the_nightly_run_puts_right_what_the_rules_say_of_old_cases(send, at):
    case = send()
    right = Case.objects.get().usual_until
    Case.objects.update(usual_until=None, person_wanted_by=at)

    assert set_by_the_rules(at=at) == 2
    assert Case.objects.get().usual_until == right
    assert set_by_the_rules(at=at) == 0
    assert case.usual_until == right


def test_stuck_cases_are_in_the_menu_with_their_number_and_on_the_page_of_cases(sent_before, lead_client):
    assert "Cases (" not in lead_client.get("/").content.decode()
    sent_before(9)

    assert "Cases (1)" in lead_client.get("/").content.decode()
    assert "Stuck (1)" in lead_client.get(reverse("case-queue")).content.decode()
    assert "Stuck: 1" in lead_client.get("/cases/?kind=leaflet&stage=draft").content.decode()


def test_the_list_says_why_and_what_to_do(sent_before, lead_client):
    sent_before(9, "Leaflet that waits")

    html = lead_client.get(reverse("case-stuck")).content.decode()

    for words in (
        "Leaflet that waits",
        "The usual time here, counted in calendar days, ended on",
        "Nobody has taken it.",
        "give it to a person",
    ):
        assert words in html


def test_an_empty_list_says_that_nothing_is_stuck(send, lead_client):
    send()

    assert "Nothing is stuck" in lead_client.get(reverse("case-stuck")).content.decode()
    assert "No stuck case matches" in lead_client.get(reverse("case-stuck"), {"stage": "draft"}).content.decode()


def test_the_list_asks_as_often_for_30_as_for_one(sent_before, lead_client):
    add = lambda count: [sent_before(9, f"Leaflet {number}") for number in range(count)]  # noqa: E731

    assert_same_queries(lead_client, reverse("case-stuck"), add=add, at_most=12)


def test_a_provider_does_not_come_in(provider_client, staff_user, sign_in, client):
    assert provider_client.get(reverse("case-stuck")).status_code == 403
    assert sign_in(client, staff_user(Role.INSPECTOR)).get(reverse("case-stuck")).status_code == 200
