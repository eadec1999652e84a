"""A selection with one of every result, built once for a module: before its letters went, and after."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.test import override_settings

from sandbox_portal.people.choices import Role
from sandbox_portal.people.models import User
from selection.models import Application, Selection
from tests.factories.people import make_staff

from ..results_scene import do_all_work, released, signed_off


@dataclass(frozen=True)
class Results:
    """The selection, the programme lead who sends its letters, and its applications as `SHEETS` orders them."""

    lead: User
    selection: Selection
    sent: list[Application]


@pytest.fixture(autouse=True)
def own_media() -> None:
    """The files of the scenes stay where the scenes put them."""


@pytest.fixture(scope="module")
def files(tmp_path_factory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("media")
    with override_settings(MEDIA_ROOT=folder):
        yield folder


@pytest.fixture(scope="module")
def held(kept_database, files) -> Results:
    """Signed off, every letter made, none sent."""
    lead = make_staff(Role.PROGRAMME_LEAD)
    selection, sent = signed_off(lead=lead)
    do_all_work()
    return Results(lead, selection, sent)


@pytest.fixture(scope="module")
def told(kept_database, files) -> Results:
    """Another such selection with every letter sent."""
    lead = make_staff(Role.PROGRAMME_LEAD)
    selection, sent = released(lead=lead)
    return Results(lead, selection, sent)
