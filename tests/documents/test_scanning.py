"""Only the scanner's own clear answer makes a file clean (D18)."""

import socket
import struct
import threading

import pytest
from django.urls import reverse

from sandbox_portal.casework.models import Event, OutboxEntry
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.documents.actions import ask_for_scans, attach_evidence
from sandbox_portal.documents.actions.evidence import SCAN_FILE
from sandbox_portal.documents.choices import ScanState
from sandbox_portal.documents.models import EvidenceFile
from sandbox_portal.documents.scanning import ScannerSilent

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

    with pytest.raises(ScannerSilent):
        do_tasks(SCAN_FILE)
    assert state() == ScanState.BEING_CHECKED


def test_a_scanner_that_is_down_never_makes_a_file_clean(settings, attached, do_tasks):
    settings.CLAMD_URL = "tcp://127.0.0.1:9"
    attached(b"notes")

    with pytest.raises(ScannerSilent):
        do_tasks(SCAN_FILE)
    assert state() == ScanState.BEING_CHECKED


def test_files_from_before_the_scanner_are_checked_in_the_night(settings, scanner, attached, do_tasks, at):
    address, settings.CLAMD_URL = settings.CLAMD_URL, ""
    attached(b"notes")
    settings.CLAMD_URL = address
    scanner()

    assert ask_for_scans(at=at) == 1
    do_tasks(SCAN_FILE)
    assert state() == ScanState.CLEAN
