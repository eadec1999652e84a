"""A form takes the fields it shows and nothing more, whatever else is posted with them (A04).

Each page that takes a form is sent, as somebody it is for, a filled-in form of its own, and with it every field name of
every model with a value of its type that can be known again. Every row written must be without those values, except in
what the page's form itself asks for; and no column may change that the form alone would not have changed.
"""

import json
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
from django.apps import apps
from django.db import models, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import path, reverse

from sandbox_portal.people.doors import SIGNED_IN, Door
from sandbox_portal.people.models import Organisation
from tests.factories.worlds import World

from .access_table import Page, pages, table
from .rows import newest_mark, rows
from .test_access_matrix import audiences_of

PAGES = [page for page in pages() if "POST" in table().get(page.name, {})]
# Signing in, second steps and their codes are allauth's own forms, tested in tests/people.
OF_ALLAUTH = ("account_", "mfa_", "usersessions_")
OURS = [page for page in PAGES if not page.name.startswith(OF_ALLAUTH)]
NUMBER, DAY, MOMENT = 7_654_321, "2087-06-05", "2087-06-05T04:03:02+00:00"


class Fields(HTMLParser):
    """Name → value of what a page's form would send as it stands, with something plausible where it is empty."""

    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self.select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        name = given.get("name", "")
        if tag == "select":
            self.select = name
        elif tag == "option" and self.select and given.get("value"):
            self.values.setdefault(self.select, given["value"])
        elif tag == "textarea" and name:
            self.values[name] = "Words enough for everybody."
        elif tag in {"input", "button"} and name and given.get("type") not in {"file", "search"}:
            self.values.setdefault(name, given.get("value") or _plausible(given))

    def handle_endtag(self, tag: str) -> None:
        self.select = "" if tag == "select" else self.select


def _plausible(given: dict[str, str]) -> str:
    if given.get("inputmode") == "numeric":
        return "3"
    return "somebody@people.example" if given.get("type") == "email" else "Words"


def known_again(field: models.Field, others: dict[str, str]) -> str:
    """A value of the field's type that no ordinary row holds."""
    if isinstance(field, models.ForeignKey):
        return others.get(field.related_model._meta.label, str(NUMBER))
    if isinstance(field, models.BooleanField):
        return "true"
    if isinstance(field, models.IntegerField):
        return str(NUMBER % 32_000) if "Small" in type(field).__name__ else str(NUMBER)
    if isinstance(field, models.DateTimeField):
        return MOMENT
    return DAY if isinstance(field, models.DateField) else f"ZQM-{field.name}"


def every_field(others: dict[str, str]) -> dict[str, str]:
    """One body with every field name there is; names of the form itself are left to the form."""
    body = {}
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            value = known_again(field, others)
            body |= {field.name: value, field.attname: value}
    return body


def written(worlds: Any, page: Page, user: Any, body: dict[str, str], before: int) -> tuple[set[str], list[str]]:
    """Columns of rows that the request wrote, as table.column, and their values; then all of it is undone."""
    with transaction.atomic():
        worlds.client(user).post(reverse(page.name, kwargs=worlds.a.kwargs(page)), body)
        found = [(name, json.loads(line)) for name, lines in rows(newer_than=before).items() for line in lines]
        transaction.set_rollback(True)
    values = [f"{name}.{column}={value}" for name, row in found for column, value in row.items()]
    return {f"{name}.{column}" for name, row in found for column in row}, values


def taken(values: list[str], extra: dict[str, str]) -> Iterator[str]:
    """Cells that hold what was posted beside the form."""
    marks = {value for value in extra.values() if value not in {"true", MOMENT, DAY}}
    for cell in values:
        column, _, value = cell.partition("=")
        name = column.rpartition(".")[2]
        is_moment = value[:10] == DAY
        if is_moment or (name in extra and value == extra[name] and value in marks) or "ZQM-" in value:
            yield cell


def somebody(world: World, page: Page) -> Any:
    wanted = table()[page.name]["POST"]
    return next((user for user in world.people.values() if audiences_of(user) & wanted), None)


def own_form(worlds: Any, page: Page, user: Any) -> dict[str, str]:
    if "GET" not in table()[page.name]:
        return {}
    response = worlds.ask(page, worlds.a, user)
    reader = Fields()
    if response.status_code == 200 and response["Content-Type"].startswith("text/html"):
        reader.feed(response.whole.decode())
    return reader.values


@pytest.fixture(scope="module")
def before(worlds) -> int:
    return newest_mark()


@pytest.fixture(scope="module")
def others(worlds) -> dict[str, str]:
    """A row of the other world for each model a field may point to."""
    things = {"people.User": worlds.b.people["reader"].pk, "people.Organisation": worlds.b.things["organisation"].pk}
    return {label: str(key) for label, key in things.items()}


def breaches(worlds: Any, page: Page, before: int, others: dict[str, str]) -> list[str]:
    user = somebody(worlds.a, page)
    form = own_form(worlds, page, user)
    extra = {name: value for name, value in every_field(others).items() if name not in form}
    columns, values = written(worlds, page, user, {**extra, **form}, before)
    if not columns:
        return []
    alone, without = written(worlds, page, user, form, before)
    found = list(taken(values, extra))
    if alone:  # yes and no cannot be known again by their value, so both requests must have written the same of them
        found += [*sorted(columns - alone), *sorted(set(yes_and_no(values)) ^ set(yes_and_no(without)))]
    return found


def yes_and_no(values: list[str]) -> list[str]:
    return [cell for cell in values if cell.endswith(("=True", "=False"))]


@pytest.mark.parametrize("page", OURS, ids=lambda page: page.name)
def test_nothing_is_taken_but_what_the_form_shows(worlds, page, before, others):
    assert breaches(worlds, page, before, others) == []


class TakesEverything(Door):
    access = frozenset({SIGNED_IN})

    def get(self, request):
        return HttpResponse('<form><input name="town" value="Saltby"></form>')

    def post(self, request):
        organisation = Organisation.objects.order_by("created_at").first()
        for name, value in request.POST.items():
            if name in {"town", "summary"}:
                setattr(organisation, name, value)
        organisation.save()
        return HttpResponse("")


urlpatterns = [path("taken/", TakesEverything.as_view(), name="outbox-retry")]


@pytest.mark.urls(__name__)
def test_a_page_that_takes_everything_is_reported(worlds, before, others):
    """The twin."""
    page = next(page for page in pages(__name__))
    user = worlds.a.people["system_administrator"]
    extra = {name: value for name, value in every_field(others).items() if name != "town"}
    with transaction.atomic():
        client: Client = worlds.client(user)
        client.post("/taken/", {**extra, "town": "Saltby"})
        found = [(name, json.loads(line)) for name, lines in rows(newer_than=before).items() for line in lines]
        transaction.set_rollback(True)
    cells = [f"{name}.{column}={value}" for name, row in found for column, value in row.items()]

    assert page.name == "outbox-retry"
    assert "people_organisation.summary=ZQM-summary" in list(taken(cells, extra))


ACTING = {
    "flag-raise",
    "note-write",
    "letter-draft",
    "key-date-change",
    "application-score",
    "application-agree",
}


def test_forms_really_do_something(worlds, before, others):
    """Without this, forms that are all refused would pass."""
    acted = set()
    for page in OURS:
        if page.name in ACTING:
            user = somebody(worlds.a, page)
            extra = every_field(others)
            form = own_form(worlds, page, user)
            acted |= {page.name} if written(worlds, page, user, {**extra, **form}, before)[0] else set()

    assert acted == ACTING
