"""Looking changes nothing: mail scanners and prefetching browsers open every link they see.

Each GET runs while the database refuses every write. What a look may write is the session ("still here", the picture of
a second step to set up), so sessions live in files here; and the row that says who looked (F10), which is only counted
here: every page that holds an id in its address and is not for everybody makes one for a member of staff.
"""

import pytest
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import path, reverse

from sandbox_portal.casework import access_record
from sandbox_portal.people.choices import Role
from sandbox_portal.people.doors import ANYONE, Door
from sandbox_portal.people.models import Organisation
from sandbox_portal.people.queries import roles_of
from tests.factories.worlds import World
from tests.signing_in import sign_in

from .access_table import Page, pages, table

PAGES = [page for page in pages() if "GET" in table().get(page.name, {})]


LOOKS: list[str] = []


@pytest.fixture(autouse=True)
def looks_are_only_counted(monkeypatch):
    monkeypatch.setattr(access_record, "write_down", lambda user, *, page, **named: LOOKS.append(page))


@pytest.fixture(autouse=True)
def sessions_in_files(settings, tmp_path):
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.file"
    settings.SESSION_FILE_PATH = str(tmp_path)


def writes(page: Page, world: World, user, *, method: str = "get") -> str:
    """What the database said to a write during this look; empty when there was none."""
    client = Client()
    LOOKS.clear()
    if user is not None:
        with transaction.atomic():
            sign_in(client, user)
            transaction.set_rollback(True)
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL transaction_read_only = on")
            response = getattr(client, method)(reverse(page.name, kwargs=world.kwargs(page)))
            b"".join(response)  # a file is read to its end, and so closed
            transaction.set_rollback(True)
    except Exception as error:
        if "read-only transaction" not in str(error):
            raise
        return f"{page.name}: {error}"
    if names_something(page) and user is not None and roles_of(user) and response.status_code == 200:
        return "" if [page.name] == LOOKS else f"{page.name}: who looked was written down {len(LOOKS)} times"
    return ""


def names_something(page: Page) -> bool:
    """A page for some people alone, with an id in its address."""
    is_for_some = ANYONE not in getattr(page.view_class, "access", frozenset({ANYONE}))
    return is_for_some and "<uuid:" in page.route


def onlookers(world: World, page: Page) -> list:
    named = table()[page.name]["GET"] & set(Role.values)
    return [None, world.people["provider"], *(world.people[role] for role in sorted(named))]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_looking_at_a_page_writes_nothing(worlds, page):
    found = [writes(page, worlds.a, user) for user in onlookers(worlds.a, page)]

    assert [sentence for sentence in found if sentence] == []


class CountsVisits(Door):
    access = frozenset({ANYONE})

    def get(self, request):
        Organisation.objects.create(name="one more visit", legal_form="charity")
        return HttpResponse("")


urlpatterns = [path("counted/", CountsVisits.as_view(), name="counted")]


@pytest.mark.urls(__name__)
def test_a_page_that_counts_its_visits_is_reported(worlds):
    """The twin."""
    page = next(page for page in pages(__name__) if page.name == "counted")

    assert "read-only transaction" in writes(page, worlds.a, None)
