"""The queue pages: what each filter leaves, the order, the pages, the file, and what nobody finds who may not."""

import csv
import io
from datetime import timedelta

import pytest
from django.urls import reverse

from sandbox_portal.casework.actions.assigning import take_case
from sandbox_portal.casework.actions.desk import raise_flag
from sandbox_portal.casework.models import Assignment, Case
from sandbox_portal.casework.queries.queues import MOST_COUNTED, counted
from sandbox_portal.people.choices import Role
from sandbox_portal.people.clock import database_now, travelled_to
from sandbox_portal.people.models import Membership
from tests.house_rules.query_counts import assert_same_queries

pytestmark = pytest.mark.usefixtures("worked_alone")
QUEUE, FILE = reverse("case-queue"), reverse("case-queue-file")
TITLES = ("Alpha", "Beta", "Gamma")


@pytest.fixture
def organisation(db):
    from tests.factories.people import make_organisation

    return make_organisation("Quiet Harbour")


@pytest.fixture
def three(send, lead, at):
    """Alpha is old and mine, Beta is overdue and urgent, Gamma is on hold; all with the programme team."""
    with travelled_to(at - timedelta(days=60)):
        alpha = take_case(send("Alpha", "LF-0001"), by=lead, at=database_now())
    beta, gamma = send("Beta", "LF-0002"), send("Gamma", "LF-0003")
    Case.objects.filter(pk=beta.pk).update(due_at=at - timedelta(days=1))
    raise_flag(beta, code="urgent", reason="It cannot wait.", by=lead, at=database_now())
    Case.objects.filter(pk=gamma.pk).update(held_since=at, hold_until=at + timedelta(days=9))
    return alpha, beta, gamma


@pytest.fixture
def mine(lead, sign_in, client):
    return sign_in(client, lead)


def found(client, **asked):
    html = client.get(QUEUE, asked).content.decode()
    return [title for title in TITLES if f"Choose {title}" in html]


@pytest.mark.parametrize(
    ("asked", "left"),
    [
        ({}, ["Alpha", "Beta", "Gamma"]),
        ({"owner": "mine"}, ["Alpha"]),
        ({"owner": "team"}, ["Alpha", "Beta", "Gamma"]),
        ({"owner": "nobody"}, ["Beta", "Gamma"]),
        ({"age": "20"}, ["Alpha"]),
        ({"age": "0"}, ["Beta", "Gamma"]),
        ({"due": "overdue"}, ["Beta"]),
        ({"due": "none"}, ["Alpha", "Gamma"]),
        ({"flag": "urgent"}, ["Beta"]),
        ({"held": "yes"}, ["Gamma"]),
        ({"held": "no"}, ["Alpha", "Beta"]),
        ({"kind": "leaflet", "stage": "sent"}, ["Alpha", "Beta", "Gamma"]),
        ({"stage": "draft"}, []),
        ({"q": "lf-0002"}, ["Beta"]),
        ({"q": "quiet harb"}, ["Alpha", "Beta", "Gamma"]),
        ({"owner": "nonsense", "kind": "nonsense", "age": "x"}, ["Alpha", "Beta", "Gamma"]),
    ],
)
def test_each_filter_leaves_what_it_says(three, mine, asked, left):
    assert found(mine, **asked) == left


def test_the_list_is_filtered_by_person_and_by_organisation(three, mine, lead, organisation):
    assert found(mine, owner=str(lead.pk)) == ["Alpha"]
    assert found(mine, organisation=str(organisation.pk)) == ["Alpha", "Beta", "Gamma"]
    assert found(mine, organisation=str(lead.pk)) == []


def test_the_list_is_sorted_by_age_or_by_date(three, mine):
    by_age, by_due = (mine.get(QUEUE, {"sort": sort}).content.decode() for sort in ("", "due"))

    assert by_age.index("Choose Alpha") < by_age.index("Choose Beta") < by_age.index("Choose Gamma")
    assert by_due.index("Choose Beta") < min(by_due.index("Choose Alpha"), by_due.index("Choose Gamma"))


@pytest.mark.parametrize("sort", ["", "due"])
def test_pages_hold_every_case_once_also_when_all_came_at_one_moment(send, mine, at, sort):
    for number in range(65):
        send(f"Leaflet {number}", at=at)

    seen, address = [], f"{QUEUE}?sort={sort}"
    while address:
        response = mine.get(address)
        seen += [row.title for row in response.context["rows"]]
        address = response.context["older_url"]

    assert sorted(seen) == sorted(f"Leaflet {number}" for number in range(65))


