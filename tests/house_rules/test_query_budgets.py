"""Every page asks the database at most twelve questions, whoever looks."""

import pytest
from django.db import connection
from django.urls import reverse

from sandbox_portal.casework.action_pages import LookingPage
from sandbox_portal.people.choices import Role

from .access_table import Page, pages, table
from .query_budgets import EXCEPTIONS, MOST_QUERIES, NOT_SHOWN
from .query_counts import queries_of, questions_among

PAGES = [
    page
    for page in pages()
    if page.view_class and not page.view_class.__module__.startswith("allauth") and "GET" in table().get(page.name, {})
]
# Where all of staff may look, these see the most; what only some see, each of those looks at.
BUSIEST = frozenset({Role.PROGRAMME_LEAD, Role.REGISTRATION_MANAGER, Role.SYSTEM_ADMINISTRATOR})


def asked(worlds, page: Page, user) -> list[str]:
    """What one look asks; nothing when there is no page for this person."""
    statements: list[str] = []

    def note(execute, sql, *rest):
        statements.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(note):  # Django's own log of queries ends at 9,000
        response = worlds.send(page, worlds.a, user)
    return questions_among(statements) if response.status_code == 200 else []


def onlookers(worlds, page: Page) -> list:
    """Each role that the table lets in, the conflicted, a provider, and nobody."""
    named = table()[page.name]["GET"]
    roles = BUSIEST | named if named & {"anyone", "signed_in", "staff"} else named
    people = worlds.a.people.items()
    return [None] * ("anyone" in named) + [user for name, user in people if name in roles or name not in Role.values]


def most_asked(worlds, page: Page) -> list[str]:
    """What the one asks whose look asks most."""
    return max((asked(worlds, page, user) for user in onlookers(worlds, page)), key=len)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_asks_at_most_twelve_questions(worlds, page):
    most, limit = most_asked(worlds, page), EXCEPTIONS.get(page.name, MOST_QUERIES)
    if len(most) > limit:  # the first look fills what a process keeps
        most = most_asked(worlds, page)

    assert bool(most) == (page.name not in NOT_SHOWN), f"{page.name}: is it shown to anybody?"
    assert len(most) <= limit, "\n\n".join(most)


def test_names_that_are_offered_while_typing_ask_at_most_twelve(worlds):
    client = worlds.client(worlds.a.people["provider"])

    asked = queries_of(client, reverse("look-up-suggestions") + "?list=companies&q=lantern")

    assert 0 < len(asked) <= MOST_QUERIES, "\n\n".join(asked)


def test_the_list_of_exceptions_names_only_pages_there_are():
    assert (EXCEPTIONS.keys() | NOT_SHOWN) <= {page.name for page in PAGES}


def test_a_page_that_asks_a_thirteenth_question_is_reported(worlds, monkeypatch):
    """The twin."""
    page = next(page for page in PAGES if page.name == "selection-cut-off")
    monkeypatch.delattr(LookingPage, "dispatch")  # the look that asks each question once

    assert len(most_asked(worlds, page)) > MOST_QUERIES
