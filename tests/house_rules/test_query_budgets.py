"""Every page of a selection and a round asks the database at most twelve questions, whoever looks."""

import pytest
from django.db import connection

from sandbox_portal.people.choices import Role
from selection.views.steps import SelectionPage

from .access_table import Page, pages, table
from .query_budgets import EXCEPTIONS, MOST_QUERIES, NOT_SHOWN, PACKAGES

PAGES = [
    page
    for page in pages()
    if page.view_class and page.view_class.__module__.startswith(PACKAGES) and "GET" in table().get(page.name, {})
]

NO_QUESTION = ("SAVEPOINT", "PREPARE portal_", "casework_accessrecord")


def asked(worlds, page: Page, user) -> list[str]:
    """What one look asks; nothing when there is no page for this person. Savepoints, what is prepared once on a
    connection, and the one row that says who looked (F10), ask nothing."""
    statements: list[str] = []

    def note(execute, sql, *rest):
        statements.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(note):  # Django's own log of queries ends at 9,000
        response = worlds.ask(page, worlds.a, user)
    asks = [each for each in statements if not any(words in each for words in NO_QUESTION)]
    return asks if response.status_code == 200 else []


def onlookers(worlds, page: Page) -> list:
    """Each role that the table lets in, the conflicted, a provider, and nobody."""
    named = table()[page.name]["GET"]
    people = worlds.a.people.items()
    return [None] * ("anyone" in named) + [user for name, user in people if name in named or name not in Role.values]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_asks_at_most_twelve_questions(worlds, page):
    most = max((asked(worlds, page, user) for user in onlookers(worlds, page)), key=len)

    assert bool(most) == (page.name not in NOT_SHOWN)
    assert len(most) <= EXCEPTIONS.get(page.name, MOST_QUERIES), "\n\n".join(most)


def test_the_list_of_exceptions_names_only_pages_there_are():
    assert (EXCEPTIONS.keys() | NOT_SHOWN) <= {page.name for page in PAGES}


def test_a_page_that_asks_a_thirteenth_question_is_reported(worlds, monkeypatch):
    """The twin."""
    page = next(page for page in PAGES if page.name == "selection-cut-off")
    monkeypatch.setattr(worlds, "seen", {})
    monkeypatch.delattr(SelectionPage, "dispatch")  # the look that asks each question once

    most = max((asked(worlds, page, user) for user in onlookers(worlds, page)), key=len)

    assert len(most) > MOST_QUERIES
