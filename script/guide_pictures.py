"""Pictures of the portal for docs/guide/: every page a person sees, as a palette PNG of at most 60 KB."""

import io
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlparse

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "script")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sandbox_portal.settings")
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

import django  # noqa: E402

django.setup()

from django.core.cache import cache  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import resolve, reverse  # noqa: E402
from guide_inspection import pages_of_inspection  # noqa: E402
from guide_walk import name_of, pages_by_links  # noqa: E402
from PIL import Image, ImageChops  # noqa: E402
from playwright.sync_api import Browser, sync_playwright  # noqa: E402
from stack.packages import browser as browser_here  # noqa: E402

from sandbox_portal.casework.models import Assistance, OutboxEntry  # noqa: E402
from sandbox_portal.demo.scenes import send_letters_of_round_three  # noqa: E402
from sandbox_portal.documents.models import IssuedDocument  # noqa: E402
from sandbox_portal.people.choices import Place  # noqa: E402
from sandbox_portal.people.clock import database_now  # noqa: E402
from sandbox_portal.people.link_secrets import secret_of  # noqa: E402
from sandbox_portal.people.models import Membership, User  # noqa: E402
from sandbox_portal.questions.actions import save_page  # noqa: E402
from sandbox_portal.questions.actions.typed import ask_to_confirm  # noqa: E402
from sandbox_portal.questions.queries import response_of, versions_of  # noqa: E402
from selection.models import Application, Draw, Selection  # noqa: E402
from tests.signing_in import sign_in  # noqa: E402

OUT = ROOT / "docs" / "guide"
SHOWN_ADDRESS = "http://localhost:8000"  # where pages name their own, whatever port they are taken from
LARGEST = 60_000
NO_CHANGE = 0.005  # of a picture
SEEN = 40  # from this difference in brightness on, of 255
TALLEST = {"desktop": 2200, "phone": 2600}
SIZES: dict[str, dict[str, Any]] = {
    "desktop": {"viewport": {"width": 1280, "height": 900}},
    "phone": {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True},
}
CHROMIUM = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]


@dataclass(frozen=True)
class Picture:
    """One page as one person sees it; `who` is the part of the demonstration's address before the @, or nobody."""

    name: str
    who: str
    path: str
    press: str = ""  # a button to press first, for a form with errors
    status: int = 200
    reach: Callable[[Any], int] | None = None  # what to do on the page first; gives what it was then answered
    drawn: str = ""  # what a page that its scripts draw has to say before the picture is taken


def pictures(wanted: set[str]) -> list[Picture]:
    """Every page, in the order of the journey; then those that only links lead to, by the name of their address.

    Where names are given, those; nobody follows links for pages that are told here.
    """
    told = [*_public(), *_account(), *_provider(), *_panel(), *_chair(), *_officer(), *_troubles()]
    told += [Picture(*page) for page in pages_of_inspection()]
    if wanted and wanted <= {each.name for each in told}:
        return [each for each in told if each.name in wanted]
    names = {name_of(each.path) for each in told if each.status == 200 and not each.press}
    told += [Picture(name.replace("_", "-"), who, path) for name, who, path in pages_by_links(names)]
    return [each for each in told if not wanted or each.name in wanted]


def _troubles() -> Iterator[Picture]:
    """A page that is not there, one that somebody may not open, and forms with mistakes."""
    yield Picture("not-found", "", "/no-such-page/", status=404)
    yield Picture("not-allowed", "maya", reverse("case-queue"), status=403)
    yield Picture("sign-up-with-errors", "", reverse("account_signup"), press="Create an account")
    draft = Application.objects.get(round__number=5, organisation__name="Lantern Neighbours")
    question = reverse("response-question", args=[draft.pk, "what-you-do", "work_now"])
    yield Picture("question-with-errors", "maya", question, press="Save and continue")
    withdraw = reverse("application-withdraw", args=[draft.pk])
    yield Picture("withdraw-with-errors", "maya", withdraw, press="Withdraw application")
    shared = reverse("response-question", args=[draft.pk, "carers-and-people", "carers_involved"])
    yield Picture("question-changed-by-somebody-else", "maya", shared, status=409, reach=_saved_over)
    link = reverse("link", args=["A" * 43])
    yield Picture("link-unusable", "", link, status=404)
    yield Picture("link-answers-typed", "", _link_on_typed_answers(), press="Start")
    yield Picture("offline-capture", "inspector", reverse("offline-capture"), drawn="#visits:not([hidden])")
    yield Picture("too-many-tries", "", link, status=429, reach=_tried_too_often)


