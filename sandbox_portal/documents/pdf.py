"""The one place that makes PDFs: a template in, an accessible PDF out; nothing fetched, a limit on everything."""

import atexit
import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string

from sandbox_portal.casework.refusals import Refused

from .frames import framed, receive

PROGRAM = Path(__file__).with_name("press.py")
STYLE_SHEET = "templates/documents/print.css"
FONTS = tuple(f"templates/documents/fonts/inter-{weight}.woff2" for weight in (400, 600, 700))


@dataclass(frozen=True)
class Limits:
    """How much memory, processor time and patience one document may take."""

    memory: int = 900_000_000
    cpu: int = 10
    seconds: int = 20


LETTER = Limits()
HANDBOOK = Limits(memory=1_500_000_000, cpu=120, seconds=240)


class PdfNotMade(Refused):
    """The document was too large, too deep or broken; nothing was kept."""

    def __init__(self) -> None:
        super().__init__("We could not make this PDF. It may be too long. Your information is safe.")


def render_pdf(template: str, context: Mapping[str, Any], *, title: str, limits: Limits = LETTER) -> bytes:
    """Lay out a template as PDF/UA-1. Raises PdfNotMade within the limits' patience; never call it in a web request."""
    html = render_to_string(template, {**context, "title": title})
    return _press().make(html.encode("utf-8", "replace").decode(), limits)


class Press:
    """A running press program. One document at a time; it dies with this process."""

    def __init__(self) -> None:
        self.process_id = os.getpid()
        self._one_at_a_time = threading.Lock()
        self._channel, theirs = socket.socketpair()
        files = [str(Path(settings.ROOT) / name) for name in (STYLE_SHEET, *FONTS)]
        with theirs:
            self._program = subprocess.Popen(  # noqa: S603 - our own program, fixed words
                [sys.executable, "-I", str(PROGRAM), str(theirs.fileno()), *files],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=_plain_environment(),
            )

    def make(self, html: str, limits: Limits) -> bytes:
        request = {"html": html, "memory": limits.memory, "cpu": limits.cpu, "seconds": limits.seconds}
        with self._one_at_a_time:
            self._channel.settimeout(limits.seconds + 30)
            try:
                self._channel.sendall(framed(json.dumps(request).encode()))
                answer = receive(self._channel)
            except OSError:
                answer = b""
            if not answer:
                self.close()
                raise PdfNotMade
        if answer[:1] != b"1":
            raise PdfNotMade
        return answer[1:]

    def is_ours(self) -> bool:
        """False in a process that was forked after the press was started, and after the press has died."""
        return self.process_id == os.getpid() and self._program.poll() is None

    def close(self) -> None:
        """Let the program end by itself, so that it clears away its fonts; end it if it does not."""
        self._channel.close()
        if self.process_id != os.getpid():
            return
        try:
            self._program.wait(timeout=2)
        except subprocess.TimeoutExpired:
            self._program.kill()
            self._program.wait()


_running: Press | None = None
_starting = threading.Lock()


def _press() -> Press:
    """The press of this process, started when first needed and started again when it has died."""
    global _running
    with _starting:
        if _running is None or not _running.is_ours():
            _running = Press()
            atexit.register(_running.close)
        return _running


def _plain_environment() -> dict[str, str]:
    """What fonts and Python need; no secret of the portal goes into the press."""
    kept = {
        name: os.environ[name] for name in ("PATH", "HOME", "LD_LIBRARY_PATH", "FONTCONFIG_PATH") if name in os.environ
    }
    return {**kept, "LANG": "C.UTF-8", "TZ": "Europe/London", "TMPDIR": tempfile.gettempdir()}
