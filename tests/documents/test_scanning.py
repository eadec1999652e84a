"""Only the scanner's own clear answer makes a file clean (D18)."""

import socket
import struct
import threading

import pytest
from django.urls import reverse

from sandbox_portal.casework.models import Event, OutboxEntry
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.casework.sending import rendered
from sandbox_portal.documents import scanning
from sandbox_portal.documents.actions import ask_for_scans, attach_evidence, record_silence
from sandbox_portal.documents.choices import ScanState
from sandbox_portal.documents.models import EvidenceFile
from sandbox_portal.documents.scan_queue import SCAN_FILE
from sandbox_portal.people.choices import Role

from .samples import upload

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


@pytest.fixture
def scanner(settings):
    """`scanner(answer)` stands in for clamd: it reads the whole stream and gives this answer, or judges by itself."""
    listening = socket.create_server(("127.0.0.1", 0))
    settings.CLAMD_URL = f"tcp://127.0.0.1:{listening.getsockname()[1]}"

    def stand_in(answer: bytes | None = None) -> None:
        def serve():
            channel, _ = listening.accept()
            with channel:
                received = read_stream(channel)
                own = b"stream: Eicar-Test FOUND\0" if EICAR in received else b"stream: OK\0"
                channel.sendall(own if answer is None else answer)

        threading.Thread(target=serve, daemon=True).start()

    yield stand_in
    listening.close()


def words_of(mail: OutboxEntry) -> str:
    return rendered(mail.name, mail.payload["context"])[1]


def read_stream(channel: socket.socket) -> bytes:
    file = channel.makefile("rb")
    assert file.read(10) == b"zINSTREAM\0"
    received = b""
    while size := struct.unpack("!I", file.read(4))[0]:
        received += file.read(size)
    return received


@pytest.fixture
def attached(parcel, provider_user, at):
    return lambda content: attach_evidence(parcel, upload=upload(content, "notes.txt"), by=provider_user, at=at)


def state() -> str:
    return EvidenceFile.objects.get().scan_state


def test_without_a_scanner_a_file_is_shown_as_not_checked(attached):
    attached(b"notes")

    assert state() == ScanState.NOT_SCANNED
    assert OutboxEntry.objects.filter(name=SCAN_FILE).count() == 0


def test_a_file_is_being_checked_until_the_scanner_has_answered(scanner, attached, do_tasks, provider_client):
    attachment = attached(b"notes")
    before = provider_client.get(reverse("evidence-download", args=[attachment.pk]))
    scanner()
    do_tasks(SCAN_FILE)
    after = provider_client.get(reverse("evidence-download", args=[attachment.pk]))

    assert (before.status_code, after.status_code, state()) == (409, 200, ScanState.CLEAN)
    assert b"".join(after.streaming_content) == b"notes"
    assert "still being checked" in before.content.decode()


def test_a_file_with_a_virus_cannot_be_opened_or_sent_again(scanner, attached, do_tasks, provider_client, parcel):
    attachment = attached(EICAR)
    scanner()
    do_tasks(SCAN_FILE)

    assert state() == ScanState.REFUSED
    assert provider_client.get(reverse("evidence-download", args=[attachment.pk])).status_code == 409
    assert list(Event.objects.filter(case=parcel).values_list("verb", flat=True))[-1] == "virus found in a file"
    with pytest.raises(Refused, match="A virus was found"):
        attached(EICAR)


@pytest.mark.parametrize(
    "answer",
    [b"", b"stream: O", b"stream: OK but", b"INSTREAM size limit exceeded. ERROR\0", b"stream: lstat() failed ERROR\0"],
)
def test_an_unclear_answer_leaves_the_file_being_checked(answer, scanner, attached, do_tasks):
    attached(b"notes")
    scanner(answer)

    do_tasks(SCAN_FILE)

    assert state() == ScanState.BEING_CHECKED
    assert OutboxEntry.objects.filter(name=SCAN_FILE, finished_at=None).count() == 1


def test_a_scanner_that_is_down_never_makes_a_file_clean(settings, attached, do_tasks):
    settings.CLAMD_URL = "tcp://127.0.0.1:9"
    attached(b"notes")

    do_tasks(SCAN_FILE)

    assert state() == ScanState.BEING_CHECKED


