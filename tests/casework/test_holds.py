"""Holds: the clocks stand still, the organisation reads why, and everything moves on by what was held."""

from datetime import datetime, timedelta

import pytest
from django.urls import reverse

from sandbox_portal.casework.actions.holds import end_hold, put_on_hold
from sandbox_portal.casework.deadlines import set_deadline
from sandbox_portal.casework.models import Case, Deadline, Hold
from sandbox_portal.casework.queries import hold_told_to_provider, stuck
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.casework.working_days import LONDON, day_in_london
from sandbox_portal.people.choices import Role
from sandbox_portal.people.clock import database_now, travelled_to

from .kinds import LEAFLETS

pytestmark = pytest.mark.usefixtures("worked_alone")
MONDAY = datetime(2026, 9, 7, 10, tzinfo=LONDON)


@pytest.fixture
def on_monday(db):
    with travelled_to(MONDAY):
        yield


@pytest.fixture
def case(on_monday, send):
    return send("Large print", "LF-0001")


def hold(case, by, days=20, **words):
    until = day_in_london(database_now()) + timedelta(days=days)
    words = {"reason": "court_or_police", "told": "", "staff_reason": "The police rang.", **words}
    return put_on_hold(case, until=until, by=by, at=database_now(), **words)


def due(case, key, days, *, is_pausable):
    at = database_now()
    deadline = set_deadline(key, kind="x", about=key, due_at=at + timedelta(days=days), rule="x", at=at, case=case)
    Deadline.objects.filter(pk=deadline.pk).update(pausable=is_pausable)


def test_a_hold_stops_the_usual_time_and_pausable_dates_and_leaves_the_others(case, lead):
    due(case, "ours", 3, is_pausable=True)
    due(case, "the law's", 10, is_pausable=False)

    hold(case, lead)

    held = Case.objects.get()
    assert (held.usual_until, held.person_wanted_by, held.held_since is not None) == (None, None, True)
    assert held.due_at == Deadline.objects.get(key="the law's").due_at


def test_after_a_hold_everything_is_later_by_what_was_held(case, lead):
    due(case, "ours", 2, is_pausable=True)
    usual = Case.objects.get().usual_until
    hold(case, lead)
    with travelled_to(MONDAY + timedelta(days=7)):
        end_hold(case, by=lead, at=database_now())

    after = Case.objects.get()
    assert after.held_since is None
    assert abs(after.usual_until - usual - timedelta(days=7)) < timedelta(minutes=1)
    # Wednesday and five working days more
    assert day_in_london(Deadline.objects.get(key="ours").due_at) == (MONDAY + timedelta(days=9)).date()
    assert after.due_at == Deadline.objects.get(key="ours").due_at


def test_a_case_on_hold_is_not_stuck_until_the_hold_itself_is_over(case, lead):
    hold(case, lead, days=20)

    with travelled_to(MONDAY + timedelta(days=15)):
        assert list(stuck(Case.objects.all())) == []
    with travelled_to(MONDAY + timedelta(days=22)):
        assert list(stuck(Case.objects.all())) == [case]


def test_the_organisation_reads_its_own_sentence_and_never_that_of_staff(case, lead):
    hold(case, lead)

    told = hold_told_to_provider(Case.objects.get())
    assert told.told == "We have to wait before we can go on. You need not do anything."
    assert "staff_reason" in told.get_deferred_fields()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"reason": "nonsense"}, "Choose one of the reasons."),
        ({"days": 0}, "For this reason the hold ends after today and within 180 days."),
        ({"days": 999}, "For this reason the hold ends after today and within 180 days."),
    ],
)
def test_a_hold_needs_one_of_the_reasons_and_a_day_within_its_limit(case, lead, change, sentence):
    with pytest.raises(Refused, match=sentence):
        hold(case, lead, **change)
    assert Hold.objects.count() == 0


def test_a_case_is_held_once_and_only_by_those_who_have_it(case, lead, staff_user):
    with pytest.raises(Refused, match="You cannot put this case on hold"):
        hold(case, staff_user(Role.INSPECTOR))
    hold(case, lead)
    with pytest.raises(Refused, match="on hold already"):
        hold(case, lead)


def test_a_case_that_ends_is_not_held_any_more(case, lead):
    hold(case, lead)

    LEAFLETS.take_step(case, "answer", by=lead, at=database_now())

    assert (Case.objects.get().held_since, Hold.objects.get().ended_by) == (None, lead)


def test_a_draft_cannot_be_held(leaflet, lead):
    with pytest.raises(Refused, match="nothing to hold"):
        hold(leaflet, lead)


def test_the_pages_put_on_hold_and_go_on(send, lead, sign_in, client):
    case, until = send(), day_in_london(database_now()) + timedelta(days=9)
    sign_in(client, lead)
    day = {"until_0": until.day, "until_1": until.month, "until_2": until.year}

    assert client.post(reverse("case-hold", args=[case.pk]), {"reason": "court_or_police"}).status_code == 422
    client.post(reverse("case-hold", args=[case.pk]), {"reason": "court_or_police", **day})
    assert "Go on with it" in client.get(reverse("case-desk", args=[case.pk])).content.decode()
    client.post(reverse("case-hold-end", args=[case.pk]))
    assert Case.objects.get().held_since is None
