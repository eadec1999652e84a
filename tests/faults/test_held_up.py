"""Web processes that hang or grow old, and visitors who send one letter at a time (C20, C21).

What is run are the command of the Dockerfile and the file nginx gets in production, before a program of one line.
"""

import json
import os
import re
import signal
import socket
import ssl
import sys
from contextlib import ExitStack, closing, contextmanager

import pytest

from .processes import ROOT, free_port, program, until
from .real_nginx import nginx_before

pytestmark = pytest.mark.services
SLOW = 100
COMMAND = json.loads(re.search(r"^CMD (\[.*?\])$", (ROOT / "Dockerfile").read_text().replace("\\\n", ""), re.M)[1])


@pytest.fixture
def web(tmp_path):
    """`web(**options)` runs the command of the Dockerfile with other options; gives its port."""
    with ExitStack() as running:

        def started(**options):
            port, command = free_port(), list(COMMAND)
            changed = {"bind": f"127.0.0.1:{port}", **options}
            for name, value in changed.items():
                flag = f"--{name.replace('_', '-')}"
                place = command.index(flag) + 1 if flag in command else len(command) + 1
                command[place - 1 : place + 1] = [flag, str(value)]
            command[:2] = [sys.executable, "-m", "gunicorn", "tests.faults.plain:application"]
            running.enter_context(program(command, tmp_path, port))
            return port

        yield started


def line_to(port, seconds, tls):
    line = socket.create_connection(("127.0.0.1", port), timeout=seconds)
    return closing(tls.wrap_socket(line, server_hostname="localhost") if tls else line)


def answered(port, *, seconds=20.0, tls=None):
    """What one ordinary visitor gets, or nothing after so long."""
    try:
        with line_to(port, seconds, tls) as line:
            line.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            whole = b""
            while piece := line.recv(4096):
                whole += piece
            return whole.partition(b"\r\n\r\n")[2]
    except TimeoutError:
        return b""


def workers(port, *, wanted=2):
    found = set()
    until(lambda: found.add(int(answered(port))) or len(found) >= wanted, f"{wanted} processes answer")
    return found


def is_gone(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


def test_a_process_that_hangs_is_ended_and_another_takes_its_place(web):
    port = web(timeout=3, workers=1)
    (hung,) = workers(port, wanted=1)

    os.kill(hung, signal.SIGSTOP)

    until(lambda: is_gone(hung), "the process that hung was ended")
    assert workers(port, wanted=1) != {hung}


def test_twin_without_a_time_limit_it_hangs_for_ever(web):
    port = web(timeout=0, workers=1)
    (hung,) = workers(port, wanted=1)

    os.kill(hung, signal.SIGSTOP)

    assert (answered(port, seconds=4), is_gone(hung)) == (b"", False)


def test_a_process_that_has_answered_enough_is_replaced_and_nobody_notices(web):
    port = web(workers=1, max_requests=5, max_requests_jitter=0)

    said = [answered(port) for _ in range(20)]

    assert b"" not in said
    assert len(set(said)) > 1


@pytest.fixture
def nginx(tmp_path):
    """`nginx(port)` runs the real nginx before the program at that port, and gives its own."""
    with ExitStack() as running:
        yield lambda behind: running.enter_context(nginx_before(behind, tmp_path / "nginx"))


@contextmanager
def slow_visitors(port, tls=None):
    """A hundred who have begun a request and do not come to its end."""
    with ExitStack() as lines:
        for _ in range(SLOW):
            line = lines.enter_context(line_to(port, 20, tls))
            line.sendall(b"GET / HTTP/1.1\r\nHost: local")
        yield


def test_a_hundred_slow_visitors_hold_up_nobody_else(web, nginx):
    port, tls = nginx(web()), ssl._create_unverified_context()

    with slow_visitors(port, tls):
        said = [answered(port, tls=tls) for _ in range(20)]

    assert b"" not in said


def test_twin_without_nginx_before_it_they_take_every_thread(web):
    port = web()

    with slow_visitors(port):
        until(lambda: answered(port, seconds=2) == b"", "somebody else is not answered", seconds=30)
