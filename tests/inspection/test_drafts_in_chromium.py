"""The connection drops while an inspector types why a score is what it is (R-371, C24)."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from sandbox_portal.people.clock import database_now
from tests.factories.scoring import in_scoring
from tests.signing_in import sign_in

MORE = "They ring when they are late. Two families said so."
WORDS = "They ring when they are late, and say who comes instead."
OFFERED = "It had not reached us when you left:"
UNTIL_KEPT = """async (count) => {
    while (Object.keys(localStorage).length !== count) await new Promise((go) => setTimeout(go, 20));
}"""


@pytest.mark.django_db(transaction=True)
def test_what_was_typed_without_a_connection_is_kept_when_it_is_back_or_when_the_page_is_opened_again(open_page):
    from playwright.sync_api import expect

    scene = in_scoring()
    address = reverse("assessment-score-statement", args=[scene.assessment.pk, "S1"])
    tab = open_page(scene.lead, phone=True)
    tab.goto(address)
    context, status = tab.context, tab.locator("[data-autosave-status]")

    tab.context.set_offline(True)
    tab.locator("[name=PE_words]").fill(WORDS)
    expect(status).to_contain_text("Not saved yet. We will try again.")
    tab.context.set_offline(False)
    expect(status).to_contain_text(re.compile(r"^Saved at \d"))
    assert tab.evaluate("() => Object.keys(localStorage)") == []

    tab.context.set_offline(True)
    tab.locator("[name=PE_words]").fill(MORE)
    expect(status).to_contain_text("Not saved yet. We will try again.")
    tab.close()
    context.set_offline(False)
    kept = context.new_page()
    kept.goto(address)
    expect(kept.locator("[name=PE_words]")).to_have_value(WORDS)
    expect(kept.get_by_text(f"It had not reached us when you left: “{MORE}”")).to_be_visible()
    assert MORE not in kept.evaluate("() => JSON.stringify(localStorage)")
    kept.get_by_role("button", name="Put it into the form").click()
    expect(kept.locator("[name=PE_words]")).to_have_value(MORE)
    expect(kept.locator("[data-autosave-status]")).to_contain_text(re.compile(r"^Saved at \d"))
    assert kept.evaluate("() => Object.keys(localStorage)") == []

    next_tab = open_page(scene.lead)
    next_tab.goto(address)
    expect(next_tab.locator("[name=PE_words]")).to_have_value(MORE)
    expect(next_tab.get_by_text("It is not sent yet, and nobody else can read it.")).to_be_visible()


@pytest.mark.django_db(transaction=True)
def test_what_the_browser_keeps_is_its_writers_alone_and_goes_after_a_month(open_page, live_server):
    """Somebody else at the same device is offered nothing and could read nothing; its writer is, for thirty days."""
    from playwright.sync_api import expect

    scene = in_scoring()
    address = reverse("assessment-score-statement", args=[scene.assessment.pk, "S1"])
    tab = open_page(scene.lead)
    tab.goto(address)
    tab.context.set_offline(True)
    tab.locator("[name=PE_words]").fill(MORE)
    expect(tab.locator("[data-autosave-status]")).to_contain_text("Not saved yet. We will try again.")
    own_key = tab.locator("form[data-keep-here]").get_attribute("data-keep-here")
    tab.close()

    def opened(person, *, days=0):
        """A new page in the same browser, on the same day or so many days later."""
        tab.context.set_offline(False)
        cookie = sign_in(Client(), person).cookies["sessionid"].value
        tab.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
        page = tab.context.new_page()
        if days:
            page.clock.set_fixed_time(database_now() + timedelta(days=days))
        page.goto(address)
        return page

    other = opened(scene.second)
    tab.context.set_offline(True)
    other.locator("[name=PE_words]").fill("Seen by somebody else.")
    other.evaluate(UNTIL_KEPT, 2)  # what is typed is kept once the page has looked for what was kept before
    assert (other.get_by_text(OFFERED).count(), MORE in other.content()) == (0, False)
    assert MORE not in other.evaluate("() => JSON.stringify(localStorage)")
    assert other.locator("form[data-keep-here]").get_attribute("data-keep-here") != own_key
    other.close()

    soon = opened(scene.lead, days=29)
    expect(soon.get_by_text(f"{OFFERED} “{MORE}”")).to_be_visible()
    soon.close()
    late = opened(scene.lead, days=31)
    late.evaluate(UNTIL_KEPT, 0)
    assert late.get_by_text(OFFERED).count() == 0
