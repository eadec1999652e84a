"""The page of messages: both sides at one address, files with their states, and nothing typed is ever lost."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from sandbox_portal.casework.models import Message
from sandbox_portal.documents.choices import ScanState
from sandbox_portal.documents.models import EvidenceFile, MessageFile
from tests.house_rules.query_counts import assert_same_queries

NOTE = b"The plan is in the drawer.\n"


@pytest.fixture
def page(parcel):
    return reverse("case-messages", args=[parcel.pk])


def note(name="plan.txt"):
    return SimpleUploadedFile(name, NOTE)


def send(client, page, text="Please look at the plan.", **more):
    return client.post(page, {"key": str(uuid4()), "text": text, "answer_due_on_0": "", **more})


def words_of(response):
    return response.content.decode()


def fetched(client, address):
    """The answer's code and bytes."""
    response = client.get(address)
    return response.status_code, b"".join(response.streaming_content) if response.streaming else response.content


def test_a_message_with_a_file_reaches_the_other_side(lead_client, provider_client, page):
    sent = send(lead_client, page, files=[note()])
    closed = words_of(provider_client.get(page))
    provider_client.post(reverse("case-messages-open", args=[Message.objects.get().case_id]))
    opened = words_of(provider_client.get(page))
    file = fetched(provider_client, reverse("message-file", args=[MessageFile.objects.get().pk]))

    assert sent.status_code == 302
    assert ("Please look at the plan." in closed, "plan.txt" in closed, "Show the new message" in closed) == (
        False,
        False,
        True,
    )
    assert ("Please look at the plan." in opened, "plan.txt" in opened, "Not checked for viruses" in opened) == (
        True,
        True,
        True,
    )
    assert file == (200, NOTE)
    assert "Read on " in words_of(lead_client.get(page))


def test_a_file_of_a_message_nobody_opened_is_not_handed_out(lead_client, provider_client, page):
    send(lead_client, page, files=[note()])

    address = reverse("message-file", args=[MessageFile.objects.get().pk])
    assert [fetched(client, address)[0] for client in (provider_client, lead_client)] == [404, 200]


def test_a_double_click_sends_once_with_its_files(lead_client, page):
    key = str(uuid4())

    for _ in range(2):
        send(lead_client, page, key=key, files=[note()])

    assert (Message.objects.count(), MessageFile.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("more", "status", "sentence"),
    [
        ({"files": SimpleUploadedFile("run.exe", b"MZ\x90")}, 409, "run.exe"),
        ({"answer_due_on_0": "1", "answer_due_on_1": "1", "answer_due_on_2": "2020"}, 409, "must be in the future"),
        ({"answer_due_on_0": "31"}, 422, "must include a month and year"),
    ],
)
def test_what_was_typed_is_still_there_after_an_error(more, status, sentence, lead_client, page):
    answer = send(lead_client, page, text="Long and careful words.", **more)

    assert (answer.status_code, Message.objects.count()) == (status, 0)
    assert "Long and careful words." in words_of(answer)
    assert sentence in words_of(answer)


def test_a_file_being_checked_or_refused_is_not_handed_out_and_its_state_is_shown(lead_client, page):
    send(lead_client, page, files=[note()])
    address = reverse("message-file", args=[MessageFile.objects.get().pk])

    told = []
    for state in (ScanState.BEING_CHECKED, ScanState.REFUSED):
        EvidenceFile.objects.update(scan_state=state)
        told.append((state.label in words_of(lead_client.get(page)), lead_client.get(address).status_code))

    assert told == [(True, 409), (True, 409)]


def test_taking_back_and_answering_on_the_page(lead_client, provider_client, page):
    send(lead_client, page, text="First")
    lead_client.post(reverse("message-withdraw", args=[Message.objects.get().pk]))
    send(lead_client, page, text="By when?", answer_due_on_0="1", answer_due_on_1="1", answer_due_on_2="2090")
    provider_client.post(reverse("case-messages-open", args=[Message.objects.first().case_id]))
    question = Message.objects.get(text="By when?")
    missing = send(provider_client, page, text="Soon")
    send(provider_client, page, text="On Monday", answers=str(question.pk))

    told = words_of(provider_client.get(page))
    assert "Say whether this answers a question" in words_of(missing)
    assert ("First" in told, "taken back before it was read" in told, "Answered" in told) == (False, True, True)


def test_strangers_find_no_thread(lead_client, newcomer, page, client):
    from tests.signing_in import sign_in

    send(lead_client, page)
    stranger = sign_in(client, newcomer)

    addresses = [page, reverse("message-withdraw", args=[Message.objects.get().pk])]
    assert [stranger.get(addresses[0]).status_code, stranger.post(addresses[1]).status_code] == [404, 404]


def test_a_long_thread_asks_no_more_than_a_short_one(lead_client, page):
    assert_same_queries(
        lead_client, page, add=lambda count: [send(lead_client, page, files=[note()]) for _ in range(count)], at_most=12
    )
