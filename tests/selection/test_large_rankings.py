"""A ranking far larger than any round so far: shown a page at a time, and no dearer for what nobody looks at."""

import re
from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection

from programme.round_file import Places
from sandbox_portal.people.choices import Role
from sandbox_portal.people.clock import database_now, travelled_to
from sandbox_portal.people.queries import people_of
from selection.actions.applications import withdraw_application
from selection.models import Application
from selection.queries import standings
from selection.queries.standings import total_counts, totals_of
from selection.queries.tallies import Tallies
from selection.templatetags.selection_pages import score_cells
from selection.views.steps import RANKED_PAGE
from tests.factories.people import make_staff

from .chair_scene import address, again, application, client_for, scored
from .test_chair_speed import add_copies, asked

pytestmark = pytest.mark.django_db


@pytest.fixture
def large():
    """One application more than a page holds."""
    selection = scored("4,4|4,4,3", number=3, places=Places(fewest=1, most=40))
    one = application(selection, 1)
    with travelled_to(one.submitted_at + timedelta(seconds=1)):
        add_copies(one, RANKED_PAGE)
    assert Application.objects.filter(round=selection.round_id).count() == RANKED_PAGE + 1
    return again(selection)


def test_a_large_ranking_goes_on_page_by_page(large):
    client = client_for(make_staff(Role.PROGRAMME_LEAD))
    page = address("selection-cut-off", large.pk)

    first, second, beyond = (client.get(f"{page}{mark}").content.decode() for mark in ("", "?page=2", "?page=99999"))

    shown = [set(re.findall(r">(R3-\d{3})</a>", text)) for text in (first, second)]
    assert [len(references) for references in shown] == [RANKED_PAGE, 1]
    assert shown[0] | shown[1] == {f"R3-{number:03d}" for number in range(1, RANKED_PAGE + 2)}
    assert ("Lower totals" in first, "Higher totals" in first) == (True, False)
    assert ("Lower totals" in second, "Higher totals" in second) == (False, True)
    assert set(re.findall(r">(R3-\d{3})</a>", beyond)) == shown[0]


def test_nothing_of_a_comparison_is_read_while_nobody_has_gone(large):
    statements = asked(client_for(make_staff(Role.PROGRAMME_LEAD)), address("selection-cut-off", large.pk))

    assert [each for each in statements if "selection_comparisonmember" in each] == []


def test_totals_are_counted_without_the_cases_until_somebody_has_left():
    """Each cut-off counts who is in the running, and the numbers of the round say when that is not everybody."""
    selection = scored("4,4|4,4,3", "4,3|4,4,3", number=3, places=Places(fewest=1, most=40))
    counted, statements = total_counts(selection), statements_of(lambda: total_counts(selection))
    assert counted == Counter(totals_of(selection).values())
    assert counted.total() == 2
    assert [each for each in statements if "casework_case" in each] == []

    leaves = application(selection, 1)
    withdraw_application(leaves, reason="No time.", by=people_of(leaves.organisation)[0], at=database_now())

    assert total_counts(selection) == Counter(totals_of(selection).values())
    assert total_counts(selection).total() == 1


def test_one_who_has_left_would_be_counted_if_the_numbers_did_not_say_so(monkeypatch):
    """The twin."""
    selection = scored("4,4|4,4,3", "4,3|4,4,3", number=3, places=Places(fewest=1, most=40))
    leaves = application(selection, 1)
    withdraw_application(leaves, reason="No time.", by=people_of(leaves.organisation)[0], at=database_now())
    monkeypatch.setattr(standings, "tallies_of", lambda round_id: Tallies())

    assert total_counts(selection).total() == 2


def statements_of(act) -> list[str]:
    found: list[str] = []

    def note(execute, sql, *rest):
        found.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(note):
        act()
    return found


def test_the_cells_of_a_row_are_its_scores_and_nothing_a_score_says_is_markup():
    cells = score_cells(("4", "–", "<b>"))

    assert re.findall(r">([^<]*)</td>", cells) == ["4", "–", "&lt;b&gt;"]
