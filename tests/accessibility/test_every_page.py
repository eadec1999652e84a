"""Every page, as the people it is for, at a desk and on a phone: axe finds nothing, and nothing scrolls sideways."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse

from sandbox_portal.people.choices import Role
from tests.conftest import DESKTOP, PHONE
from tests.factories.worlds import World, build_world
from tests.house_rules.access_table import Page, pages, table
from tests.house_rules.axe import LAYOUT, STANDARDS, problems_on
from tests.house_rules.test_access_matrix import audiences_of
from tests.signing_in import sign_in

PAGES = [page for page in pages() if "GET" in table().get(page.name, {})]
ENOUGH = 2  # audiences for each page at a desk; the first of them looks on a phone too
SHAPE = "[...document.querySelectorAll('body *')].map(each => `${each.tagName} ${each.className}`).join()"


class Readers:
    """People of different audiences for whom a page is there, each signed in once."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.audiences = {user: audiences_of(user) for user in [None, *world.people.values()]}
        self.clients: dict = {}

    def of(self, page: Page) -> Iterator:
        """Nobody signed in first, then people of organisations, then those with a role the table names."""
        wanted = table()[page.name]["GET"]
        for user in self._in_turn(wanted):
            if self.audiences[user] & wanted and self._is_a_page(self._client(user), page):
                yield user

    def _in_turn(self, wanted: frozenset[str]) -> list:
        people = self.world.people
        first = [None, *(user for name, user in people.items() if name not in Role.values)]
        named = [people[role] for role in Role.values if role in wanted]
        return [*first, *named, *([people[Role.AUDITOR.value]] if "staff" in wanted else [])]

    def _client(self, user) -> Client:
        if user not in self.clients:
            client = Client(raise_request_exception=False)
            self.clients[user] = sign_in(client, user) if user else client
        return self.clients[user]

    def _is_a_page(self, client: Client, page: Page) -> bool:
        response = client.get(reverse(page.name, kwargs=self.world.kwargs(page)))
        b"".join(response)  # a file is read to its end, and so closed
        return response.status_code in {200, 500} and response["Content-Type"].startswith("text/html")


class Windows:
    """One window of the browser for each person, used for page after page."""

    def __init__(self, world: World, open_page) -> None:
        self.world, self.open_page, self.windows, self.shapes = world, open_page, {}, {}

    def problems(self, page: Page, user, *, on_a_phone: bool) -> list[str]:
        if user not in self.windows:
            self.windows[user] = self.open_page(user)
        window, who = self.windows[user], user.name if user else "nobody"
        answer = window.goto(reverse(page.name, kwargs=self.world.kwargs(page)))
        found = [] if answer.status == 200 else [f"answered {answer.status}"]
        shape = window.evaluate(SHAPE)
        if self.shapes.setdefault(page.name, shape) == shape and not on_a_phone:
            return found  # what the first person saw, in other words
        found += problems_on(window)
        if on_a_phone:
            window.set_viewport_size(PHONE["viewport"])
            found += [f"on a phone: {problem}" for problem in problems_on(window, LAYOUT)]
            window.set_viewport_size(DESKTOP["viewport"])
        return [f"{page.name} for {who}: {problem}" for problem in found]


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_every_page_is_accessible(open_page):
    world = build_world("A")
    readers, windows = Readers(world), Windows(world, open_page)

    found = []
    for page in PAGES:
        try:
            for number, user in zip(range(ENOUGH), readers.of(page), strict=False):
                found += windows.problems(page, user, on_a_phone=number == 0)
        except KeyError as missing:
            found.append(f"{page.name}: no factory gives the worlds a {missing}")

    assert found == []


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_page_with_faults_is_reported(open_page):
    """The twin."""
    window = open_page()
    window.goto("/privacy/")
    window.evaluate("document.querySelector('main').innerHTML = '<img src=x><input><h1>a</h1><h1>b</h1>'")

    rules = {problem.split(" ")[0] for problem in problems_on(window, STANDARDS)}

    assert {"image-alt", "label", "the"} <= rules


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_page_too_wide_for_a_phone_is_reported(open_page):
    """The twin of the second look, which asks axe about what depends on the width alone."""
    window = open_page()
    window.goto("/privacy/")
    window.set_viewport_size(PHONE["viewport"])
    window.evaluate("""() => {
      const wide = document.createElement('p'), small = document.createElement('p');
      wide.textContent = 'wide'.repeat(200);
      small.innerHTML = '<button>a</button><button>b</button>';
      document.querySelector('main').append(wide, small);
      for (const [button, width] of [...small.children].map(button => [button, '9px'])) {
        Object.assign(button.style, {width, height: width, padding: 0, border: 0, overflow: 'hidden'});
      }
    }""")

    problems = problems_on(window, LAYOUT)

    assert {problem.split(" ")[0] for problem in problems} >= {"target-size", "the"}
