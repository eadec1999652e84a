"""Who is reminded of the closing of a window, of declarations and of scores (M-02 to M-06)."""

from datetime import timedelta

import pytest

from programme.actions import open_window
from sandbox_portal.casework.models import Deadline, OutboxEntry
from sandbox_portal.casework.outbox import load_handlers
from sandbox_portal.casework.reminders import create_due_reminders
from sandbox_portal.people.clock import database_now, travelled_to
from sandbox_portal.people.queries import people_of
from selection.actions.declarations import declare
from selection.actions.sift import start_sift
from selection.queries import recipients
from tests.factories.rounds import make_round
from tests.factories.selection import (
    chair_of,
    declare_all,
    make_application,
    make_draft,
    make_selection,
    members_of,
    score_alone,
)

pytestmark = pytest.mark.django_db
GATES = {"1a": 1, "1b": 1}


def addresses(template):
    return sorted(entry.payload["to"] for entry in OutboxEntry.objects.filter(name=template))


def test_owners_of_drafts_are_reminded_and_those_who_have_sent_are_not():
    load_handlers()
    round_ = open_window(make_round(), by=None, at=database_now())
    draft, _sent = make_draft(round_), make_application(round_)

    with travelled_to(round_.closes_at - timedelta(days=7)):
        create_due_reminders(at=database_now())
        create_due_reminders(at=database_now())

    mail = OutboxEntry.objects.get(name="reminders/window_closing")
    assert mail.payload["to"] == people_of(draft.organisation)[0].email
    assert mail.payload["context"]["link"].endswith(f"/cases/{draft.pk}/answers/")


def test_members_who_have_not_said_a_word_are_asked_for_their_interests():
    load_handlers()
    selection, sent = make_selection(1)
    quick = members_of(selection)[0]
    declare(sent[0], has_conflict=False, interest="", by=quick.user, at=database_now())

    with travelled_to(selection.round.closes_at + timedelta(days=5)):
        create_due_reminders(at=database_now())

    asked = [member.user.email for member in members_of(selection) if member != quick]
    assert addresses("reminders/declaration_missing") == sorted(asked)


def test_members_are_asked_for_scores_until_their_sheet_is_in():
    selection, sent = make_selection(1)
    declare_all(selection)
    start_sift(selection, by=chair_of(selection), at=database_now())
    quick = members_of(selection)[0]
    sent[0].refresh_from_db()
    score_alone(sent[0], GATES, quick)

    asked = [user for _selection, user in recipients.members_with_scores_to_give(selection.round_id)]

    assert asked == [member.user for member in members_of(selection) if member != quick]


def test_a_round_that_opens_counts_towards_its_closing():
    round_ = open_window(make_round(), by=None, at=database_now())

    kept = Deadline.objects.get(key=f"{round_.slug}:window-closing")

    assert (kept.reminder, kept.due_at) == ("M-02", round_.closes_at)
