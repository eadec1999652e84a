"""With SENDFILE=nginx the portal decides who may have a file, and nginx sends it from a place it alone can reach."""

from io import BytesIO

import pytest
from django.http import HttpResponse

from sandbox_portal.documents import storage
from sandbox_portal.documents.downloads import download
from sandbox_portal.operations.middleware import HandOverFiles

pytestmark = pytest.mark.django_db
KIND = {"media_type": "application/pdf", "shown_name": "Plan für März.pdf"}


@pytest.fixture
def stored(settings):
    settings.SENDFILE = "nginx"
    return storage.keep(BytesIO(b"%PDF-1.7 words"), folder="evidence")


def test_the_answer_names_the_file_keeps_its_headers_and_sends_no_byte_of_it(rf, stored):
    name, sha256, _ = stored

    answer = HandOverFiles(lambda _: download(name, sha256=sha256, **KIND))(rf.get("/"))

    assert answer["X-Accel-Redirect"] == f"/stored/documents/{name}"
    assert (answer.content, answer["Content-Type"], answer.has_header("Content-Length")) == (
        b"",
        "application/pdf",
        False,
    )
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"


def test_without_the_setting_the_portal_sends_the_file_itself(rf, stored, settings):
    settings.SENDFILE = ""
    name, sha256, _ = stored

    answer = HandOverFiles(lambda _: download(name, sha256=sha256, **KIND))(rf.get("/"))

    sent = b"".join(answer.streaming_content)
    answer.close()
    assert (sent, answer.has_header("X-Accel-Redirect")) == (b"%PDF-1.7 words", False)


def test_a_page_and_a_file_from_elsewhere_are_left_alone(rf, stored, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_bytes(b"not stored")
    page = HttpResponse("words")
    outside = HttpResponse()
    outside.file_to_stream = elsewhere.open("rb")

    answers = [HandOverFiles(lambda _, each=each: each)(rf.get("/")) for each in (page, outside)]
    outside.file_to_stream.close()

    assert answers == [page, outside]
