"""The questions as a visitor meets them: by keyboard and without JavaScript, and axe finds nothing on the way."""

import pytest
from django.urls import reverse

from sandbox_portal.people.queries import people_of
from tests.conftest import PHONE
from tests.factories.registration import make_scope_run, published_tree
from tests.house_rules.axe import LAYOUT, problems_on


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_visitor_on_a_phone_without_javascript_comes_to_a_result(open_page):
    published_tree()
    page = open_page(phone=True, javascript=False)
    page.goto(reverse("scope-start"))
    page.get_by_role("button", name="Start now").click()
    for code in ("yes", "yes", "yes", "yes", "no", "d"):
        page.locator(f"input[value='{code}']").focus()
        page.keyboard.press("Space")
        page.get_by_role("button", name="Continue").click()
    for number, choice in enumerate(page.locator("input[value='no']").all()):
        choice.check() if number != 2 else page.locator("input[name='Q9_IND-3'][value='unsure']").check()
    page.get_by_role("button", name="Continue").click()

    assert page.get_by_role("heading", name="It depends on details").is_visible()
    assert (
        "tell workers to change"
        in page.get_by_text("You were not sure about:").locator("xpath=following::ul[1]").inner_text()
    )
    page.get_by_role("link", name="Change what the service is").click()
    assert page.locator("input[value='d']").is_checked()


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_questions_errors_help_and_results_have_no_faults_of_access(open_page):
    owner = people_of(make_scope_run().organisation)[0]
    page, found = open_page(owner), []

    def look(where):
        found.extend(f"{where}: {problem}" for problem in problems_on(page))
        page.set_viewport_size(PHONE["viewport"])
        found.extend(f"{where} on a phone: {problem}" for problem in problems_on(page, LAYOUT))
        page.set_viewport_size({"width": 1280, "height": 900})

    def choose(code):
        page.locator(f"input[value='{code}']").check()
        page.get_by_role("button", name="Continue").click()

    page.goto(reverse("scope-question", args=[1, "Q1"]))
    choose("yes")
    choose("unsure")
    look("help")
    for code in ("yes", "yes", "yes", "no"):
        choose(code)
    page.get_by_role("button", name="Continue").click()
    look("error")
    choose("e")
    look("list")
    for choice in page.locator("input[value='yes']").all():
        choice.check()
    page.get_by_role("button", name="Continue").click()
    look("result")
    page.get_by_role("button", name="Save it for your organisation").click()
    look("save")

    assert found == []
