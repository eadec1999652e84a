"""Pages of a long list, by number and by key; the filter goes along, and an address that means nothing is page one."""

import pytest
from django.test import RequestFactory

from sandbox_portal.govuk.paging import address_with, page_by_number, page_number

ROWS = [*range(7)]


def asked(**words: str):
    return RequestFactory().get("/list/", words)


@pytest.mark.parametrize(
    ("page", "rows", "newer", "older"),
    [
        ("", [0, 1, 2], "", "?q=river&page=2"),
        ("2", [3, 4, 5], "?q=river&page=1", "?q=river&page=3"),
        ("3", [6], "?q=river&page=2", ""),
        ("9", [], "?q=river&page=8", ""),
    ],
)
def test_each_page_has_its_rows_and_its_neighbours(page, rows, newer, older):
    shown, beside = page_by_number(asked(q="river", page=page), ROWS, size=3)

    assert (shown, beside) == (rows, {"newer_url": newer, "older_url": older})


@pytest.mark.parametrize("mark", ["", "0", "-1", "two", "²", "1e3", "99999", "2&3"])
def test_a_page_that_means_nothing_is_the_first(mark):
    assert page_number(asked(page=mark)) == 1


def test_taking_a_filter_away_begins_at_the_first_page():
    assert address_with(asked(q="river", state="new", page="4", after="77"), state="") == "?q=river"
