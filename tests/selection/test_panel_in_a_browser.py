"""Scoring in a real browser: saved on choosing, by the button, after the network failed; axe on each page."""

import pytest

from selection.models import MemberScore, SubmittedSheet
from tests.factories.selection import members_of
from tests.house_rules.axe import problems_on

from .panel_scene import address, finish, panel_at_step_1

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def desk(transactional_db):
    """An application at step 1, the member who scores it and its page."""
    selection, (one, _two) = panel_at_step_1()
    members = members_of(selection)
    return selection, one, members, address("application-score", one.pk)


def test_a_score_is_saved_on_choosing_and_the_step_finished_by_two_buttons(desk, open_page):
    _selection, one, (_chair, member, *_others), address_of_page = desk
    page = open_page(member.user)
    page.goto(address_of_page)

    first = page.locator("form[data-inline-score]").nth(0)
    first.get_by_label("Pass").check()
    page.get_by_text("Saved. 1 of 2 scored.").wait_for()
    second = page.locator("form[data-inline-score]").nth(1)
    second.get_by_label("Fail").check()
    page.get_by_text("Now write your reason for 1b.").wait_for()
    second.get_by_label("Your reason").fill("It is only an idea.")
    second.get_by_label("Your reason").blur()
    page.get_by_text("Saved. 2 of 2 scored.", exact=True).wait_for()
    page.get_by_role("button", name="Check and finish this step").click()
    page.get_by_role("button", name="Finish my scores").click()
    page.get_by_text("Your scores are finished.").first.wait_for()

    assert list(MemberScore.objects.filter(member=member).order_by("criterion").values_list("value", "reason")) == [
        (1, ""),
        (0, "It is only an idea."),
    ]
    assert SubmittedSheet.objects.filter(member=member, application=one).exists()


def test_when_saving_fails_the_button_comes_back_and_saves(desk, open_page):
    _selection, _one, (_chair, member, *_others), address_of_page = desk
    page = open_page(member.user)
    page.goto(address_of_page)
    form = page.locator("form[data-inline-score]").nth(0)
    button = form.get_by_role("button", name="Save this score")

    assert not button.is_visible()
    page.route("**/score/", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    form.get_by_label("Pass").check()
    page.get_by_text("Not saved. Use the Save button to try again.").wait_for()
    assert button.is_visible()
    page.unroute("**/score/")
    button.click()
    page.get_by_text("Saved. 1 of 2 scored.").first.wait_for()

    assert MemberScore.objects.get(member=member).value == 1


def test_without_scripts_every_step_of_scoring_works_on_a_phone(desk, open_page):
    _selection, _one, (_chair, member, *_others), address_of_page = desk
    page = open_page(member.user, phone=True, javascript=False)

    for place in range(2):
        page.goto(address_of_page)
        form = page.locator("form[data-inline-score]").nth(place)
        form.get_by_label("Pass").check()
        form.get_by_role("button", name="Save this score").click()
    page.get_by_role("button", name="Check and finish this step").click()
    page.get_by_role("button", name="Finish my scores").click()

    assert page.get_by_text("Your scores are finished.").first.is_visible()
    assert SubmittedSheet.objects.filter(member=member).count() == 1


@pytest.mark.parametrize("phone", [False, True])
def test_axe_finds_nothing_on_the_pages_of_the_panel(desk, open_page, phone):
    selection, one, members, address_of_page = desk
    for member in (members[0], *members[-2:]):
        finish(one, member)
    page = open_page(members[0].user, phone=phone)
    begun = open_page(members[1].user, phone=phone)
    found = []

    for each, where in [
        (page, address("selection-overview", selection.pk)),
        (page, address("selection-worklist", selection.pk)),
        (page, address("application-agree", one.pk)),
        (page, address_of_page),
        (begun, address_of_page),
        (begun, address("application-score-finish", one.pk)),
        (begun, address("application-interest", one.pk)),
        (begun, address("selection-declare", selection.pk)),
    ]:
        each.goto(where)
        found += [(where, problem) for problem in problems_on(each)]

    assert found == []