def test_a_row_says_how_long_in_working_days_who_has_it_and_what_is_up(three, mine, lead):
    html = mine.get(QUEUE).content.decode()

    for words in ("working days", "since ", lead.name, "Urgent", "On hold", "Overdue", "LF-0001"):
        assert words in html


def test_a_count_stops_where_it_would_grow(send):
    send()

    assert counted(Case.objects.all()) == 1
    assert f"LIMIT {MOST_COUNTED + 1}" in str(Case.objects.order_by()[: MOST_COUNTED + 1].query)


@pytest.mark.parametrize("asked", ["", "?q=leaflet", "?owner=nobody&sort=due", "?flag=urgent", "?held=no"])
def test_the_queue_asks_as_often_for_30_as_for_one(send, mine, lead, asked):
    def add(count):
        for number in range(count):
            raise_flag(send(f"Leaflet {number}"), code="urgent", reason="x", by=lead, at=database_now())

    assert_same_queries(mine, QUEUE + asked, add=add, at_most=12)


def lines(client, **asked):
    response = client.get(FILE, asked)
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


def test_the_file_holds_the_filtered_list(three, mine):
    head, *rows = lines(mine, owner="nobody", sort="due")

    assert head[:4] == ["Reference", "Title", "Organisation", "Kind"]
    assert [(row[0], row[1], row[9]) for row in rows] == [("LF-0002", "Beta", "Urgent"), ("LF-0003", "Gamma", "")]


@pytest.mark.parametrize("title", ["=1+1", "+441234", "-2", "@SUM(A1)", "\tx"])
def test_no_cell_of_the_file_is_a_formula(send, mine, title):
    send(title)

    (row,) = lines(mine)[1:]
    assert row[1] == f"'{title}"


def test_staff_who_belong_to_an_organisation_do_not_work_with_its_cases(
    three, staff_user, organisation, sign_in, client
):
    tied = staff_user(Role.PROGRAMME_LEAD)
    Membership.objects.create(user=tied, organisation=organisation)
    sign_in(client, tied)

    assert (found(client), client.get(QUEUE).context["count"], lines(client)[1:]) == ([], "0 cases", [])
    assert (client.get(QUEUE).context["waiting"], client.get(QUEUE).context["stuck_count"]) == (0, "")
    assert client.get(reverse("case-desk", args=[three[0].pk])).status_code == 404
    client.post(reverse("case-take-next"))
    assert not Assignment.objects.filter(to_person=tied).exists()


def test_a_flag_for_some_roles_is_neither_shown_nor_found_by_others(send, lead, staff_user, sign_in, client, mine):
    raise_flag(send("Alpha"), code="safeguarding", reason="A call came in.", by=lead, at=database_now())
    analyst = sign_in(type(client)(), staff_user(Role.MONITORING_ANALYST, Role.COMMISSIONER))

    assert found(mine, flag="safeguarding") == ["Alpha"]
    for address in (QUEUE, f"{QUEUE}?flag=safeguarding"):
        assert "afeguarding" not in analyst.get(address).content.decode()


def test_a_name_heard_on_the_telephone_is_found_by_its_likeness(send, mine):
    send("Alpha")

    html = mine.get(QUEUE, {"q": "Quiet Habour"}).content.decode()
    assert ("Nothing has exactly these words" in html, "Quiet Harbour" in html) == (True, True)


def test_a_renamed_organisation_is_found_by_its_new_name_alone(send, mine, organisation):
    send("Alpha")
    organisation.name = "Loud Lighthouse"
    organisation.save()

    assert found(mine, q="lighthouse") == ["Alpha"]
    assert found(mine, q="harbour") == []


def test_cases_are_chosen_checked_given_out_and_taken_back(three, mine, lead, staff_user):
    colleague = staff_user(Role.PROGRAMME_LEAD)
    chosen = [str(three[1].pk)]
    give = reverse("cases-give")

    check = mine.post(give, {"case": chosen})
    assert (check.status_code, "Beta" in check.content.decode(), Assignment.objects.count()) == (200, True, 1)
    assert mine.post(give, {"case": chosen, "check": "done", "to": str(colleague.pk)}).status_code == 422
    done = mine.post(give, {"case": chosen, "check": "done", "to": str(colleague.pk), "reason": "Shared out"})
    assert Case.objects.get(title="Beta").owner == colleague
    assert mine.post(done["Location"]).status_code == 302
    assert Case.objects.get(title="Beta").owner is None


@pytest.mark.parametrize("case", [[], ["nonsense"], ["00000000-0000-0000-0000-000000000000"]])
def test_nothing_chosen_gives_out_nothing(three, mine, case):
    response = mine.post(reverse("cases-give"), {"case": case}, follow=True)

    assert "Choose at least one case first" in response.content.decode()
