"""What a list of the register shows of a service, in words."""

from datetime import date

import pytest

from sandbox_portal.people.clock import database_now
from sandbox_portal.register.actions import record_status
from sandbox_portal.register.cards import Card, StatusLine, card_of, status_lines
from sandbox_portal.register.choices import Scheme
from sandbox_portal.register.models import StatusEntry
from sandbox_portal.register.queries import shown_by_service, statuses_as_at
from tests.factories.people import make_organisation
from tests.factories.register import make_service, make_status

pytestmark = pytest.mark.django_db


def lines(service, day: date = date(2026, 9, 12)) -> tuple[StatusLine, ...]:
    shown = shown_by_service(statuses_as_at(StatusEntry.objects.filter(service=service), day))
    return status_lines(shown.get(service.pk, ()))


def test_a_scheme_has_one_line_with_its_parts_behind_it():
    service = make_service()
    make_status(service, "registered", "2026-03-01")
    for part, status in (("", "good"), ("safe", "outstanding")):
        rated = {"scheme": Scheme.RATING, "status": status, "part": part, "from_day": date(2026, 5, 1)}
        record_status(service, **rated, is_public=True, by=None, at=database_now())

    assert lines(service) == (
        StatusLine("Registration", "Registered", "green", "since 1 March 2026", ()),
        StatusLine("Rating", "Good", "green", "since 1 May 2026", (("Safe", "Outstanding"),)),
    )


def test_a_part_alone_stands_without_a_whole():
    service = make_service()
    rated = {"scheme": Scheme.RATING, "status": "good", "part": "caring", "from_day": date(2026, 5, 1)}
    record_status(service, **rated, is_public=True, by=None, at=database_now())

    assert lines(service) == (StatusLine("", "", "", "", (("Caring", "Good"),)),)


def test_a_card_says_who_runs_it_where_it_is_how_near_and_under_which_round():
    service = make_service(make_organisation("Kingfisher Care"), name="At home", town="Bath", postcode="BA1 1AA")
    plain = make_service(make_organisation("Weir House"), kind="home_care")
    for each in (service, plain):
        each.refresh_from_db()  # its organisation's name is written by a trigger

    told = card_of(service, (), trial_round="round 3", nearness="In BA1 1AA")
    bare = card_of(plain, (), trial_round="", nearness="")

    assert told == Card(
        service,
        "Umbrella body for personal assistants, run by Kingfisher Care",
        "Bath, BA1 1AA (In BA1 1AA)",
        "Registered under a trial service type of round 3.",
        "",
        (),
    )
    assert bare == Card(plain, "Care at home", "", "", "", ())
