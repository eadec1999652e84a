"""The connection drops while an inspector types why a score is what it is (R-371, C24)."""

import re

import pytest
from django.urls import reverse

from tests.factories.scoring import in_scoring

MORE = "They ring when they are late. Two families said so."
WORDS = "They ring when they are late, and say who comes instead."


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
