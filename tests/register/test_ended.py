"""Who has ended: found as at a day on which they were there, and by the status with which they ended (R41, R42)."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from sandbox_portal.casework.content import FaultyContent
from sandbox_portal.people.clock import database_now
from sandbox_portal.register.actions import close_service, correct_status
from sandbox_portal.register.choices import Scheme
from sandbox_portal.register.definitions import ended_statuses, read_schemes, schemes
from sandbox_portal.register.models import Service
from sandbox_portal.register.queries import entries_visible_to, services_visible_to
from sandbox_portal.register.searching import open_on
from tests.factories.people import make_organisation, make_user
from tests.factories.register import make_service, make_status
from tests.house_rules.query_counts import assert_same_queries

SEARCH = "/register/"
SUSPENDED, CANCELLED = "registration:suspended", "registration:cancelled"


def closed_on(service: Service, day: int) -> Service:
    return close_service(service, by=None, at=datetime(2025, 6, day, 12, tzinfo=UTC))


@pytest.fixture
def five(db) -> dict[str, Service]:
    """Two that ended on 15 June 2025, told late and ahead; one open, one open later; one closed, never registered."""
    names = ("Ahead", "Harbour", "Lantern", "Meadow", "Young")
    made = {name: make_service(make_organisation(name)) for name in names}
    for name, day in (("Harbour", "2025-03-01"), ("Lantern", "2025-03-01"), ("Ahead", "2025-03-01")):
        make_status(made[name], "registered", day)
    make_status(made["Lantern"], "suspended", "2025-05-01")
    make_status(made["Lantern"], "cancelled", "2025-06-15")
    make_status(made["Lantern"], "good", "2025-04-01", scheme=Scheme.RATING)
    make_status(made["Ahead"], "cancelled", "2025-06-15")
    make_status(made["Meadow"], "taking_part", "2025-01-10", scheme=Scheme.SANDBOX)
    make_status(made["Young"], "registered", "2025-07-01")
    closed_on(made["Lantern"], 20)
    closed_on(made["Ahead"], 10)
    closed_on(made["Meadow"], 12)
    return made


def told(client, **asked: str) -> dict[str, list[str]]:
    """Each service of the page with the statuses beside it."""
    rows = client.get(SEARCH, asked).context["rows"]
    return {row.service.name: [f"{line.words} {line.since}" for line in row.lines] for row in rows}


AHEAD = {"Ahead": ["Registered since 1 March 2025"]}
HARBOUR = {"Harbour": ["Registered since 1 March 2025"]}
MEADOW = {"Meadow": ["Taking part since 10 January 2025"]}
YOUNG = {"Young": ["Registered since 1 July 2025"]}
ENDED = {
    "Ahead": ["Cancelled since 15 June 2025"],
    "Lantern": ["Cancelled since 15 June 2025", "Good since 1 April 2025"],
}


def lantern(status: str) -> dict[str, list[str]]:
    return {"Lantern": [status, "Good since 1 April 2025"]}


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, HARBOUR | YOUNG),
        ({"as_at": "2025-01-09"}, {}),
        ({"as_at": "2025-01-10"}, MEADOW),
        ({"as_at": "2025-04-01"}, AHEAD | HARBOUR | lantern("Registered since 1 March 2025") | MEADOW),
        ({"as_at": "2025-06-11"}, AHEAD | HARBOUR | lantern("Suspended since 1 May 2025") | MEADOW),
        ({"as_at": "2025-06-14"}, AHEAD | HARBOUR | lantern("Suspended since 1 May 2025")),
        ({"as_at": "2025-06-15"}, HARBOUR),
        ({"as_at": "2025-07-01"}, HARBOUR | YOUNG),
        ({"as_at": "2025-06-14", "status": SUSPENDED}, lantern("Suspended since 1 May 2025")),
        ({"as_at": "2025-06-14", "status": CANCELLED}, {}),
        ({"as_at": "2025-06-16", "status": CANCELLED}, ENDED),
        ({"status": CANCELLED}, ENDED),
        ({"status": CANCELLED, "words": "lant"}, lantern("Cancelled since 15 June 2025")),
        ({"status": SUSPENDED}, {}),
        ({"status": "rating:good"}, {}),
        ({"status": "sandbox:taking_part"}, {}),
    ],
)
def test_a_search_finds_who_was_there_on_the_day_and_who_ended_by_the_status_of_the_end(five, client, asked, found):
    assert told(client, **asked) == found


def test_a_closed_service_says_so_in_the_list_and_is_not_named_a_second_time_below(five, client):
    ended = client.get(SEARCH, {"status": CANCELLED, "words": "lantern"})
    earlier = client.get(SEARCH, {"as_at": "2025-06-14", "words": "lantern"})
    later = client.get(SEARCH, {"as_at": "2025-06-20", "words": "lantern"})

    assert [row.closed for row in ended.context["rows"]] == ["This service closed on 20 June 2025."]
    assert "This service closed on 20 June 2025." in ended.content.decode()
    named_below = [answer.context["meant"] for answer in (ended, earlier, later)]
    assert named_below == [{"closed": closed, "services": [], "towns": []} for closed in ([], [], [five["Lantern"]])]


def test_the_data_of_a_day_hold_whoever_was_there_and_was_open_then(five, client):
    def kept(**asked: str) -> list[tuple[str, bool]]:
        answer = client.get("/register/services.json", asked)
        found = json.loads(b"".join(answer.streaming_content))["services"]
        return [(each["service"], each["is_open"]) for each in found]

    assert kept(as_at="2025-06-11") == [("Ahead", False), ("Harbour", True), ("Lantern", True), ("Meadow", True)]
    assert kept(status=CANCELLED) == [("Ahead", False), ("Lantern", False)]


def test_an_entry_that_was_put_right_tells_of_no_earlier_day(db):
    service = make_service(make_organisation("Kestrel"))
    wrong = make_status(service, "registered", "2024-01-01")
    correct_status(
        wrong, status="registered", from_day=date(2025, 1, 1), note="A slip", by=make_user(), at=database_now()
    )
    anybody = AnonymousUser()

    def there(day: date) -> list[str]:
        found = open_on(services_visible_to(anybody), entries_visible_to(anybody), day)
        return [each.name for each in found]

    assert (there(date(2024, 6, 1)), there(date(2025, 1, 1))) == ([], ["Kestrel"])


def test_a_service_without_an_entry_is_there_from_the_day_on_which_it_was_entered(db, client):
    service = make_service(make_organisation("Kestrel"))
    Service.objects.filter(pk=service.pk).update(opened_at=datetime(2025, 5, 5, 22, 59, tzinfo=UTC))

    days = [date(2025, 5, 5) + timedelta(days=days) for days in (-1, 0)]
    assert [told(client, as_at=day.isoformat()) for day in days] == [{}, {"Kestrel": []}]


def test_a_search_of_an_earlier_day_costs_the_same_for_any_number_of_services(db, client):
    def add(number: int) -> None:
        for _ in range(number):
            closed_on(make_status(make_service(), "registered", "2025-03-01").service, 20)

    assert_same_queries(client, f"{SEARCH}?as_at=2025-06-14", add=add)


def test_which_statuses_end_what_the_scheme_gave():
    assert {code: set(ended_statuses(code)) for code in schemes()} == {
        "sandbox": {"left", "finished"},
        "registration": {"converted", "not_needed", "cancelled"},
        "rating": set(),
        "quality_mark": {"withdrawn", "lapsed"},
        "accreditation": {"removed"},
    }


def test_a_status_that_is_held_and_has_ended_is_a_fault_of_the_content(tmp_path, settings):
    words = (settings.CONTENT_ROOT / "statuses.yaml").read_text()
    (tmp_path / "statuses.yaml").write_text(words.replace("holds: false, ends: true", "holds: true, ends: true", 1))

    with pytest.raises(FaultyContent, match="What has ended is not held any more"):
        read_schemes(tmp_path)
