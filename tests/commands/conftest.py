"""A var of its own for every test of a command."""

from collections.abc import Callable, Iterator

import pytest

from tests.commands.running import SET_BY_THE_TEST_RUN, Places, places_of_its_own, run_command


@pytest.fixture
def places() -> Iterator[Places]:
    with places_of_its_own() as places:
        yield places


@pytest.fixture
def own_services(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forget the database and broker of the test run, so that our own are started."""
    for name in SET_BY_THE_TEST_RUN:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def finished(places: Places) -> Callable[..., tuple[int, str, str]]:
    return lambda name, *arguments, **environment: run_command(places, name, *arguments, **environment)
