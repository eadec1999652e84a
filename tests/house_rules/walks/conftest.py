"""What each page asks of a query, and every form that stands on a page."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from django.db import transaction
from django.http import QueryDict
from django.test import Client
from django.urls import Resolver404, resolve, reverse

from sandbox_portal.people.models import User
from tests.bad_input.found_forms import FoundForm, forms_on
from tests.house_rules.access_table import Page, pages, table
from tests.house_rules.conftest import Worlds
from tests.house_rules.test_access_matrix import audiences_of

PAGES = [page for page in pages() if page.name in table()]
# A walk that signs out, or that asks ten thousand rows of a slow page, is no walk.
NO_WALK = {"account_logout"}


@dataclass
class Asked:
    """A page that somebody really sees: its address, who, the answer, and the words of a query that it looks at."""

    page: Page
    address: str
    user: User | None
    response: Any
    words: frozenset[str]


@pytest.fixture(scope="package")
def seen(worlds, django_db_blocker) -> list[Asked]:
    """Each page of the access table with the first person of world A who sees it."""
    with django_db_blocker.unblock():
        return [asked for page in PAGES if page.name not in NO_WALK and (asked := _seen(worlds, page))]


def _seen(worlds: Worlds, page: Page) -> Asked | None:
    if "GET" not in table()[page.name] or not _has_ids(worlds, page):
        return None
    best = None
    for user in _likely_first(worlds, table()[page.name]["GET"]):
        with noted_words() as words:
            response = send(worlds, user, "GET", reverse(page.name, kwargs=worlds.a.kwargs(page)))
        asked = Asked(page, reverse(page.name, kwargs=worlds.a.kwargs(page)), user, response, frozenset(words))
        if response.status_code == 200:
            _saw_last[table()[page.name]["GET"]] = user
            return asked
        best = best or asked
    return best


_saw_last: dict[frozenset[str], User | None] = {}


def _likely_first(worlds: Worlds, audiences: frozenset[str]) -> list[User | None]:
    """Everybody the table names; first whoever saw the last page of the same audiences."""
    people = [user for user in [*worlds.a.people.values(), None] if audiences & audiences_of(user)]
    return sorted(people, key=lambda user: user != _saw_last.get(audiences))


def _has_ids(worlds: Worlds, page: Page) -> bool:
    """A page without its ids in the worlds is reported by the matrix of access, not by each walk."""
    try:
        worlds.a.kwargs(page)
    except KeyError:
        return False
    return True


class noted_words:  # noqa: N801 - used as a word of a with statement
    """Every word that a page looks up in its query while this is open."""

    looks = ("get", "getlist", "__getitem__", "__contains__")

    def __enter__(self) -> set[str]:
        words: set[str] = set()
        self.before = {name: getattr(QueryDict, name) for name in self.looks}
        for name, really in self.before.items():
            setattr(QueryDict, name, _noting(really, words))
        return words

    def __exit__(self, *_: object) -> None:
        for name, really in self.before.items():
            setattr(QueryDict, name, really)


def _noting(really: Any, words: set[str]) -> Any:
    def look(self: QueryDict, key: Any, *rest: Any, **named: Any) -> Any:
        if isinstance(key, str):
            words.add(key)
        return really(self, key, *rest, **named)

    return look


@dataclass
class Sendable:
    """A form, the page it leads to, and somebody who was shown it."""

    name: str
    address: str
    user: User | None
    form: FoundForm


@pytest.fixture(scope="package")
def sendable(worlds, seen, django_db_blocker) -> list[Sendable]:
    """Every form of every page, once for each page it leads to and set of fields; a page that takes forms and shows
    none to anybody is sent every field there is."""
    found: dict[tuple[str, frozenset[str]], Sendable] = {}
    for asked in seen:
        _keep_forms(asked, found)
    with django_db_blocker.unblock():
        for page in _takes_forms():
            if page.name not in {each.name for each in found.values()} and _has_ids(worlds, page):
                _look_as_everybody(worlds, page, found)
        every_field = {name for each in found.values() for name in each.form.texts | set(each.form.offered)}
        for page in _takes_forms():
            if page.name not in {each.name for each in found.values()} and _has_ids(worlds, page):
                address = reverse(page.name, kwargs=worlds.a.kwargs(page))
                form = FoundForm(address, "POST", {name: [""] for name in sorted(every_field)})
                found[page.name, frozenset()] = Sendable(page.name, address, _may_send(worlds, page), form)
    return list(found.values())


def _takes_forms() -> list[Page]:
    return [page for page in PAGES if "POST" in table()[page.name] and page.name not in NO_WALK]


def _may_send(worlds: Worlds, page: Page) -> User | None:
    people = worlds.a.people.values()
    return next((user for user in people if table()[page.name]["POST"] & audiences_of(user)), None)


def _look_as_everybody(worlds: Worlds, page: Page, found: dict[Any, Sendable]) -> None:
    address = reverse(page.name, kwargs=worlds.a.kwargs(page))
    for user in worlds.a.people.values():
        if table()[page.name].get("GET", frozenset()) & audiences_of(user):
            response = send(worlds, user, "GET", address)
            _keep_forms(Asked(page, address, user, response, frozenset()), found)


def _keep_forms(asked: Asked, found: dict[Any, Sendable]) -> None:
    if asked.response.status_code != 200 or "text/html" not in asked.response["Content-Type"]:
        return
    for form in forms_on(asked.response.whole.decode()):
        address = urljoin(asked.address, form.action)
        try:
            name = resolve(urlsplit(address).path).url_name or ""
        except Resolver404:
            continue
        if form.method == "POST" and name not in NO_WALK:
            key = (name, frozenset(form.fields) | frozenset(form.offered))
            found.setdefault(key, Sendable(name, address, asked.user, form))


def fault_of(response: Any) -> str:
    """Empty when the answer is a page or file of ours, or a plain page that says what is wrong."""
    if response.status_code >= 500:
        return f"failed with {response.status_code}"
    kind = response["Content-Type"]
    said_plainly = (kind.startswith("text/html") and b"<h1" in response.whole) or kind == "application/json"
    if response.status_code >= 400 and response.whole and not said_plainly:
        return f"{response.status_code} without a page"
    return ""


def send(worlds: Worlds, user: User | None, method: str, address: str, *args: Any, **named: Any) -> Any:
    """One request as a person, undone afterwards."""
    client: Client = worlds.client(user)
    cookies = dict(client.cookies)
    with transaction.atomic():
        response: Any = getattr(client, method.lower())(address, *args, **named)
        response.whole = (
            b"".join(response.streaming_content) if getattr(response, "streaming", False) else response.content
        )
        transaction.set_rollback(True)
    client.cookies.clear()
    client.cookies.update(cookies)
    return response
