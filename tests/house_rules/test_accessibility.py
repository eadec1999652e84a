"""Every page, as the people it is for, at a desk and on a phone: axe finds nothing, and nothing scrolls sideways."""

import pytest
from django.test import Client
from django.urls import reverse

from sandbox_portal.people.choices import Role
from tests.factories.worlds import World, build_world
from tests.signing_in import sign_in

from .access_table import Page, pages, table
from .axe import problems_on
from .test_access_matrix import audiences_of

PAGES = [page for page in pages() if "GET" in table().get(page.name, {})]
ENOUGH = 2  # audiences for each page


def readers(world: World, page: Page) -> list:
    """People of different audiences for whom the page is there: nobody signed in first, then providers, then staff."""
    found = []
    order = [None, *(user for name, user in world.people.items() if name not in Role.values)]
    order += [world.people[role] for role in Role.values if role in table()[page.name]["GET"]]
    if "staff" in table()[page.name]["GET"]:
        order.append(world.people[Role.AUDITOR.value])
    for user in order:
        if audiences_of(user) & table()[page.name]["GET"]:
            client = Client(raise_request_exception=False)
            response = (sign_in(client, user) if user else client).get(reverse(page.name, kwargs=world.kwargs(page)))
            b"".join(response)  # a file is read to its end, and so closed
            if response.status_code in {200, 500} and response["Content-Type"].startswith("text/html"):
                found.append(user)
    return found[:ENOUGH]


def problems_of(world: World, page: Page, user, open_page, *, phone: bool) -> list[str]:
    browser_page = open_page(user, phone=phone)
    answer = browser_page.goto(reverse(page.name, kwargs=world.kwargs(page)))
    who = user.name if user else "nobody"
    found = [f"{page.name} for {who}: answered {answer.status}"] if answer.status != 200 else []
    found += [f"{page.name} for {who}: {problem}" for problem in problems_on(browser_page)]
    browser_page.context.close()
    return found


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_every_page_is_accessible(open_page, phone):
    world = build_world("A")

    found = []
    for page in PAGES:
        try:
            seen_by = readers(world, page)[: 1 if phone else ENOUGH]
        except KeyError as missing:
            found.append(f"{page.name}: no factory gives the worlds a {missing}")
            continue
        for user in seen_by:
            found += problems_of(world, page, user, open_page, phone=phone)

    assert found == []


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_page_with_faults_is_reported(open_page):
    """The twin."""
    browser_page = open_page()
    browser_page.goto("/privacy/")
    browser_page.evaluate("document.querySelector('main').innerHTML = '<img src=x><input><h1>a</h1><h1>b</h1>'")

    rules = {problem.split(" ")[0] for problem in problems_on(browser_page)}

    assert {"image-alt", "label", "the"} <= rules
