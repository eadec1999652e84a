"""A list asks the database as often for thirty rows as for one.

def test_the_list_of_applications_asks_no_more_for_thirty(lead_client):
    add = lambda count: [make_application() for _ in range(count)]
    assert_same_queries(lead_client, reverse("application-list"), add=add)
"""

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext


def queries_of(client: Client, address: str) -> list[str]:
    """The statements one look at the page sends, savepoints aside."""
    with CaptureQueriesContext(connection) as captured:
        response = client.get(address)
    assert response.status_code == 200, f"{address} answered {response.status_code}"
    return [query["sql"] for query in captured if "SAVEPOINT" not in query["sql"]]


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
