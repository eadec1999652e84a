"""A list asks the database as often for thirty rows as for one.

def test_the_list_of_applications_asks_no_more_for_thirty(lead_client):
    add = lambda count: [make_application() for _ in range(count)]
    assert_same_queries(lead_client, reverse("application-list"), add=add)
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from .query_budgets import MOST_QUERIES

# Savepoints, what is prepared once on a connection, the one row that says who looked (F10), and "still here", which a
# session writes once a minute, ask nothing of the page.
NO_QUESTION = ("SAVEPOINT", "PREPARE portal_", "casework_accessrecord", 'UPDATE "django_session"')


def questions_among(statements: Iterable[str]) -> list[str]:
    """The statements that a page itself asks."""
    return [each for each in statements if not any(words in each for words in NO_QUESTION)]


def queries_of(client: Client, address: str, status: int = 200) -> list[str]:
    """The questions one look at the page asks."""
    with CaptureQueriesContext(connection) as captured:
        response = client.get(address)
    assert response.status_code == status, f"{address} answered {response.status_code}"
    return questions_among(query["sql"] for query in captured)


def assert_within_budget(client: Client, address: str, *, status: int = 200) -> None:
    """The page asks at most twelve questions at its second look: the first fills what a process keeps."""
    client.get(address)
    asked = queries_of(client, address, status=status)
    assert len(asked) <= MOST_QUERIES, "\n\n".join(asked)


def assert_same_queries(client: Client, address: str, *, add: Callable[[int], Any], at_most: int = 30) -> None:
    """Look with 1 row and with 30; the number of statements may not grow, nor exceed `at_most`."""
    add(1)
    queries_of(client, address)  # the first look fills caches of content types and sessions
    with_one = queries_of(client, address)
    add(29)
    with_thirty = queries_of(client, address)
    grown = "\n".join([f"{len(with_one)} statements for one row, {len(with_thirty)} for thirty:", *with_thirty])
    assert len(with_thirty) == len(with_one), grown
    assert len(with_thirty) <= at_most, "\n".join(with_thirty)
