"""A partner answers on a phone and the applicant looks at the list, as people and as axe see them (B07, R-003)."""

import os
from pathlib import Path

import pytest
from django.urls import reverse

from programme.actions import open_window
from sandbox_portal.people.clock import database_now
from sandbox_portal.people.link_secrets import secret_of
from sandbox_portal.people.queries import people_of
from sandbox_portal.questions.actions import save_page
from sandbox_portal.questions.queries import response_of
from selection.actions.confirmations import ask_partner
from selection.models import Confirmation
from tests.factories.rounds import make_round
from tests.factories.selection import make_draft
from tests.house_rules.axe import problems_on

from .test_partners import PARTNERS, WHO, WORDS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PICTURES = os.environ.get("PICTURES")


def look(page, name):
    """Nothing is wrong for somebody who cannot see or use a mouse; keep a picture when somebody wants one."""
    assert problems_on(page) == []
    if PICTURES:
        page.screenshot(path=str(Path(PICTURES) / f"{name}.png"), full_page=True)


def test_a_partner_answers_on_a_phone_and_the_applicant_sees_how_far_it_is(open_page):
    draft = make_draft(open_window(make_round(like=5), by=None, at=database_now()))
    owner = people_of(draft.organisation)[0]
    save_page(response_of(draft.case), answers=PARTNERS, versions={}, by=owner, at=database_now())
    confirmation = ask_partner(draft, item="p1tr", **WHO, by=owner, at=database_now())
    address = reverse("link", args=[secret_of(confirmation.link_id, 1)])
    applicant, partner, scanner = open_page(owner), open_page(phone=True), open_page()

    scanner.goto(address)
    scanner.get_by_role("button", name="Start").click()
    applicant.goto(reverse("application-partners", args=[draft.pk]))
    look(applicant, "list-desk")
    applicant.get_by_role("button", name="Ask them").click()
    look(applicant, "ask-desk")
    partner.goto(address)
    look(partner, "landing-phone")
    partner.get_by_role("button", name="Start").click()
    look(partner, "first-phone")
    partner.get_by_label("Yes, that is right").check()
    partner.get_by_role("button", name="Continue").click()
    partner.get_by_label("What do you do together").fill(WORDS)
    look(partner, "second-phone")
    partner.get_by_role("button", name="Continue").click()
    look(partner, "check-phone")
    partner.get_by_role("button", name="Send my answer").click()
    look(partner, "received-phone")
    partner.goto(address)
    look(partner, "closed-phone")
    applicant.goto(reverse("application-partners", args=[draft.pk]))

    assert Confirmation.objects.get().words == WORDS
    assert "Answered" in applicant.content()
    assert WORDS not in applicant.content()
