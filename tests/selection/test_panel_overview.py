"""The home of a selection and the grid of 3a: what each reader may know, and whose turn it is."""

import pytest

from sandbox_portal.people.choices import Role
from sandbox_portal.people.clock import database_now
from selection.actions.sift import finish_step_1, finish_step_2, fix_review_order
from tests.factories.people import make_staff
from tests.factories.selection import chair_of, declare_all, make_selection, members_of, work_step
from tests.signing_in import sign_in

from .panel_scene import address, client_of, finish, fresh, fresh_selection, panel_at_step_1, say_interest

pytestmark = pytest.mark.django_db

PASSES = {"1a": 1, "1b": 1, "2a": 1}


def overview(member, selection):
    return client_of(member).get(address("selection-overview", selection.pk))


def progress(response) -> list[str]:
    return [each.words for each in response.context["progress"]]


def waiting(response) -> list[str]:
    return [each.words for each in response.context["waiting"]]


def test_before_the_sift_the_page_says_who_has_still_to_declare():
    selection, _sent = make_selection(2)
    first, second, *others = members_of(selection)
    declare_all(selection, [first, *others])

    response = overview(second, selection)

    assert progress(response) == [
        "Has declared interests",
        "Has still to declare interests",
        *["Has declared interests"] * len(others),
    ]
    assert waiting(response) == ["2 applications wait for you to say if anything ties you to them."]


def test_progress_says_nothing_of_interests_and_counts_nothing_the_reader_is_kept_from():
    selection, (one, another, _three) = panel_at_step_1(3)
    first, second, third, *others = members_of(selection)
    say_interest(fresh(one), first)
    finish(another, second)
    finish(one, third)

    as_the_first_reads_it = progress(overview(first, selection))
    as_the_third_reads_it = progress(overview(third, selection))

    rest = len(others)
    assert as_the_first_reads_it == [
        "2 applications to go",
        "1 application to go",
        *["2 applications to go"] * (rest + 1),
    ]
    assert as_the_third_reads_it == [*["2 applications to go"] * 3, *["3 applications to go"] * rest]
    assert not any("interest" in words for words in as_the_third_reads_it)


def test_the_chair_finds_what_to_score_and_what_to_agree_on():
    selection, (one, _two) = panel_at_step_1()
    chair = members_of(selection)[0]
    before = waiting(overview(chair, selection))
    finish(one, chair)

    response = overview(chair, selection)

    assert before == ["2 applications wait for your scores."]
    assert [each.link for each in response.context["waiting"]] == ["Score", f"Agree on {one.case.reference}"]


def test_a_step_that_cannot_be_taken_yet_says_why_and_no_reader_learns_a_hidden_reference_from_it():
    selection, (one, two) = panel_at_step_1()
    chair = members_of(selection)[0]
    say_interest(fresh(one), chair)

    (offer,) = overview(chair, selection).context["offers"]

    assert offer.label == "Finish step 1"
    assert offer.refusal == f"The panel has still to agree on an application you may not see, {two.case.reference}."


@pytest.mark.parametrize(
    ("role", "reads_the_record", "reads_why"),
    [(Role.PROGRAMME_LEAD, True, True), (Role.COMMITTEE_MEMBER, True, False), (Role.AUDITOR, True, False)],
)
def test_those_who_oversee_read_who_is_kept_from_what(role, reads_the_record, reads_why, client):
    selection, (one, _two) = panel_at_step_1()
    say_interest(fresh(one), members_of(selection)[1])

    text = sign_in(client, make_staff(role)).get(address("selection-overview", selection.pk)).content.decode()

    assert (one.organisation.name in text, "My brother works there." in text) == (reads_the_record, reads_why)


def test_members_do_not_read_each_others_interests():
    selection, (one, _two) = panel_at_step_1()
    _chair, tied, other = members_of(selection)[:3]
    say_interest(fresh(one), tied)

    text = overview(other, selection).content.decode()

    assert (one.organisation.name in text, "My brother works there." in text) == (False, False)


@pytest.fixture
def step_3():
    """Three applications in the order of review; the first has its agreed scores."""
    selection, sent = panel_at_step_1(3)
    chair = chair_of(selection)
    for each in sent:
        work_step(fresh(each), PASSES, scorers=3)
    finish_step_1(fresh_selection(selection), by=chair, at=database_now())
    for place, each in enumerate(sent):
        work_step(fresh(each), PASSES | {"2b": 4 - place, "2c": 3}, scorers=3)
    finish_step_2(fresh_selection(selection), by=chair, at=database_now())
    fix_review_order(fresh_selection(selection), by=chair, at=database_now())
    return fresh_selection(selection), sent, members_of(selection)


def test_the_first_application_of_step_3_has_3a_given_and_locked(step_3):
    _selection, (first, *_rest), members = step_3

    response = client_of(members[0]).get(address("application-score", first.pk))

    assert "given automatically and locked" in response.content.decode()
    assert [part.shown.code for part in response.context["parts"] if part.form] == ["3b", "3c"]


def test_step_3_goes_in_order(step_3):
    selection, (first, second, _third), members = step_3
    client, page = client_of(members[0]), address("application-score", second.pk)
    rows = client.get(address("selection-worklist", selection.pk)).context["rows"]

    early = client.post(page, {"criterion": "3b", "value": 3, "version": 0}, headers={"X-Fragment": "1"})
    work_step(fresh(first), {"3a": 4, "3b": 3, "3c": 3}, scorers=3)
    in_turn = client.post(page, {"criterion": "3b", "value": 3, "version": 0}, headers={"X-Fragment": "1"})

    assert [row["progress"] for row in rows] == ["Not started", "Waits for its turn", "Waits for its turn"]
    assert (early.status_code, in_turn.status_code) == (409, 200)


def test_the_grid_hides_an_application_the_member_has_an_interest_in(step_3):
    _selection, (first, second, _third), members = step_3
    answers = first.organisation.name, first.case.reference
    work_step(fresh(first), {"3a": 4, "3b": 3, "3c": 3}, scorers=3)
    say_interest(fresh(first), members[1])
    page = address("application-score", second.pk)

    seen, hidden = (client_of(member).get(page) for member in members[:2])

    assert [each in seen.content.decode() for each in answers] == [True, True]
    assert [each in hidden.content.decode() for each in answers] == [False, False]
    grid = hidden.context["grid"]
    assert [column.is_hidden for column in grid.columns] == [False, True]
    assert all(row.cells[1].lines == () for row in grid.rows)
    assert {row.label for row in grid.rows} >= {"Business model", "Working arrangements", "Digital functions"}
