"""What nginx does with the answers of the portal, and when there is none (A09, C22); skipped where it is missing."""

import http.client
import ssl
import threading
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from .processes import free_port
from .real_nginx import nginx_before

pytestmark = pytest.mark.services


# What the portal says of a file; nginx by itself would keep the first three.
KEPT = {
    "Content-Type": "application/pdf",
    "Content-Disposition": "attachment; filename=plan.pdf",
    "Cache-Control": "private, no-store",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Strict-Transport-Security": "max-age=31536000",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=()",
    "X-Reference": "4RP7DF6T",
}


class Portal(BaseHTTPRequestHandler):
    """Names a stored file to whoever is signed in, and repeats the headers it was sent."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        signed_in = self.headers.get("Cookie") == "signed-in"
        self.send_response(200 if signed_in or self.path == "/headers" else 404)
        if self.path == "/file" and signed_in:
            self.send_header("X-Accel-Redirect", "/stored/documents/ab/plan")
            for name, value in KEPT.items():
                self.send_header(name, value)
        words = "\n".join(f"{name}: {value}" for name, value in self.headers.items()).encode()
        self.send_header("Content-Length", str(len(words)))
        self.end_headers()
        self.wfile.write(words)

    def log_message(self, *_):
        pass


@contextmanager
def portal():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Portal)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(scope="module")
def front(tmp_path_factory):
    folder = tmp_path_factory.mktemp("front")
    stored = folder / "media" / "documents" / "ab" / "plan"
    stored.parent.mkdir(parents=True, mode=0o700)
    stored.write_bytes(b"%PDF-1.7 words")
    stored.chmod(0o600)
    with portal() as behind, nginx_before(behind, folder / "nginx", folder / "media") as port:
        yield port


def asked(port, path, *, method="GET", body=None, **headers):
    there = http.client.HTTPSConnection("127.0.0.1", port, timeout=20, context=ssl._create_unverified_context())
    with closing(there):
        there.request(method, path, body=body, headers=headers)
        answer = there.getresponse()
        return answer, answer.read()


def test_a_stored_file_is_sent_when_the_portal_names_it(front):
    answer, body = asked(front, "/file", Cookie="signed-in")

    assert (answer.status, body) == (200, b"%PDF-1.7 words")
    assert {name: answer.headers.get_all(name) for name in KEPT} == {name: [value] for name, value in KEPT.items()}
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_nobody_gets_it_by_another_way(front):
    ways = ("/file", "/stored/documents/ab/plan", "/srv/media/documents/ab/plan", "/static/../stored/documents/ab/plan")

    assert [asked(front, way)[0].status for way in ways] == [404] * 4
    assert asked(front, "/metrics", Cookie="signed-in")[0].status == 404


def test_what_a_visitor_says_of_their_address_is_not_handed_on(front):
    lies = {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "http", "X-Accel-Redirect": "/stored/x"}

    words = asked(front, "/headers", **lies)[1].decode().splitlines()

    told = sorted(line for line in words if line.startswith("X-"))
    assert told == ["X-Forwarded-For: 127.0.0.1", "X-Forwarded-Proto: https"]


def test_too_much_at_once_is_refused_in_words(front):
    answer, body = asked(front, "/file", method="POST", **{"Content-Length": str(40_000_000)})

    assert (answer.status, b"<h1>The file is too big</h1>" in body) == (413, True)


def test_while_the_portal_is_away_people_are_told_to_come_back(tmp_path):
    with nginx_before(free_port(), tmp_path / "nginx") as port:
        answer, body = asked(port, "/some/page/")
        style, _ = asked(port, "/nginx/pages.css")

    assert (answer.status, answer.headers["Retry-After"], style.status) == (503, "60", 200)
    assert b"<h1>Sorry, the portal cannot be reached</h1>" in body
