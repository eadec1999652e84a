"""What a service is on a day, and how mistakes are put right without hiding them."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, connection, transaction

from sandbox_portal.casework.refusals import Refused
from sandbox_portal.people.choices import Role
from sandbox_portal.people.clock import database_now, travelled_to
from sandbox_portal.register.actions import correct_status, open_service, record_status
from sandbox_portal.register.cards import StatusLine
from sandbox_portal.register.choices import Scheme
from sandbox_portal.register.models import Service, StatusEntry
from sandbox_portal.register.queries import entries_then, entries_visible_to, shown_by_service, statuses_as_at
from sandbox_portal.register.searching import Wanted, first_with_status
from sandbox_portal.register.templatetags.register_pages import status_lines
from tests.factories.people import make_organisation, make_provider, make_staff, make_user
from tests.factories.register import make_service, make_status

pytestmark = pytest.mark.django_db


def on(service, day: str, **how):
    found = statuses_as_at(StatusEntry.objects.filter(service=service), date.fromisoformat(day), **how)
    return {(entry.scheme, entry.part): entry.status for entry in found}


def test_a_status_holds_from_its_day_until_the_next_one():
    service = make_service()
    make_status(service, "registered", "2026-03-01")
    make_status(service, "suspended", "2026-06-15")

    assert [on(service, day) for day in ("2026-02-28", "2026-03-01", "2026-06-14", "2026-06-15")] == [
        {},
        {("registration", ""): "registered"},
        {("registration", ""): "registered"},
        {("registration", ""): "suspended"},
    ]


def test_schemes_and_their_parts_stand_beside_each_other():
    service = make_service()
    make_status(service, "registered", "2026-03-01")
    make_status(service, "good", "2026-05-01", scheme=Scheme.RATING)
    make_status(service, "outstanding", "2026-05-01", scheme=Scheme.RATING, part="caring")
    make_status(service, "taking_part", "2026-01-10", scheme=Scheme.SANDBOX)

    shown = shown_by_service(statuses_as_at(service.entries.all(), date(2026, 6, 1)))[service.pk]

    assert [(each.scheme, each.label, each.status.label) for each in shown] == [
        ("sandbox", "Sandbox round", "Taking part"),
        ("registration", "Registration", "Registered"),
        ("rating", "Rating", "Good"),
        ("rating", "Caring", "Outstanding"),
    ]


def test_of_two_entries_for_one_day_the_later_one_holds():
    service = make_service()
    make_status(service, "registered", "2026-03-01")
    make_status(service, "conditions", "2026-03-01")

    assert on(service, "2026-03-01") == {("registration", ""): "conditions"}


def test_a_corrected_entry_counts_for_nothing_but_is_still_known_for_the_time_before():
    service = make_service()
    with travelled_to(database_now() - timedelta(days=10)):
        wrong = make_status(service, "cancelled", "2026-03-01")
    between = database_now() - timedelta(days=5)

    correct_status(
        wrong, status="registered", from_day=date(2026, 3, 2), note="A typing slip", by=make_user(), at=database_now()
    )

    assert on(service, "2026-03-01") == {}
    assert on(service, "2026-03-02") == {("registration", ""): "registered"}
    assert on(service, "2026-03-02", known_at=between) == {("registration", ""): "cancelled"}


def test_an_entry_that_never_should_have_been_is_struck_out():
    service = make_service()
    make_status(service, "registered", "2026-03-01")
    wrong = make_status(service, "cancelled", "2026-04-01")

    correct_status(
        wrong, status="", from_day=date(2026, 4, 1), note="Another service", by=make_user(), at=database_now()
    )

    assert on(service, "2026-05-01") == {("registration", ""): "registered"}


def test_an_entry_is_corrected_once_and_never_without_a_note():
    entry = make_status(make_service(), "registered", "2026-03-01")
    how = {"status": "cancelled", "from_day": date(2026, 3, 1), "by": make_user(), "at": database_now()}

    with pytest.raises(Refused, match="Say what was wrong"):
        correct_status(entry, note="  ", **how)
    correct_status(entry, note="It was the other one", **how)
    with pytest.raises(Refused, match="has been corrected already"):
        correct_status(entry, note="Again", **how)


def test_a_status_the_content_does_not_know_is_refused():
    with pytest.raises(Refused, match="does not know 'splendid' of “Registration”"):
        make_status(make_service(), "splendid", "2026-03-01")
    with pytest.raises(Refused, match="no kind of service “hotel”"):
        make_service(kind="hotel")


@pytest.mark.parametrize(
    "change", ["UPDATE register_statusentry SET status = 'gold'", "DELETE FROM register_statusentry"]
)
def test_the_database_refuses_to_change_what_was_written_down(change):
    make_status(make_service(), "registered", "2026-03-01")

    with pytest.raises(IntegrityError, match="rows are only ever added"), transaction.atomic():
        connection.cursor().execute(change)


def test_a_correction_speaks_of_the_same_service():
    entry, other = make_status(make_service(), "registered", "2026-03-01"), make_service()

    with pytest.raises(IntegrityError, match="the same service"), transaction.atomic():
        StatusEntry.objects.create(
            service=other, scheme="registration", status="registered", from_day=date(2026, 3, 1), corrects=entry,
            correction_note="x",
        )  # fmt: skip


def test_a_service_is_opened_once_and_follows_its_organisations_name():
    service = make_service(name="Lantern at home")
    again = open_service(
        service.organisation, kind="umbrella_body", name="Lantern at home", is_listed=True, by=None, at=database_now()
    )
    service.organisation.name = "Bright Lantern"
    service.organisation.save(update_fields=["name"])

    assert (again.pk, Service.objects.get().organisation_name) == (service.pk, "Bright Lantern")


def test_who_may_read_an_entry():
    service = make_service(is_listed=False)
    hidden = make_status(service, "registered", "2026-03-01")
    private = make_status(make_service(), "registered", "2026-03-01", is_public=False)
    public = make_status(make_service(), "registered", "2026-03-01")
    owner = make_provider(service.organisation)

    class Nobody:
        is_authenticated = False

    assert set(entries_visible_to(Nobody())) == {public}
    assert set(entries_visible_to(owner)) == {public, hidden}
    assert private not in entries_visible_to(owner)


def test_the_case_a_status_comes_from_tells_of_it(application):
    service = make_service(application.organisation)

    record_status(
        service, scheme=Scheme.SANDBOX, status="taking_part", from_day=date(2026, 9, 12), is_public=True,
        case=application.case, by=None, at=database_now(),
    )  # fmt: skip

    event = application.case.events.last()
    assert (event.verb, event.note) == ("status_recorded", "Sandbox round: Taking part from 12 September 2026")


def test_a_status_that_all_but_the_last_have_lost_is_found_all_the_same():
    """More are looked at than the few by which a page begins."""
    organisation = make_organisation("Many")
    made = [
        Service(organisation=organisation, name=f"Service {number:03}", kind="home_care", is_listed=True)
        for number in range(62)
    ]
    services = Service.objects.bulk_create(made)
    entry = {"scheme": Scheme.REGISTRATION, "is_public": True}
    days = [("suspended", date(2026, 1, 1), services), ("registered", date(2026, 2, 1), services[:-1])]
    for status, day, having in days:
        StatusEntry.objects.bulk_create(
            StatusEntry(service=each, status=status, from_day=day, **entry) for each in having
        )
    suspended = Wanted(Scheme.REGISTRATION, "suspended", date(2026, 3, 1))

    found = first_with_status(Service.objects.order_by("name"), StatusEntry.objects.all(), suspended, 31)

    assert [each.name for each in found] == ["Service 061"]


def test_a_prepared_page_tells_anybody_no_more_than_they_may_see_and_staff_all():
    service, other = make_service(), make_service()
    make_status(service, "registered", "2026-03-01")
    make_status(service, "suspended", "2026-06-15", is_public=False)
    anybody, staff = AnonymousUser(), make_staff(Role.PROGRAMME_LEAD)

    def told(user, *services):
        return [(each.service_id, each.status) for each in entries_then(user, services, date(2026, 9, 12))]

    assert told(anybody, service, other) == [(service.pk, "registered")]
    assert told(staff, service, other) == [(service.pk, "suspended")]
    assert told(anybody, service) == [(service.pk, "registered")]
    assert told(anybody, other) == told(anybody) == []


def test_words_that_were_drawn_for_one_service_are_not_shown_for_another():
    first = StatusLine("Rating", "<Good>", "green", "since 1 May 2026", (("Safe", "Good"),))
    second = StatusLine("Rating", "<Good>", "green", "since 2 May 2026", (("Safe", "Good"),))

    drawn = [status_lines((each,)) for each in (first, second, first)]

    assert drawn[0] == drawn[2] != drawn[1]
    assert ("since 2 May 2026" in drawn[1], "&lt;Good&gt;" in drawn[1]) == (True, True)
