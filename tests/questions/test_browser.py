"""Typing in a real browser: saved by itself, still there after a crash, and two people see both texts."""

import os
import signal
import subprocess

import pytest
from django.urls import reverse
from stack.packages import browser

from sandbox_portal.people.clock import database_now
from sandbox_portal.questions.loading import load_question_sets
from sandbox_portal.questions.models import SetAsideText
from sandbox_portal.questions.queries import answers_of
from tests.factories.people import make_organisation, make_provider
from tests.house_rules.axe import problems_on
from tests.questions.kinds import CONTENT, begin_answers
from tests.signing_in import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TEXT = "Cheese and pickle"


@pytest.fixture
def writer():
    return make_provider(make_organisation(), name="Dana Bell")


@pytest.fixture
def begun(writer):
    load_question_sets(CONTENT, database_now())
    return begin_answers(writer.organisations.get(), by=writer, at=database_now())


@pytest.fixture
def sandwiches(begun):
    return reverse("response-question", args=[begun.case_id, "food", "sandwiches"])


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_typing_is_saved_by_itself_and_stands_there_again(open_page, begun, writer, sandwiches, phone):
    page = open_page(writer, phone=phone)
    page.goto(sandwiches)
    page.get_by_role("textbox").press_sequentially(TEXT)
    page.get_by_text("Saved at").wait_for()
    page.wait_for_function("() => !document.querySelector('form').elements.version.value.endsWith(':0')")

    again = open_page(writer, phone=phone)
    again.goto(sandwiches)

    assert answers_of(begun) == {"sandwiches": TEXT}
    assert again.get_by_role("textbox").input_value() == TEXT
    page.get_by_role("button", name="Save and continue").click()
    page.wait_for_url(f"**{reverse('response-task-list', args=[begun.case_id])}")


def test_the_button_pressed_while_a_save_is_on_its_way_goes_on(open_page, begun, writer, sandwiches):
    page = open_page(writer)
    page.goto(sandwiches)
    page.get_by_role("textbox").fill("Cheese")
    page.wait_for_timeout(1020)  # the page has just sent what was typed
    page.get_by_role("textbox").fill(TEXT)

    page.get_by_role("button", name="Save and continue").click()

    page.wait_for_url(f"**{reverse('response-task-list', args=[begun.case_id])}")
    assert answers_of(begun) == {"sandwiches": TEXT}


def test_what_was_typed_without_a_connection_is_offered_when_the_page_is_opened_again(
    open_page, begun, writer, sandwiches
):
    page = open_page(writer, phone=True)
    page.goto(sandwiches)
    page.context.set_offline(True)
    page.get_by_role("textbox").fill(TEXT)
    page.get_by_text("Not saved yet. We will try again.").wait_for()
    page.close()
    page.context.set_offline(False)

    again = page.context.new_page()
    again.goto(sandwiches)
    again.get_by_text(f"It had not reached us when you left: “{TEXT}”").wait_for()
    assert (answers_of(begun), TEXT in again.evaluate("() => JSON.stringify(localStorage)")) == ({}, False)
    assert problems_on(again) == []
    again.get_by_role("button", name="Put it into the form").click()
    again.get_by_text("Saved at").wait_for()

    assert answers_of(begun) == {"sandwiches": TEXT}


def test_two_people_at_once_are_told_see_both_texts_and_choose(open_page, begun, writer, sandwiches):
    """Two browsers on one page: each hears of the other, the later one chooses, and neither text is lost (C09)."""
    amira = make_provider(writer.organisations.get(), name="Amira Khan")
    hers, page = open_page(amira), open_page(writer)
    hers.goto(sandwiches)
    hers.wait_for_load_state("networkidle")
    page.goto(sandwiches)
    page.get_by_text("Amira Khan is writing here.").wait_for()
    hers.get_by_role("textbox").fill("Ham")
    hers.get_by_role("button", name="Save and continue").click()
    hers.wait_for_url(f"**{reverse('response-task-list', args=[begun.case_id])}")

    page.get_by_role("textbox").press_sequentially(TEXT)
    page.get_by_text("Amira Khan changed this at").wait_for()
    page.get_by_role("button", name="See both texts and choose").click()

    page.get_by_role("heading", name="Two people changed this answer").wait_for()
    assert answers_of(begun) == {"sandwiches": "Ham"}
    page.get_by_label("Join the two").check()
    assert problems_on(page) == []  # also of what a radio reveals
    page.get_by_label("The two texts in one").fill("Ham, cheese and pickle")
    page.get_by_role("button", name="Save and continue").click()
    page.wait_for_url(f"**{reverse('response-task-list', args=[begun.case_id])}")
    assert answers_of(begun) == {"sandwiches": "Ham, cheese and pickle"}
    assert SetAsideText.objects.get().raw == TEXT


def test_without_scripts_the_whole_way_is_open(open_page, begun, writer):
    page = open_page(writer, javascript=False)
    page.goto(reverse("response-task-list", args=[begun.case_id]))
    page.get_by_role("link", name="Outings", exact=True).click()
    page.get_by_label("28 November 2026, first outing", exact=True).check()
    page.get_by_label("Who will come on 28 November 2026, first outing?").fill("Dana Bell")
    page.get_by_role("button", name="Save and continue").click()

    page.get_by_role("heading", name="A map of the way").wait_for()
    assert answers_of(begun)["dates"]["dates"] == {"first": {"coming": True, "who": "Dana Bell"}}


def test_a_browser_that_dies_while_somebody_types_loses_no_saved_word(
    chromium, live_server, tmp_path, begun, writer, client, sandwiches
):
    """Chromium is killed with signal 9 a moment after typing; nobody pressed a button."""
    cookie = sign_in(client, writer).cookies["sessionid"].value
    address = f"{live_server.url}{sandwiches}"
    with Victim(chromium, tmp_path) as victim:
        page = victim.page(cookie, live_server.url)
        page.goto(address)
        page.get_by_role("textbox").press_sequentially(TEXT)
        page.get_by_text("Saved at").wait_for()
        victim.kill()

    survivor = chromium.new_context()
    survivor.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    again = survivor.new_page()
    again.goto(address)
    assert again.get_by_role("textbox").input_value() == TEXT
    survivor.close()


class Victim:
    """A Chromium of its own that can be killed."""

    def __init__(self, chromium, folder) -> None:
        program = browser()
        self.chromium, self.folder = chromium, folder
        self.process = subprocess.Popen(
            [program, "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
             "--remote-debugging-port=0", f"--user-data-dir={folder}", "about:blank"],
            stderr=subprocess.PIPE, text=True, start_new_session=True,
        )  # fmt: skip

    def __enter__(self) -> "Victim":
        line = next(line for line in self.process.stderr if line.startswith("DevTools listening on "))
        self.browser = self.chromium.browser_type.connect_over_cdp(line.removeprefix("DevTools listening on ").strip())
        return self

    def page(self, cookie: str, address: str):
        context = self.browser.contexts[0]
        context.add_cookies([{"name": "sessionid", "value": cookie, "url": address}])
        return context.new_page()

    def kill(self) -> None:
        os.killpg(self.process.pid, signal.SIGKILL)

    def __exit__(self, *_error: object) -> None:
        if self.process.poll() is None:
            self.kill()
        self.process.wait()
        self.process.stderr.close()
