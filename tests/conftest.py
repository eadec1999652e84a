"""What every test may lean on: people and their sign-in, the database's moment, a browser, and no network."""

import gc
import ipaddress
import itertools
import os
import socket
from collections.abc import Iterator
from datetime import datetime

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from stack.packages import browser as browser_here

from sandbox_portal.people.choices import Role
from sandbox_portal.people.clock import database_now
from sandbox_portal.people.models import Organisation, User
from tests.factories.people import make_organisation, make_provider, make_staff
from tests.serving import wait_until_nobody_is_served
from tests.signing_in import sign_in as _sign_in
from tests.tidy_tables import sweep_tables

PHONE = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2, "is_mobile": True, "has_touch": True}
DESKTOP = {"viewport": {"width": 1280, "height": 900}}
FILES_BETWEEN_SWEEPS = 10
SLOW = ("tests/accessibility/", "tests/house_rules/", "tests/journeys/", "tests/wings/")
_files = itertools.count(1)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes long comes first, so that at the end no worker waits for another."""
    items.sort(key=lambda item: not item.nodeid.startswith(SLOW))


def pytest_collection_finish() -> None:
    """What stands after collecting stays to the end: looked through for rubbish again and again, it cost a twelfth."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 50, 50)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The test database; a session that a killed process or a finished thread left open does not outlive the tests."""
    yield
    with django_db_blocker.unblock():
        connection.close()  # the last test that used it may have ended it at its other end
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


@pytest.fixture(scope="module", autouse=True)
def swept_now_and_then(django_db_blocker) -> Iterator[None]:
    """What thousands of tests undid is thrown out before it slows those to come."""
    yield
    there = str(connection.settings_dict["NAME"]).startswith("test_")
    if next(_files) % FILES_BETWEEN_SWEEPS == 0 and there and not connection.in_atomic_block:
        with django_db_blocker.unblock():
            sweep_tables()
            connection.close()


@pytest.fixture(scope="module")
def kept_database(django_db_setup, django_db_blocker) -> Iterator[None]:
    """Open one transaction for a module. A fixture that builds a scene with module scope asks for it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(fixturedef, request):
    """Check the promises of a scene once it stands, or each test that is undone checks all of its rows again."""
    built = yield
    if fixturedef.scope == "module" and "kept_database" in request.fixturenames and connection.in_atomic_block:
        connection.check_constraints()
    return built


@pytest.fixture(autouse=True)
def no_network(monkeypatch):
    """Only this machine may be reached."""
    really_connect = socket.socket.connect

    def connect(self, address):
        if self.family != socket.AF_UNIX and not _is_loopback(address[0]):
            raise RuntimeError(f"A test tried to reach {address[0]}: tests have no network.")
        return really_connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", connect)


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@pytest.fixture(autouse=True)
def own_media(settings, tmp_path):
    """Each test keeps its files to itself."""
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture(autouse=True)
def empty_cache(request):
    """Counts of attempts stand in a table that is no model: tests that really commit would hand them on."""
    marker = request.node.get_closest_marker("django_db")
    commits = {"transactional_db", "live_server"} & set(request.fixturenames)
    if commits or (marker and marker.kwargs.get("transaction")):
        request.getfixturevalue("transactional_db")
        cache.clear()


@pytest.fixture
def at(db) -> datetime:
    """The moment by the database's clock."""
    return database_now()


@pytest.fixture
def sign_in():
    """`sign_in(client, user)` opens a session in which password and second factor were given; returns the client."""
    return _sign_in


@pytest.fixture
def organisation(db) -> Organisation:
    return make_organisation()


@pytest.fixture
def provider_user(organisation) -> User:
    """An owner of `organisation`."""
    return make_provider(organisation)


@pytest.fixture
def staff_user(db):
    """`staff_user(Role.PANEL_MEMBER)` makes a new person with these roles."""
    return make_staff


@pytest.fixture
def programme_lead(db) -> User:
    return make_staff(Role.PROGRAMME_LEAD)


@pytest.fixture
def provider_client(provider_user) -> Client:
    return _sign_in(Client(), provider_user)


@pytest.fixture
def lead_client(programme_lead) -> Client:
    return _sign_in(Client(), programme_lead)


@pytest.fixture(scope="session")
def chromium() -> Iterator[object]:
    """One Chromium for the whole run; it cannot resolve any name but this machine's."""
    sync_api = pytest.importorskip("playwright.sync_api")
    executable = browser_here()
    if not executable:
        pytest.skip("Chromium is not installed; script/test installs it.")
    # Playwright runs an event loop in this thread, and Django then refuses the database without this.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=executable,
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
            ],
        )
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium, live_server):
    """`open_page(user, phone=False, javascript=True)` gives a page signed in as the person (None: nobody).

    Addresses may be relative. A script error or a breach of the Content-Security-Policy fails the test at its end.
    """
    contexts, problems = [], []

    def opened(user: User | None = None, *, phone: bool = False, javascript: bool = True):
        options = PHONE if phone else DESKTOP
        context = chromium.new_context(
            base_url=live_server.url, java_script_enabled=javascript, locale="en-GB", **options
        )
        context.set_default_timeout(15_000)
        if user is not None:
            cookie = _sign_in(Client(), user).cookies["sessionid"].value
            context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: problems.append(f"{page.url}: {error}"))
        page.on("console", lambda message: _keep_breach(problems, page, message))
        return page

    yield opened
    for context in contexts:
        context.close()
    wait_until_nobody_is_served()
    assert problems == []


def _keep_breach(problems: list[str], page, message) -> None:
    if message.type == "error" and "Content Security Policy" in message.text:
        problems.append(f"{page.url}: {message.text}")
