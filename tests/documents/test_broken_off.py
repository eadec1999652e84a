"""An upload that breaks off at any byte leaves nothing behind (C16)."""

import random
import socket
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from sandbox_portal.documents import storage
from sandbox_portal.documents.models import Attachment, EvidenceFile
from tests.signing_in import sign_in

from .samples import pdf_with

BOUNDARY = "----------a-line-that-stands-in-no-file"


def body(token: str) -> bytes:
    lines = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n{token}\r\n'.encode(),
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="files"; filename="plan.pdf"\r\n'.encode(),
        b"Content-Type: application/pdf\r\n\r\n" + pdf_with() + bytes(300_000) + b"\r\n",
        f"--{BOUNDARY}--\r\n".encode(),
    ]
    return b"".join(lines)


@pytest.mark.django_db(transaction=True)
def test_an_upload_that_breaks_off_leaves_no_row_and_no_file(live_server, settings, tmp_path, parcel, provider_user):
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "uploads"
    settings.FILE_UPLOAD_TEMP_DIR.mkdir()
    client = sign_in(Client(), provider_user)
    address = reverse("case-evidence", args=[parcel.pk])
    client.get(address)
    cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())
    whole = body(client.cookies["csrftoken"].value)

    anywhere = random.Random(16)
    for at in (0, len(whole) - 1, *(anywhere.randrange(len(whole)) for _ in range(48))):
        break_off(live_server.url, address, cookies, whole, at=at)

    assert (Attachment.objects.count(), EvidenceFile.objects.count()) == (0, 0)
    assert list(settings.FILE_UPLOAD_TEMP_DIR.iterdir()) == []
    assert not storage.root().exists()


def break_off(url: str, address: str, cookies: str, whole: bytes, *, at: int) -> None:
    """Send so many bytes of the body, say that is all, and wait for the server to be done with it."""
    host = urlsplit(url)
    head = (
        f"POST {address} HTTP/1.1\r\nHost: {host.netloc}\r\nCookie: {cookies}\r\n"
        f"Content-Type: multipart/form-data; boundary={BOUNDARY}\r\nContent-Length: {len(whole)}\r\n"
        "Connection: close\r\n\r\n"
    )
    with socket.create_connection((host.hostname, host.port), timeout=10) as channel:
        channel.sendall(head.encode() + whole[:at])
        channel.shutdown(socket.SHUT_WR)
        while channel.recv(65_536):
            pass