def _saved_over(page: Any) -> int:
    """Two people have the same answer open; the other one has saved first."""
    response = response_of(Application.objects.get(pk=resolve(urlparse(page.url).path).kwargs["case"]).case)
    colleague = User.objects.get(email="tilda@demo.example")
    stored = versions_of(response, ("carers_involved",)).get("carers_involved")
    words = "We ask both what matters to them, and they meet before anybody decides. " * (1 + bool(stored))
    version = {"carers_involved": stored.version if stored else 0}
    places = Membership.objects.filter(user=colleague)
    places.update(place=Place.CONTRIBUTOR)  # she only reads, elsewhere in the guide
    save_page(response, answers={"carers_involved": words}, versions=version, by=colleague, at=database_now())
    places.update(place=Place.READER)
    mine = "They meet in our kitchen before anybody decides."
    with page.expect_navigation() as answered:  # without the script of the page, which would tell of it earlier
        page.locator("textarea").first.evaluate("(area, words) => { area.value = words; area.form.submit(); }", mine)
    return int(answered.value.status)


def _tried_too_often(page: Any) -> int:
    """Links that are guessed, until the portal says that it is enough; then it forgets, for the next size."""
    status = int([page.goto(page.url).status for _try in range(25)][-1])
    cache.clear()
    return status


def _link_on_typed_answers() -> str:
    """The link of a letter that asks whether what was typed for somebody is right."""
    done = Assistance.objects.exclude(agreed_by=None).select_related("agreed_by", "typist").latest("started_at")
    whom = {"name": done.agreed_name, "email": done.agreed_by.email}
    link = ask_to_confirm(done, **whom, by=done.typist, at=database_now()).link
    return reverse("link", args=[secret_of(link.pk, link.issue)])


def _public() -> Iterator[Picture]:
    for name in ("home", "round-list", "help", "accessibility", "privacy", "cookies", "security", "document-check"):
        yield Picture(name, "", reverse(name))
    for number in (3, 4, 5):
        yield Picture(f"round-{number}", "", reverse("round-detail", args=[f"round-{number}"]))
    yield Picture("can-we-apply", "", reverse("application-eligibility", args=["round-5"]))
    yield Picture("round-results", "", reverse("round-results", args=["round-3"]))
    yield Picture("round-statistics", "", reverse("round-statistics", args=["round-3"]))
    for draw in Draw.objects.order_by("frozen_at"):
        state = "held" if draw.drawn_at else "announced"
        yield Picture(f"draw-{state}-{draw.selection.round.number}", "", reverse("draw-detail", args=[draw.pk]))


def _account() -> Iterator[Picture]:
    yield Picture("sign-in", "", reverse("account_login"))
    yield Picture("sign-up", "", reverse("account_signup"))
    for name in ("your-account", "usersessions_list", "mfa_index"):
        yield Picture(name.replace("_", "-"), "programme.lead", reverse(name))


