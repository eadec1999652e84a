"""Receipts, letters and statistics are made by the real worker and told by mail (R-152, R-186)."""

import pytest

from programme.actions import open_window
from sandbox_portal.casework.models import Heartbeat
from sandbox_portal.documents.choices import JobState
from sandbox_portal.documents.models import Job
from sandbox_portal.people.choices import Role
from sandbox_portal.people.clock import database_now
from sandbox_portal.people.queries import people_of
from selection.actions.letters import release_outcome_letters
from selection.queries.letters import LetterState, letter_rows
from selection.queries.told import receipt_of
from tests.factories.people import make_staff
from tests.factories.rounds import make_round
from tests.factories.selection import make_application
from tests.selection.results_scene import again, signed_off

from .processes import until

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]
PATIENCE = 60


@pytest.fixture
def at_work(processes):
    """Broker, worker and relay run, and the worker has shown that it does."""
    processes.start_broker()
    processes.start_worker()
    processes.start_relay()
    until(lambda: Heartbeat.objects.filter(name="worker").exists(), f"the worker lives\n{processes.log()}")
    return processes


def mails_to(address, folder):
    """Mails of one second may stand in one file, each with a line of dashes after it."""
    mails = [mail for path in (folder / "mail").glob("*") for mail in path.read_text().split("-" * 79)]
    return [mail for mail in mails if f"To: {address}" in mail]


def test_the_worker_makes_the_receipt_and_the_relay_tells_the_owner(at_work, tmp_path):
    sent = make_application(open_window(make_round(), by=None, at=database_now()))
    owner = people_of(sent.organisation)[0]

    until(lambda: receipt_of(sent).is_complete, f"the receipt is made\n{at_work.log()}", seconds=PATIENCE)
    until(lambda: mails_to(owner.email, tmp_path), "the owner is told", seconds=PATIENCE)

    assert [receipt_of(sent).letter.code, len(mails_to(owner.email, tmp_path))] == ["L-03", 1]


def test_the_worker_makes_letters_and_statistics_and_nobody_is_told_before_they_are_sent(at_work, tmp_path):
    lead = make_staff(Role.PROGRAMME_LEAD)
    selection, sent = signed_off(lead=lead)
    held = {LetterState.HELD}
    until(lambda: {row.state for row in letter_rows(selection)} == held, "every letter is made", seconds=PATIENCE)
    until(lambda: all(receipt_of(each).is_complete for each in sent), "every receipt is made", seconds=PATIENCE)
    owners = [people_of(each.organisation)[0].email for each in sent]
    until(lambda: all(mails_to(owner, tmp_path) for owner in owners), "receipts are told", seconds=PATIENCE)
    before = [len(mails_to(owner, tmp_path)) for owner in owners]

    release_outcome_letters(again(selection), by=lead, at=database_now())

    finished = Job.objects.filter(kind="selection.statistics_pdf", state=JobState.DONE)
    until(finished.exists, "the statistics are made", seconds=PATIENCE)
    wanted = [3, 2, 2, 2, 2]  # the receipt, and the letters of each result
    until(
        lambda: [len(mails_to(owner, tmp_path)) for owner in owners] == wanted, "every letter is told", seconds=PATIENCE
    )
    assert before == [1, 1, 1, 1, 1]
