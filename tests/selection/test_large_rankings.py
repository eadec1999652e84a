"""A ranking far larger than any round so far: shown a page at a time, and no dearer for what nobody looks at."""

import re
from datetime import timedelta

import pytest

from programme.round_file import Places
from sandbox_portal.people.choices import Role
from sandbox_portal.people.clock import travelled_to
from selection.models import Application
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
