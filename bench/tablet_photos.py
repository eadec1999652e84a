"""200 photos of 12 MB on a tablet: taken in one go, made small there, and sent to a web process (E10).

A real Chromium opens the page of a visit of the demonstration, is given the photos without signal, and sends them when
it has signal again. What is measured: how long each part takes, the most memory the page and the web process had.
"""

import argparse
import io
import os
import random
import shutil
import threading
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402 - settings are there only now
from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402
from PIL import Image  # noqa: E402
from playwright.sync_api import sync_playwright  # noqa: E402

from inspection.choices.assessments import AssessmentStage  # noqa: E402
from inspection.models import Assessment, CapturedPhoto  # noqa: E402
from tests.signing_in import sign_in  # noqa: E402

from .web import listening  # noqa: E402

WIDE, HIGH, QUALITY = 4000, 3000, 92
AT_ONCE = 10
LONG = 60 * 60 * 1000


def main() -> None:
    parser = argparse.ArgumentParser(prog="script/bench-visits --tablet", description=__doc__)
    parser.add_argument("--photos", type=int, default=200)
    wanted = parser.parse_args()
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    for command in ("load_content", "load_demo"):
        call_command(command, stdout=io.StringIO())
    visit, lead = _visit()
    cookie = sign_in(Client(), lead).cookies["sessionid"].value
    with TemporaryDirectory() as folder, listening() as web, sync_playwright() as playwright:
        photos = _photos(Path(folder), wanted.photos)
        # With a place of its own on the disk, as a tablet has: a private window would keep every photo in memory.
        context = playwright.chromium.launch_persistent_context(
            str(Path(folder) / "tablet"),
            executable_path=_browser(),
            args=["--no-sandbox", "--disable-gpu"],
            base_url=web.address,
            viewport={"width": 820, "height": 1180},
        )
        context.add_cookies([{"name": "sessionid", "value": cookie, "url": web.address}])
        with _Watched(web.pid) as portal, _Watched(os.getpid(), named="--type=renderer") as tablet:
            took, sent = _send(context.new_page(), visit.pk, photos)
        context.close()
        size = sum(path.stat().st_size for path in photos) / len(photos) / 1e6
    assert CapturedPhoto.objects.filter(visit=visit).count() >= wanted.photos
    print("| What | How many | Seconds | Most memory, MB |")
    print("|---|--:|--:|--:|")
    _tell(f"photos of {size:.1f} MB taken, and made small on the page", wanted.photos, took, tablet.most)
    _tell("the same sent, examined and kept", wanted.photos, sent, portal.most)


def _tell(what: str, count: int, seconds: float, most: float) -> None:
    print(f"| {what} | {count} | {seconds:.0f} | {most:.0f} |")


def _visit() -> tuple[Any, Any]:
    gathering = Assessment.objects.filter(case__stage=AssessmentStage.GATHERING, case__visits__isnull=False).distinct()
    assessment = gathering.select_related("lead").order_by("case__opened_at")[0]
    return assessment.case.visits.order_by("starts_at")[0], assessment.lead


def _photos(folder: Path, count: int) -> list[Path]:
    """Noise around a colour, each file another one and as large as a camera makes it: about 12 MB."""
    first = Image.effect_noise((WIDE, HIGH), 90).convert("RGB")
    file = io.BytesIO()
    first.save(file, "JPEG", quality=QUALITY)
    whole, draw = file.getvalue(), random.Random(1)
    paths = []
    for number in range(count):
        path = folder / f"{number:03}.jpg"
        # Another comment makes another file; the pixels are the same work for the page and the portal.
        comment = draw.randbytes(32).hex().encode()
        path.write_bytes(whole[:2] + b"\xff\xfe" + (len(comment) + 2).to_bytes(2, "big") + comment + whole[2:])
        paths.append(path)
    return paths


def _send(page: Any, visit: int, photos: list[Path]) -> tuple[float, float]:
    page.set_default_timeout(LONG)
    page.goto(f"/visits/capture/?visit={visit}")
    page.wait_for_selector("#ready[data-is-ready=yes]")
    page.context.set_offline(True)
    began = time.perf_counter()
    for first in range(0, len(photos), AT_ONCE):
        page.set_input_files("#photo", photos[first : first + AT_ONCE])
        page.locator("#photos img").nth(min(first + AT_ONCE, len(photos)) - 1).wait_for()
    took = time.perf_counter() - began
    page.fill("#text", "The hall, from every side.")
    page.select_option("#kind", "observation")
    page.select_option("#category", index=1)
    page.fill("#source", "Hall")
    page.click("#save")
    page.locator("#kept-list li", has_text="The hall, from every side.").wait_for()
    began = time.perf_counter()
    page.context.set_offline(False)
    page.wait_for_selector("#sync[data-state=sent]")
    return took, time.perf_counter() - began


class _Watched:
    """The most memory that a process and those below it had at once; with `named`, only those of that name."""

    def __init__(self, pid: int, named: str = "") -> None:
        self.pid, self.named, self.most, self.stop = pid, named, 0.0, threading.Event()

    def __enter__(self) -> "_Watched":
        self.thread = threading.Thread(target=self._look, daemon=True)
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop.set()
        self.thread.join()

    def _look(self) -> None:
        while not self.stop.wait(0.2):
            each = [_resident(pid) for pid in _family(self.pid) if self.named in _command(pid)]
            self.most = max(self.most, max(each, default=0) if self.named else sum(each))


def _family(pid: int) -> list[int]:
    found = [pid]
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            above = int(path.read_text().rpartition(")")[2].split()[1])
        except (OSError, ValueError):
            continue
        if above == pid:
            found += _family(int(path.parent.name))
    return found


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text()
    except OSError:
        return ""


def _resident(pid: int) -> float:
    """What is in memory and shared with nobody, in MB."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Private_")) / 1000


def _browser() -> str:
    return os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser") or ""


if __name__ == "__main__":
    assert settings.DATABASES
    main()
