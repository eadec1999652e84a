"""Where Pango looks for fonts in threads (Debian 13), no PDF is made in a fork of the process that has them."""

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

from django.conf import settings

from sandbox_portal.documents.frames import framed, receive
from sandbox_portal.documents.pdf import FONTS, PROGRAM, STYLE_SHEET

# The press program, with a thread beside it as Pango would begin one.
BESIDE_A_THREAD = """
import runpy, sys, threading
threading.Thread(target=threading.Event().wait, daemon=True).start()
del sys.argv[0]
runpy.run_path(sys.argv[0], run_name="__main__")
"""
JOB = {"html": "<html lang='en'><title>T</title><p>Words", "memory": 900_000_000, "cpu": 10, "seconds": 20}


def test_a_press_with_threads_begins_anew_and_lets_each_child_warm_itself_up():
    ours, theirs = socket.socketpair()
    files = [str(Path(settings.ROOT) / name) for name in (STYLE_SHEET, *FONTS)]
    command = [sys.executable, "-c", BESIDE_A_THREAD, str(PROGRAM), str(theirs.fileno()), *files]
    with ours, subprocess.Popen(command, pass_fds=[theirs.fileno()], env=dict(os.environ)) as program:
        theirs.close()
        ours.settimeout(60)
        ours.sendall(framed(json.dumps(JOB).encode()))
        answer = receive(ours)
        words = Path("/proc", str(program.pid), "cmdline").read_bytes().split(b"\0")
        ours.shutdown(socket.SHUT_RDWR)

    assert (answer[:6], b"--cold" in words, program.returncode) == (b"1%PDF-", True, 0)
