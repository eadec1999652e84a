"""The history of a case: each reader sees what they may know, and nothing of the data."""

import pytest

from sandbox_portal.casework.events import record
from sandbox_portal.casework.queries import timeline_of
from sandbox_portal.people.clock import database_now

from .kinds import LEAFLETS


@pytest.fixture
def history(leaflet, owner, lead):
    LEAFLETS.take_step(leaflet, "send", by=owner, at=database_now(), note="To the officer: hurry")
    LEAFLETS.take_step(leaflet, "note", by=lead, at=database_now(), note="They sound hurried", data={"mood": "canary"})
    record(leaflet, verb="mood_recorded", by=lead, at=database_now(), note="Hidden from providers")
    LEAFLETS.take_step(leaflet, "answer", by=lead, at=database_now(), note="Yes, in large print")
    return leaflet


def lines(case, user):
    return [(each.words, each.by, each.note, each.moved_to) for each in timeline_of(case, user)]


def test_a_provider_sees_only_the_allowed_events_and_no_staff_name_and_no_internal_note(history, owner):
    assert lines(history, owner) == [
        ("Answered", "The programme team", "Yes, in large print", ""),
        ("Sent", owner.name, "", ""),
        ("Opened", owner.name, "", ""),
    ]


def test_a_letter_that_follows_from_what_an_owner_did_is_told_as_ours(leaflet, owner):
    record(leaflet, verb="letter sent", by=owner, at=database_now())

    assert lines(leaflet, owner)[0] == ("Letter sent", "The programme team", "", "")


def test_staff_see_everything_that_happened_with_names_notes_and_stages(history, owner, lead):
    assert lines(history, lead) == [
        ("Answered", lead.name, "Yes, in large print", "Answered"),
        ("Mood recorded", lead.name, "Hidden from providers", ""),
        ("Noted", lead.name, "They sound hurried", ""),
        ("Sent", owner.name, "To the officer: hurry", "With the programme team"),
        ("Opened", owner.name, "", "Being written"),
    ]


def test_the_page_of_a_provider_holds_none_of_the_hidden_words(history, provider_client):
    html = provider_client.get(f"/cases/{history.pk}/timeline/").content.decode()

    assert "Yes, in large print" in html
    assert [word for word in ("hurried", "canary", "Hidden from providers", "hurry", "Mood") if word in html] == []


def test_data_is_shown_to_nobody(history, lead_client):
    assert "canary" not in lead_client.get(f"/cases/{history.pk}/timeline/").content.decode()


def test_the_history_of_somebody_elses_case_is_not_found(history, sign_in, client):
    from tests.factories.people import make_provider

    stranger = sign_in(client, make_provider())

    assert stranger.get(f"/cases/{history.pk}/timeline/").status_code == 404
