"""The list of applications a panel member works through: what it shows, finds and leaves out."""

import itertools

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sandbox_portal.casework import prepared
from sandbox_portal.people.queries import roles_of
from selection.queries import worklist_rows, worklist_words
from selection.queries.worklist import listed_for
from selection.queries.worklist_rows import Wanted
from tests.factories.selection import members_of

from .panel_scene import address, client_of, finish, fresh, fresh_selection, panel_at_step_1, say_interest, score

pytestmark = pytest.mark.django_db


@pytest.fixture
def listed():
    """Five applications at step 1, of which the member has finished one and declared an interest in another."""
    selection, sent = panel_at_step_1(5)
    member = members_of(selection)[0]
    finish(sent[0], member)
    score(sent[1], member, "1a", 1)
    say_interest(fresh(sent[2]), member)
    return selection, sent, member


def references(response) -> list[str]:
    return [row["application"].case.reference for row in response.context["rows"]]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", [0, 1, 3, 4]),
        ("?stage=any", [0, 1, 3, 4]),
        ("?mine=to_do", [1, 3, 4]),
        ("?mine=finished", [0]),
        ("?stage=scored", []),
        ("?stage=nonsense&mine=nonsense&after=nonsense", [0, 1, 3, 4]),
        ("?after=2", [3, 4]),
    ],
)
def test_the_list_shows_what_was_asked_for_and_never_what_was_declared(listed, query, expected):
    selection, sent, member = listed

    response = client_of(member).get(address("selection-worklist", selection.pk) + query)

    assert references(response) == [sent[place].case.reference for place in expected]


def test_the_list_finds_by_name_and_by_reference_and_says_how_far_i_am(listed):
    selection, sent, member = listed
    client, page = client_of(member), address("selection-worklist", selection.pk)

    whole = client.get(page)

    assert [row["progress"] for row in whole.context["rows"]] == [
        "Finished",
        "1 of 2 scored",
        "Not started",
        "Not started",
    ]
    assert references(client.get(page, {"words": sent[3].case.reference})) == [sent[3].case.reference]
    name = sent[1].organisation.name
    assert sent[1].case.reference in references(client.get(page, {"words": name}))
    several = " ".join(reversed(name.split()))
    assert len(several.split()) > 1
    assert sent[1].case.reference in references(client.get(page, {"words": several}))
    assert references(client.get(page, {"words": f"{name} zebra"})) == []
    assert whole["Vary"].count("X-Fragment") == 1
    assert whole.context["next_url"] == address("application-score", sent[1].pk)


def test_a_long_list_is_read_a_page_at_a_time(listed):
    selection, sent, member = listed
    asked = (fresh_selection(selection), member.user, member, Wanted())

    first, count = listed_for(*asked, by_review=False, size=2)
    second, _same = listed_for(*asked, by_review=False, size=2, after=first.after or 0)

    assert [each.number for each in first.rows + second.rows] == [sent[place].number for place in (0, 1, 3, 4)]
    assert (first.after, second.after, count) == (sent[1].number, None, 4)


def test_words_that_fit_nearly_all_are_found_along_the_list_as_by_their_index(monkeypatch):
    """One word or several, from the beginning or further on, more than are counted or all of them."""
    selection, _sent = panel_at_step_1(4)
    member = members_of(selection)[0]
    roles_of(member.user)  # known before anything is counted

    def found(words, after):
        prepared._kept.clear()  # the most is written into a question
        return listed_for(selection, member.user, member, Wanted(words=words), by_review=False, after=after, size=1)

    for words, after, most in itertools.product(("R", "teams harbour"), (0, 1), (2, 1000)):
        with monkeypatch.context() as patch:
            patch.setattr(worklist_rows, "MOST_COUNTED", most)
            patch.setattr(worklist_words, "MOST_COUNTED", most)
            with CaptureQueriesContext(connection) as asked:
                along_the_list = found(words, after)
            patch.setattr(worklist_words, "COUNTED_ALONG", 3)
            stopped_short = found(words, after)
            patch.setattr(worklist_words, "WALKED", 0)
            by_the_index = found(words, after)

        assert along_the_list == stopped_short == by_the_index
        assert len(asked) == 2  # the page and the count, however many there are
        assert (along_the_list[0].after, along_the_list[1]) == (after + 1, min(most + 1, 4))
