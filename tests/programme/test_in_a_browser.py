"""Pages of rounds in a real browser: axe, a phone, and no script."""

import pytest
from django.conf import settings
from django.urls import reverse

from programme.choices import RoundStage
from programme.models import Round
from sandbox_portal.casework.reason_lists import load_reasons
from sandbox_portal.people.choices import Role
from sandbox_portal.people.clock import database_now
from tests.factories.people import make_staff
from tests.factories.rounds import make_round, round_at, seat_panel
from tests.house_rules.axe import problems_on

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def lead():
    return make_staff(Role.PROGRAMME_LEAD)


@pytest.fixture
def rounds(lead) -> dict[str, Round]:
    """One round at each stage that looks different."""
    found = {stage: round_at(stage) for stage in (RoundStage.OPEN, RoundStage.SIFTING, RoundStage.ABANDONED)}
    found |= {RoundStage.PREPARING: make_round(like=3), RoundStage.PAUSED: round_at(RoundStage.PAUSED)}
    seat_panel(found[RoundStage.OPEN], lead=lead)
    load_reasons(settings.CONTENT_ROOT, database_now())
    return found


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_every_page_of_a_round_is_accessible_at_every_stage(rounds, lead, open_page, phone):
    slug = rounds[RoundStage.OPEN].slug
    public = [reverse("round-list"), reverse("round-print", args=[slug])]
    public += [reverse("round-detail", args=[round_.slug]) for round_ in rounds.values()]
    staff = [reverse("round-manage", args=[round_.slug]) for round_ in rounds.values()]
    staff += [reverse(name, args=[slug]) for name in ("round-extend-window", "round-abandon", "panel-seat-add")]
    staff += [reverse("key-date-change", args=[slug, "workshop-1"]), reverse("phase-start", args=[slug, 1])]

    found = []
    for user, addresses in ((None, public), (lead, staff)):
        page = open_page(user, phone=phone)
        for address in addresses:
            answer = page.goto(address)
            found += [f"{address}: {problem}" for problem in [*problems_on(page), *([] if answer.ok else ["no page"])]]

    assert found == []


def test_a_reader_finds_what_each_score_looks_like_with_the_keyboard(rounds, open_page):
    page = open_page()
    page.goto(reverse("round-detail", args=[rounds[RoundStage.OPEN].slug]))
    summary = page.locator("summary", has_text="What each score looks like for 2b")

    summary.focus()
    page.keyboard.press("Enter")

    assert page.get_by_text("You tell us that you cannot do one or more parts of the work.").is_visible()


def test_a_lead_pauses_a_round_without_any_script(lead, open_page):
    round_ = round_at(RoundStage.RUNNING)
    page = open_page(lead, javascript=False)

    page.goto(reverse("round-manage", args=[round_.slug]))
    page.get_by_role("button", name="Pause the round").click()
    page.get_by_label("Why is the round paused?").fill("Staff are needed elsewhere.")
    page.get_by_role("button", name="Pause the round").click()

    assert page.get_by_text("The round is paused. Its public page says so.").is_visible()
    page.goto(reverse("round-detail", args=[round_.slug]))
    assert page.get_by_text("Staff are needed elsewhere.").is_visible()