def test_a_scanner_that_hangs_is_given_up_and_asked_again(settings, attached, do_tasks, monkeypatch):
    monkeypatch.setattr(scanning, "TIMEOUT", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        settings.CLAMD_URL = f"tcp://127.0.0.1:{listening.getsockname()[1]}"
        attached(b"notes")
        do_tasks(SCAN_FILE)

    assert (state(), EvidenceFile.objects.get().scan_attempts) == (ScanState.BEING_CHECKED, 1)


def test_a_scanner_behind_a_socket_of_this_machine_is_asked_too(settings, attached, do_tasks, tmp_path):
    path = tmp_path / "clamd.ctl"
    listening = socket.socket(socket.AF_UNIX)
    listening.bind(str(path))
    listening.listen()

    def serve():
        channel, _ = listening.accept()
        with channel:
            read_stream(channel)
            channel.sendall(b"stream: OK\0")

    threading.Thread(target=serve, daemon=True).start()
    settings.CLAMD_URL = f"unix://{path}"
    attached(b"notes")
    do_tasks(SCAN_FILE)
    listening.close()

    assert state() == ScanState.CLEAN


def test_a_silent_scanner_is_asked_with_growing_pauses_and_administrators_are_told_once_a_day(
    settings, attached, staff_user, at
):
    settings.CLAMD_URL = "tcp://127.0.0.1:9"
    administrator = staff_user(Role.SYSTEM_ADMINISTRATOR)
    attached(b"notes")

    for _ in range(8):
        record_silence(EvidenceFile.objects.get(), by=None, at=at)

    asked = OutboxEntry.objects.filter(name=SCAN_FILE, key__contains="-").order_by("due_at", "key")
    pauses = [round((entry.due_at - at).total_seconds() / 60) for entry in asked][1:]
    mails = OutboxEntry.objects.filter(name="documents/scanner_silent")
    assert pauses == [1, 2, 5, 15, 30, 60, 60, 60]
    assert [mail.payload["to"] for mail in mails] == [administrator.email]
    assert "has not given a clear answer" in words_of(mails[0])


def test_a_virus_is_told_to_the_sender_and_to_staff(scanner, attached, do_tasks, provider_user, staff_user):
    administrator = staff_user(Role.SYSTEM_ADMINISTRATOR)
    attached(EICAR)
    scanner()
    do_tasks(SCAN_FILE)

    told = OutboxEntry.objects.filter(name__startswith="documents/file_refused").order_by("name")
    assert [(mail.name, mail.payload["to"]) for mail in told] == [
        ("documents/file_refused", provider_user.email),
        ("documents/file_refused_staff", administrator.email),
    ]
    assert "a virus was found in it" in words_of(told[0])


def test_every_list_says_the_state_of_a_file_and_none_breaks_over_a_refused_one(
    scanner, attached, do_tasks, provider_client, parcel
):
    attachment = attached(EICAR)
    pages = [reverse("case-files", args=[parcel.pk]), reverse("case-evidence", args=[parcel.pk])]
    pages.append(reverse("evidence-page", args=[attachment.pk]))
    waiting = [provider_client.get(page).content.decode() for page in pages]
    scanner()
    do_tasks(SCAN_FILE)
    refused = [provider_client.get(page).content.decode() for page in pages]

    assert ["Being checked for viruses" in shown for shown in waiting] == [True] * 3
    assert ["Refused: a virus was found" in shown for shown in refused] == [True] * 3
    link = f'href="{reverse("evidence-download", args=[attachment.pk])}"'
    assert [link in shown for shown in refused] == [False] * 3


def test_files_from_before_the_scanner_are_checked_in_the_night(settings, scanner, attached, do_tasks, at):
    address, settings.CLAMD_URL = settings.CLAMD_URL, ""
    attached(b"notes")
    settings.CLAMD_URL = address
    scanner()

    assert ask_for_scans(at=at) == 1
    do_tasks(SCAN_FILE)
    assert state() == ScanState.CLEAN
