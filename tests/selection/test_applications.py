"""Starting, sending and withdrawing: what the database's clock and the keys decide (R-150 to R-152)."""

import threading
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, connections, transaction

from programme.actions import open_window
from sandbox_portal.casework.models import OutboxEntry
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.people.choices import Place
from sandbox_portal.people.clock import database_now, travelled_to
from sandbox_portal.people.queries import people_of
from selection.actions.applications import start_application, submit_application, withdraw_application
from selection.models import Application
from tests.factories.people import make_organisation, make_provider
from tests.factories.rounds import make_round
from tests.factories.selection import answer_everything, make_application, make_draft

CLOSED = "The window for this round has closed, so this application cannot be sent any more."


@pytest.fixture
def open_round(db):
    return open_window(make_round(), by=None, at=database_now())


@pytest.fixture
def draft(open_round):
    """A complete draft."""
    application = make_draft(open_round)
    answer_everything(application)
    return application


def owner_of(application):
    return people_of(application.organisation)[0]


def send(application, key=None):
    return submit_application(application, key=key or uuid4(), by=owner_of(application), at=database_now())


def test_an_organisation_that_starts_twice_has_one_application(open_round):
    organisation = make_organisation()
    draft = make_draft(open_round, organisation)

    again = start_application(open_round, organisation=organisation, by=owner_of(draft), at=database_now())

    assert again == draft
    assert Application.objects.filter(round=open_round).count() == 1


def test_a_reader_cannot_start_an_application(open_round):
    organisation = make_organisation()
    reader = make_provider(organisation, place=Place.READER)

    with pytest.raises(Refused, match="Only an owner or contributor"):
        start_application(open_round, organisation=organisation, by=reader, at=database_now())

    assert not Application.objects.exists()


def test_what_was_sent_has_the_next_reference_and_asks_for_its_receipt(draft):
    sent = send(draft)

    assert (sent.case.reference, sent.number) == (f"R{sent.round.number}-001", 1)
    assert OutboxEntry.objects.filter(name="selection.send_receipt").get().payload == {"application": str(sent.pk)}


def test_an_incomplete_application_is_refused_and_stays_a_draft(open_round):
    draft = make_draft(open_round)

    with pytest.raises(Refused, match="answers need your attention"):
        send(draft)

    draft.refresh_from_db()
    assert (draft.submitted_at, draft.case.stage) == (None, "draft")


def test_the_same_key_again_changes_nothing(draft):
    key = uuid4()
    first = send(draft, key)

    again = send(Application.objects.get(pk=draft.pk), key)

    assert (again.submitted_at, again.number) == (first.submitted_at, 1)


def test_another_key_after_sending_is_refused_without_naming_a_stage(draft):
    send(draft)

    with pytest.raises(Refused) as refused:
        send(Application.objects.get(pk=draft.pk))

    assert refused.value.sentence == "This application has been sent already. You need not send it again."


def test_the_last_second_counts(draft):
    with travelled_to(draft.round.closes_at - timedelta(seconds=1)):
        sent = send(draft)

    assert sent.number == 1


def test_one_second_late_is_refused_and_the_draft_is_kept(draft):
    with travelled_to(draft.round.closes_at + timedelta(seconds=1)), pytest.raises(Refused) as refused:
        send(draft)

    draft.refresh_from_db()
    assert refused.value.sentence == CLOSED
    assert (draft.submitted_at, draft.case.stage, draft.round.next_number) == (None, "draft", 1)
    assert draft.case.responses.get().answers.count() > 20


def test_a_page_that_was_opened_in_time_and_lies_about_it_is_still_late(draft):
    """The moment a door brings along is not believed: the database looks at its own clock."""
    in_time = draft.round.closes_at - timedelta(seconds=5)

    with travelled_to(draft.round.closes_at + timedelta(seconds=1)), pytest.raises(Refused) as refused:
        submit_application(draft, key=uuid4(), by=owner_of(draft), at=in_time)

    assert refused.value.sentence == CLOSED


def test_without_the_step_the_trigger_alone_keeps_late_ones_out(draft):
    late = draft.round.closes_at + timedelta(seconds=1)
    with travelled_to(late), pytest.raises(IntegrityError, match="outside the window"), transaction.atomic():
        write_as_sent(draft, late)


def test_without_trigger_and_step_a_late_one_would_get_in(draft):
    """The twin: with both protections off, the same write succeeds."""
    late = draft.round.closes_at + timedelta(seconds=1)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE selection_application DISABLE TRIGGER submission_is_inside_the_window")

    with travelled_to(late):
        write_as_sent(draft, late)

    draft.refresh_from_db()
    assert draft.submitted_at == late


def write_as_sent(application, at):
    Application.objects.filter(pk=application.pk).update(
        submitted_at=at, submitted_by=owner_of(application), number=1, submission_key=uuid4()
    )


def test_an_undone_sending_uses_no_reference_up(draft, open_round):
    with transaction.atomic():
        send(draft)
        transaction.set_rollback(True)  # as when the process dies before the commit

    sent = make_application(open_round)

    assert sent.number == 1


def test_a_withdrawal_needs_a_reason(draft):
    with pytest.raises(Refused, match="Say in a few words"):
        withdraw_application(draft, reason=" ", by=owner_of(draft), at=database_now())


def test_a_draft_that_is_withdrawn_gets_no_letter(draft):
    withdrawn = withdraw_application(draft, reason="Another year.", by=owner_of(draft), at=database_now())

    assert withdrawn.case.stage == "withdrawn"
    assert not OutboxEntry.objects.filter(name="documents.make_letter").exists()


def at_once(actions):
    """Run all of them in the same moment, each on a connection of its own; what each answered, in order."""
    start = threading.Barrier(len(actions))
    results = [None] * len(actions)

    def run(index):
        try:
            connection.ensure_connection()
            start.wait(timeout=30)
            results[index] = actions[index]()
        except (Refused, IntegrityError) as error:
            results[index] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(index,)) for index in range(len(actions))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return results


@pytest.mark.django_db(transaction=True)
def test_twenty_clicks_at_once_send_one_application():
    draft = make_draft(open_window(make_round(), by=None, at=database_now()))
    answer_everything(draft)
    key, owner = uuid4(), owner_of(draft)

    def click():
        fresh = Application.objects.select_related("case", "round", "organisation").get(pk=draft.pk)
        return submit_application(fresh, key=key, by=owner, at=database_now()).number

    results = at_once([click] * 20)

    assert results == [1] * 20
    assert OutboxEntry.objects.filter(name="selection.send_receipt").count() == 1
    assert draft.case.events.filter(verb="sent").count() == 1


@pytest.mark.django_db(transaction=True)
def test_many_organisations_at_once_get_numbers_without_a_gap_or_a_double():
    round_ = open_window(make_round(), by=None, at=database_now())
    drafts = [make_draft(round_) for _ in range(50)]
    for draft in drafts:
        answer_everything(draft)
    owners = {draft.pk: owner_of(draft) for draft in drafts}

    def sending(draft):
        def run():
            fresh = Application.objects.select_related("case", "round", "organisation").get(pk=draft.pk)
            return submit_application(fresh, key=uuid4(), by=owners[draft.pk], at=database_now()).number

        return run

    results = [
        number for start in (0, 25) for number in at_once([sending(each) for each in drafts[start : start + 25]])
    ]

    assert sorted(results) == list(range(1, 51))
    references = Application.objects.filter(round=round_).values_list("case__reference", flat=True)
    assert sorted(references) == [f"R{round_.number}-{number:03d}" for number in range(1, 51)]
