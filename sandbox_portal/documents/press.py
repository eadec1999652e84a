"""The program that makes PDFs: the only file that imports WeasyPrint. Started by pdf.py, never imported by it.

It imports, reads its fonts and lays out one page of its own once, so that nothing of that is left to do; then it makes
each document in a forked child with its own limits of memory and time.
The child can fetch nothing, connect to nothing and start nothing. It knows no Django, no settings and no secrets.

From version 1.52 or so Pango looks for fonts in threads of its own. A forked child has none of its parent's threads and
would wait for them for ever; where Pango has any, the program begins anew and each child does the warming up itself.

python press.py [--cold] <file descriptor of a socket> <style sheet> <font>...
Each request: 4 bytes length, then JSON {"html", "memory", "cpu", "seconds"}. Each answer: 4 bytes length, 1 byte, PDF.
"""

import contextlib
import gc
import io
import json
import logging
import os
import resource
import select
import signal
import socket
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import weasyprint
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

sys.path.insert(0, str(Path(__file__).resolve().parent))
from frames import framed, receive  # neighbours, found without importing the package and Django
from pdf_finish import finish
from printable import Drawable, printable

OUR_FONTS = "bundled:"
PICTURES = ("data:image/png;", "data:image/jpeg;", "data:image/svg+xml;", "data:image/svg+xml,")
WARMING_UP = """<html lang="en"><title>x</title><header class="letterhead" data-authority="x"
data-number="x" data-notice="x"><p class="brand">x</p></header>
<h1>H</h1><h2>H</h2><h3>H</h3><p>Words, <strong>strong</strong> and <em>other</em> ones.
<a href="https://example.org/">A link</a></p><div class="summary"><p>x</p></div><dl class="facts"><dt>x<dd>x</dl>
<ul><li>x</ul><ol><li>x</ol><table><caption>x</caption><thead><tr><th scope="col">x
<tbody><tr><th scope="row">x<td>1</table>
"""
LARGEST_PDF = 100_000_000
MADE, FAILED = b"1", b"0"
CLOSED_DOORS = ("socket.connect", "socket.getaddrinfo", "subprocess.Popen", "os.exec", "os.posix_spawn", "os.system")


class ClosedFetcher(URLFetcher):
    """Gives our fonts and pictures that stand in the page itself; everything else is left out."""

    def __init__(self, fonts: Sequence[Path]) -> None:
        super().__init__(allowed_protocols=("data",), allow_redirects=False)
        self._fonts = {f"{OUR_FONTS}{font.stem}": font.read_bytes() for font in fonts}

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        if url in self._fonts:
            return URLFetcherResponse(url, self._fonts[url], {"Content-Type": "font/woff2"})
        if not url.startswith(PICTURES):
            raise ValueError("PDFs fetch nothing")
        return super().fetch(url, headers)


class Press:
    """WeasyPrint with its style sheet and fonts already read."""

    def __init__(self, style_sheet: Path, fonts: Sequence[Path]) -> None:
        self.fonts = FontConfiguration()
        self.fetcher = ClosedFetcher(fonts)
        css = style_sheet.read_text(encoding="utf-8")
        self.style = weasyprint.CSS(string=css, font_config=self.fonts, url_fetcher=self.fetcher)
        self.can_draw = Drawable()

    def warm_up(self) -> None:
        """Do once what the first page of a process has to do; every child is born with it done.

        Frozen for the garbage collector, whose marks would otherwise make each child copy all of this memory.
        """
        self.pdf(WARMING_UP)
        gc.collect()
        gc.freeze()

    def pdf(self, html: str) -> bytes:
        page = weasyprint.HTML(string=printable(html, self.can_draw), url_fetcher=self.fetcher)
        for element in page.etree_element.iter():
            if "attachment" in element.attrib.get("rel", "").lower():
                del element.attrib["rel"]
        options = {"pdf_variant": "pdf/ua-1", "pdf_forms": False, "finisher": finish}
        return page.write_pdf(stylesheets=[self.style], font_config=self.fonts, **options)


def serve(channel: socket.socket, press_of_child: Callable[[], Press]) -> None:
    """Answer one request after another until the other side goes away."""
    while request := receive(channel):
        job = json.loads(request)
        channel.sendall(framed(made_in_child(press_of_child, job)))


def made_in_child(press_of_child: Callable[[], Press], job: dict) -> bytes:
    """Fork, make the PDF there, and wait no longer than the job may take."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        make_and_leave(press_of_child, job, writer)
    os.close(writer)
    with open(reader, "rb", buffering=0) as pipe:
        output = read_until(pipe, time.monotonic() + job["seconds"])
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    complete = output is not None and output.startswith(b"%PDF-") and output.rstrip().endswith(b"%%EOF")
    return MADE + output if complete and output is not None else FAILED


def make_and_leave(press_of_child: Callable[[], Press], job: dict, writer: int) -> None:
    """Never returns: whatever happens in the child, it ends here."""
    with contextlib.suppress(BaseException):
        resource.setrlimit(resource.RLIMIT_AS, (job["memory"], job["memory"]))
        resource.setrlimit(resource.RLIMIT_CPU, (job["cpu"], job["cpu"]))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        sys.addaudithook(refuse_doors)
        gc.disable()  # the child ends before it could pay; its memory has a limit
        output = press_of_child().pdf(job["html"])
        with open(writer, "wb") as pipe:
            pipe.write(output)
    os._exit(0)


def refuse_doors(event: str, arguments: tuple) -> None:
    if event in CLOSED_DOORS:
        raise PermissionError(event)


def read_until(pipe: io.RawIOBase, deadline: float) -> bytes | None:
    """All that the child wrote, or None when it was too slow or wrote too much."""
    parts: list[bytes] = []
    size = 0
    while (left := deadline - time.monotonic()) > 0 and size <= LARGEST_PDF:
        if select.select([pipe], [], [], left)[0]:
            part = pipe.read(1 << 20)
            if not part:
                return b"".join(parts)
            parts.append(part)
            size += len(part)
    return None


def has_threads() -> bool:
    """True when somebody beside us runs in this process, whom a forked child would miss."""
    return len(os.listdir("/proc/self/task")) > 1


def main(arguments: list[str]) -> None:
    """Serve until the other side goes away: from a warm press, or with a new one in each child."""
    cold = arguments[0] == "--cold"
    number, style_sheet, *fonts = arguments[1:] if cold else arguments
    new_press = partial(Press, Path(style_sheet), [Path(name) for name in fonts])
    channel = socket.socket(fileno=int(number))
    if cold:
        serve(channel, new_press)
        return
    press = new_press()
    press.warm_up()
    if has_threads():
        os.execv(sys.executable, [sys.executable, "-I", __file__, "--cold", *arguments])  # noqa: S606 - ourselves
    serve(channel, lambda: press)


if __name__ == "__main__":
    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)
    logging.getLogger("fontTools").setLevel(logging.CRITICAL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    main(sys.argv[1:])
