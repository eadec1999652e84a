"""The two worlds, built once for all tests of the rules and never left behind."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client, override_settings
from django.urls import reverse

from sandbox_portal.people.models import User
from tests.factories.worlds import World, build_world
from tests.signing_in import sign_in
from tests.tidy_tables import sweep_tables

from .access_table import Page


@dataclass
class Worlds:
    """Both worlds, with a client for each person; every request is undone afterwards."""

    a: World
    b: World
    clients: dict[Any, Client] = field(default_factory=dict)
    cookies: dict[Any, dict[str, Any]] = field(default_factory=dict)
    seen: dict[Any, Any] = field(default_factory=dict)

    def client(self, user: User | None) -> Client:
        """Signed in as on the first day, whatever a page before has done to its cookies."""
        key = user.pk if user else None
        if key not in self.clients:
            client = Client(raise_request_exception=False)
            self.clients[key] = sign_in(client, user) if user else client
            self.cookies[key] = dict(client.cookies)
        client = self.clients[key]
        client.cookies.clear()
        client.cookies.update(self.cookies[key])
        return client

    def ask(self, page: Page, world: World, user: User | None, method: str = "GET", **named: Any) -> Any:
        """Send one request to the page with the ids of a world, as a person, and undo what it did.

        Because it is undone, a second look shows the same: pages that were looked at are kept.
        """
        if method == "GET" and set(named) <= {"content_type"}:
            key = (page.name, page.callback, world.letter, user and user.pk)
            if key not in self.seen:
                self.seen[key] = self.send(page, world, user, method)
            return self.seen[key]
        return self.send(page, world, user, method, **named)

    def send(self, page: Page, world: World, user: User | None, method: str = "GET", **named: Any) -> Any:
        """The same, really sent each time."""
        client = self.client(user)
        address = reverse(page.name, kwargs=world.kwargs(page))
        with transaction.atomic():
            response = client.generic(method, address, **named)
            if getattr(response, "streaming", False):
                response.whole = b"".join(response.streaming_content)
            else:
                response.whole = response.content
            transaction.set_rollback(True)
        return response


@pytest.fixture(autouse=True)
def own_media():
    """Files of the worlds stay where the worlds put them."""


def pytest_collection_modifyitems(items):
    """pytest-django makes a test database only when some test says that it needs one."""
    for item in items:
        if "worlds" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.django_db)


@contextmanager
def built_worlds(files: Path) -> Iterator[Worlds]:
    """Both worlds as long as this is open, with their files in that folder."""
    assert str(connection.settings_dict["NAME"]).startswith("test_")
    sweep_tables()
    with override_settings(MEDIA_ROOT=files), transaction.atomic():
        worlds = Worlds(build_world("A"), build_world("B"))
        for world in (worlds.a, worlds.b):  # here, because what a test does is undone, and its sessions with it
            for user in world.people.values():
                worlds.client(user)
        connection.check_constraints()  # once here, or every test that is undone asks for the whole world again
        yield worlds
        transaction.set_rollback(True)
    connection.close()


@pytest.fixture(scope="package")
def worlds(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[Worlds]:
    """Built once for all rules and walks. Tests of this package that commit would end it: they stand elsewhere."""
    with django_db_blocker.unblock(), built_worlds(tmp_path_factory.mktemp("media")) as worlds:
        yield worlds
