"""The connection drops while an inspector types why a score is what it is (R-371, C24)."""

import re

import pytest
from django.urls import reverse

from tests.factories.scoring import in_scoring

WORDS = "They ring when they are late, and say who comes instead."


@pytest.mark.django_db(transaction=True)
def test_what_was_typed_without_a_connection_is_kept_when_it_is_back_and_stands_there_in_the_next_tab(open_page):
    from playwright.sync_api import expect

    scene = in_scoring()
    address = reverse("assessment-score-statement", args=[scene.assessment.pk, "S1"])
    tab = open_page(scene.lead, phone=True)
    tab.goto(address)
    status = tab.locator("[data-autosave-status]")

    tab.context.set_offline(True)
    tab.locator("[name=PE_words]").fill(WORDS)
    expect(status).to_contain_text("Not saved yet. We will try again.")
    tab.context.set_offline(False)
    expect(status).to_contain_text(re.compile(r"^Saved at \d"))
    tab.close()

    next_tab = open_page(scene.lead)
    next_tab.goto(address)
    expect(next_tab.locator("[name=PE_words]")).to_have_value(WORDS)
    expect(next_tab.get_by_text("It is not sent yet, and nobody else can read it.")).to_be_visible()