def _provider() -> Iterator[Picture]:
    draft = Application.objects.get(round__number=5, organisation__name="Lantern Neighbours")
    sent = Application.objects.get(round__number=5, organisation__name="Common Thread Co-operative")
    result = Application.objects.get(round__number=3, organisation__name="Lantern Neighbours")
    yield Picture("provider-home", "maya", reverse("home"))
    yield Picture("task-list", "maya", reverse("response-task-list", args=[draft.pk]))
    question = reverse("response-question", args=[draft.pk, "what-you-do", "work_now"])
    yield Picture("question", "maya", question)
    yield Picture("question-dates", "maya", reverse("response-question", args=[draft.pk, "key-dates", "key_dates"]))
    yield Picture("check-answers", "maya", reverse("response-check-answers", args=[draft.pk]))
    yield Picture("files", "maya", reverse("case-evidence", args=[draft.pk]))
    yield Picture("send-not-ready", "maya", reverse("application-send", args=[draft.pk]))
    yield Picture("application-status", "noor", reverse("application-status", args=[sent.pk]))
    yield Picture("application-result", "maya", reverse("application-status", args=[result.pk]))
    yield Picture("application-scores", "maya", reverse("application-scores", args=[result.pk]))
    yield Picture("application-withdraw", "noor", reverse("application-withdraw", args=[sent.pk]))
    yield Picture("application-documents", "maya", reverse("case-documents", args=[result.pk]))
    letter = IssuedDocument.objects.filter(case=result.pk).order_by("issued_at").first()
    if letter:
        yield Picture("letter", "maya", reverse("document-page", args=[letter.pk]))


def _panel() -> Iterator[Picture]:
    selection = Selection.objects.get(round__number=4)
    scored = Application.objects.get(round__number=4, organisation__name="Elder Street Teams")
    member = "panel.member3"
    yield Picture("panel-home", member, reverse("home"))
    for name in ("selection-overview", "selection-declare", "selection-worklist"):
        yield Picture(name, member, reverse(name, args=[selection.pk]))
    yield Picture("panel-score", member, reverse("application-score", args=[scored.pk]))
    yield Picture("panel-agree", "panel.member1", reverse("application-agree", args=[scored.pk]))


def _chair() -> Iterator[Picture]:
    selection = Selection.objects.get(round__number=4)
    for name in ("selection-overview", "selection-order", "selection-cut-off", "selection-proposal"):
        yield Picture(f"chair-{name}", "panel.member1", reverse(name, args=[selection.pk]))
    yield Picture("chair-draw", "panel.member1", reverse("selection-draw", args=[selection.pk, "places"]))
    past = Selection.objects.get(round__number=3)
    yield Picture("committee-decision", "committee.member1", reverse("selection-decision", args=[past.pk]))


def _officer() -> Iterator[Picture]:
    past = Selection.objects.get(round__number=3)
    one = Application.objects.get(round__number=3, organisation__name="Common Thread Co-operative")
    lead = "programme.lead"
    yield Picture("lead-home", lead, reverse("home"))
    yield Picture("my-actions", lead, reverse("my-actions"))
    yield Picture("case-queue", lead, reverse("case-queue"))
    yield Picture("round-manage", lead, reverse("round-manage", args=["round-4"]))
    yield Picture("selection-letters", lead, reverse("selection-letters", args=[past.pk]))
    yield Picture("selection-promotion", lead, reverse("selection-promotion", args=[past.pk]))
    yield Picture("application-file", lead, reverse("application-file", args=[one.pk]))
    yield Picture("case-timeline", lead, reverse("case-timeline", args=[one.pk]))
    yield Picture("background-work", "system.administrator", reverse("outbox-list"))
    yield Picture("jobs", lead, reverse("my-jobs"))


def make_documents() -> None:
    """Let a relay make what the demonstration asked for: receipts, letters, statistics."""
    relay = subprocess.Popen(
        [sys.executable, "manage.py", "relay"], cwd=ROOT, env=os.environ | {"OUTBOX_PATIENCE": "0"}
    )
    try:
        for _ in range(300):
            sent = send_letters_of_round_three()
            waiting = OutboxEntry.objects.filter(finished_at=None, given_up_at=None, held=False).exists()
            if not waiting and not sent:
                break
            time.sleep(1)
    finally:
        relay.terminate()
        relay.wait()


@contextmanager
def web() -> Iterator[str]:
    """A web process on a free port, for as long as the pictures are taken."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "sandbox_portal.wsgi", "--bind", f"127.0.0.1:{port}", "--threads", "4"]
    process = subprocess.Popen(
        command, cwd=ROOT, env=os.environ | {"PORTAL_URL": SHOWN_ADDRESS}, stderr=subprocess.DEVNULL
    )
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(100):
            try:
                urllib.request.urlopen(address + "/help/", timeout=5)
                break
            except OSError:
                time.sleep(0.2)
        yield address
    finally:
        process.terminate()
        process.wait()


def small_png(raw: bytes, tallest: int) -> bytes:
    """A palette PNG of at most 60 KB: cut at the bottom, then smaller; with too few colours a page would turn grey."""
    picture = Image.open(io.BytesIO(raw)).convert("RGB")
    for colours, shown, scale in ((32, 1.0, 1.0), (16, 1.0, 1.0), (16, 0.7, 1.0), (16, 0.5, 1.0), (16, 0.5, 0.6)):
        cut = picture.crop((0, 0, picture.width, min(picture.height, int(tallest * shown))))
        size = (int(cut.width * scale), int(cut.height * scale))
        scaled = cut.resize(size, Image.Resampling.LANCZOS) if scale < 1 else cut
        out = io.BytesIO()
        scaled.quantize(colours, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
        if out.tell() <= LARGEST:
            break
    return out.getvalue()


def take(browser: Browser, address: str, wanted: list[Picture]) -> int:
    """Take each picture in both sizes; returns how many pages answered with an error they should not."""
    failed = 0
    cookies: dict[str, str] = {}
    for size, options in SIZES.items():
        pages: dict[str, Any] = {}  # one browser for each person: the style sheet is fetched once
        for picture in wanted:
            if picture.who and picture.who not in cookies:
                user = User.objects.get(email=f"{picture.who}@demo.example")
                cookies[picture.who] = sign_in(Client(), user).cookies["sessionid"].value
            if picture.who not in pages:
                context = browser.new_context(base_url=address, locale="en-GB", **options)
                if picture.who:
                    context.add_cookies([{"name": "sessionid", "value": cookies[picture.who], "url": address}])
                pages[picture.who] = context.new_page()
            status = _take_one(pages[picture.who], picture, size)
            if status != picture.status:
                failed += 1
                print(f"{picture.name} ({size}): the page answered {status}", flush=True)
        for page in pages.values():
            page.context.close()
    return failed


def _take_one(page: Any, picture: Picture, size: str) -> int:
    """Open one page, press what is to be pressed, keep the picture; gives what the page answered."""
    answer = page.goto(picture.path)
    if picture.press:
        with page.expect_navigation():
            page.get_by_role("button", name=picture.press, exact=True).first.click()
    status = picture.reach(page) if picture.reach else answer.status if answer else 0
    if picture.drawn:
        page.wait_for_selector(picture.drawn)
    raw = page.screenshot(full_page=True)
    keep(OUT / f"{picture.name}-{size}.png", small_png(raw, TALLEST[size]))
    return status


def keep(path: Path, fresh: bytes) -> None:
    """Write a picture where its page has changed: a new reference or time of day alone is no change."""
    if not path.exists() or _share_changed(path.read_bytes(), fresh) > NO_CHANGE:
        path.write_bytes(fresh)


def _share_changed(before: bytes, after: bytes) -> float:
    """Which share of the picture looks otherwise; all of it where the page is longer or shorter."""
    old, new = (Image.open(io.BytesIO(each)).convert("L") for each in (before, after))
    if old.size != new.size:
        return 1
    unlike = ImageChops.difference(old, new).point(lambda value: 255 * (value > SEEN))
    return unlike.histogram()[255] / (new.width * new.height)


def main() -> int:
    """Load the demonstration into the database at hand and take the pictures that are asked for."""
    call_command("migrate", verbosity=0)
    call_command("load_content", verbosity=0)
    call_command("load_demo", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    make_documents()
    OUT.mkdir(parents=True, exist_ok=True)
    wanted = pictures(set(sys.argv[1:]))
    with web() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_here(), args=CHROMIUM)
        failed = take(browser, address, wanted)
        browser.close()
    print(f"{2 * len(wanted)} pictures in docs/guide/, {failed} with an error.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
