"""EX-D9 to EX-D12 and EX-D15 as a panel lives them: through the actions and pages, in the database."""

import copy
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from sandbox_portal.casework.refusals import Refused
from sandbox_portal.people.clock import database_now
from selection.actions.agreement import Agreed, agree, rescore_difference
from selection.actions.applications import withdraw_application
from selection.actions.cut_offs import place_applications, set_cut_off
from selection.actions.sift import finish_step_1, finish_step_2, finish_step_3, fix_review_order
from selection.choices import ApplicationStage, DrawPurpose
from selection.models import Application, Consensus, MemberScore
from selection.queries.scores import comparison_set_of, criteria_of_step, spread_of
from selection.queries.standings import stale_references
from selection.workflow import SELECTION
from tests.factories.selection import applications_at, chair_of, members_of, work_step

from .panel_scene import address, client_of, finish, fresh, fresh_selection, panel_at_step_1, say_interest, score
from .test_worked_examples import draw_by_witnesses

pytestmark = pytest.mark.django_db

PASSES = {"1a": 1, "1b": 1, "2a": 1}
STEP_2 = {"R4-001": (4, 4), "R4-002": (4, 3), "R4-003": (3, 4), "R4-004": (3, 2)}
STEP_3 = {"R4-001": (4, 3, 3), "R4-003": (4, 4, 3), "R4-002": (1, 4, 4), "R4-004": (4, 4, 4)}


def as_leader(application, code: str, value: int, *, by, note: str = "") -> Application:
    agreed = Agreed(code, value, "The panel agreed.", moderation_note=note)
    return agree(fresh(application), agreed=agreed, by=by, at=database_now())


def at_step(step: int, applications: int = 1, **values: object):
    """A panel whose applications have come to step 2, or to step 3 with the order fixed."""
    selection, sent = panel_at_step_1(applications, **values)
    chair = chair_of(selection)
    for each in sent:
        work_step(fresh(each), PASSES, scorers=3)
    finish_step_1(fresh_selection(selection), by=chair, at=database_now())
    if step == 3:
        for place, each in enumerate(sent):
            work_step(fresh(each), PASSES | {"2b": 4 - place, "2c": 3}, scorers=3)
        finish_step_2(fresh_selection(selection), by=chair, at=database_now())
        fix_review_order(fresh_selection(selection), by=chair, at=database_now())
    return fresh_selection(selection), [fresh(each) for each in sent], members_of(selection)


@pytest.fixture(scope="module")
def built_ex_d9(kept_database):
    selection, sent = panel_at_step_1(4)
    Application.objects.bulk_update(_renamed(sent), ["number"])
    chair = chair_of(selection)
    for each in sent:
        work_step(fresh(each), PASSES, scorers=3)
    finish_step_1(fresh_selection(selection), by=chair, at=database_now())
    for each in sent:
        two_b, two_c = STEP_2[each.case.reference]
        work_step(fresh(each), PASSES | {"2b": two_b, "2c": two_c}, scorers=3)
    finish_step_2(fresh_selection(selection), by=chair, at=database_now())
    draw_by_witnesses(fresh_selection(selection), DrawPurpose.REVIEW)
    fix_review_order(fresh_selection(selection), by=chair, at=database_now())
    sets = {}
    for each in list(applications_at(selection, ApplicationStage.STEP3).order_by("review_position")):
        sets[each.case.reference] = {other.case.reference for other in comparison_set_of(fresh(each))}
        values = dict(zip(("3a", "3b", "3c"), STEP_3[each.case.reference], strict=True))
        work_step(fresh(each), values if sets[each.case.reference] else values | {"3a": 4}, scorers=3)
    finish_step_3(fresh_selection(selection), by=chair, at=database_now())
    return fresh_selection(selection), sets


@pytest.fixture
def ex_d9(built_ex_d9):
    """Four applications scored as EX-D9 has them; the sets 3a was compared with are noted before each score."""
    return copy.deepcopy(built_ex_d9)


def _renamed(sent) -> list[Application]:
    """Give the applications the references of the example, whatever the round's number."""
    for number, each in enumerate(sent, 1):
        each.case.reference = f"R4-{number:03d}"
        each.case.save(update_fields=["reference"])
    return sent


def totals(selection) -> dict[str, int]:
    rows = Application.objects.filter(round=selection.round_id, total__isnull=False)
    return dict(rows.order_by("-total", "number").values_list("case__reference", "total"))


def test_ex_d9_each_is_compared_with_those_reviewed_before_it_and_the_last_may_overtake(ex_d9):
    selection, sets = ex_d9
    order = list(
        Application.objects.filter(round=selection.round_id)
        .order_by("review_position")
        .values_list("case__reference", flat=True)
    )

    assert (order[0], order[3], {*order[1:3]}) == ("R4-001", "R4-004", {"R4-002", "R4-003"})
    assert [sets[reference] for reference in order] == [set(order[:place]) for place in range(4)]
    assert totals(selection) == {"R4-001": 18, "R4-003": 18, "R4-004": 17, "R4-002": 16}
    automatic = Consensus.objects.filter(application__round=selection.round_id, criterion="3a", is_automatic=True)
    assert [(each.application.case.reference, each.value, each.counted) for each in automatic] == [("R4-001", 4, 0)]
    stored = Consensus.objects.get(application__case__reference="R4-004", criterion="3a")
    assert {each.application.case.reference for each in stored.comparison_set.all()} == {"R4-001", "R4-002", "R4-003"}


def test_ex_d10_a_withdrawal_makes_scores_stale_and_the_panel_looks_again(ex_d9):
    selection, sets = ex_d9
    chair = chair_of(selection)
    gone = Application.objects.select_related("case", "organisation").get(case__reference="R4-003")
    expected = tuple(reference for reference, compared in sets.items() if "R4-003" in compared)
    owner = gone.organisation.memberships.get().user
    withdraw_application(fresh(gone), reason="We have lost our funding.", by=owner, at=database_now())
    stale = stale_references(fresh_selection(selection))
    client = client_of(members_of(selection)[0])
    overview = client.get(address("selection-overview", selection.pk)).content.decode()

    assert stale == expected
    assert all(f"Look again at {reference}" in overview for reference in stale)

    for reference, value in (("R4-002", 4), ("R4-004", 4)):
        if reference in stale:
            row = Application.objects.get(case__reference=reference)
            page = address("application-difference", row.pk)
            assert client.get(page).status_code == 200
            posted = {"criterion": "3a", "value": value, "reason": "Nobody else works like this now."}
            refused = client.post(page, posted)
            assert refused.status_code == (409 if reference == "R4-002" else 302)
            if refused.status_code == 409:  # the members gave 1: three points away, so a note is needed
                assert client.post(page, posted | {"moderation_note": "We talked it over."}).status_code == 302

    assert stale_references(fresh_selection(selection)) == ()
    expected_totals = {"R4-002": 19 if "R4-002" in stale else 16, "R4-001": 18, "R4-003": 18, "R4-004": 17}
    assert totals(selection) == expected_totals
    assert Consensus.objects.filter(criterion="3a", replaced_at__isnull=False).count() == len(stale)
    set_cut_off(fresh_selection(selection), value=12, reason="Enough.", by=chair, at=database_now())
    place_applications(fresh_selection(selection), by=chair, at=database_now())
    assert SELECTION.refusal("prepare_proposal", fresh_selection(selection), chair) is None


def test_a_score_that_is_not_stale_cannot_be_changed_afterwards(ex_d9):
    selection, _sets = ex_d9
    one = Application.objects.get(case__reference="R4-004")
    agreed = Agreed("3a", 1, "We changed our mind.")

    with pytest.raises(Refused, match="Nothing that this score was compared with has changed"):
        rescore_difference(fresh(one), agreed=agreed, by=chair_of(selection), at=database_now())


def spread(application, code: str):
    criterion = next(each for each in criteria_of_step(application, int(code[0])) if each.code == code)
    found = spread_of(application, criterion)
    return found.spread, found.quorum_refusal


def members_give_3b(values: list[int], *, conflicted: int | None = None):
    """Members of a panel of eight score step 3 with these values of 3b, the last seats first; 3a is agreed."""
    _selection, (one,), members = at_step(3, like=3)
    assert len(members) == 8
    scorers = [member for place, member in enumerate(members) if place != conflicted]
    if conflicted is not None:
        say_interest(fresh(one), members[conflicted])
    for member, value in zip(reversed(scorers), reversed(values), strict=False):
        finish(one, member, c3b=value)
    return fresh(one), members


def test_ex_d11_a_conflicted_member_is_not_counted_and_a_far_member_makes_a_note_mandatory():
    one, members = members_give_3b([4, 4, 3, 3, 4, 2, 3], conflicted=0)
    leader = members[1].user
    as_leader(one, "3a", 4, by=leader)
    found, refusal = spread(one, "3b")

    assert refusal is None
    assert (found.counted, found.lower_median, found.mean, found.lowest, found.highest) == (
        7, 3, Decimal("3.29"), 2, 4,
    )  # fmt: skip
    with pytest.raises(Refused, match="two or more points away"):
        as_leader(one, "3b", 4, by=leader)
    with pytest.raises(Refused, match="leads the discussion"):
        as_leader(one, "3b", 3, by=members[0].user)
    assert client_of(members[0]).get(address("application-agree", one.pk)).status_code == 404
    as_leader(one, "3b", 3, by=leader)
    stored = Consensus.objects.get(application=one, criterion="3b")
    assert (stored.value, stored.moderation_note, stored.counted, stored.mean) == (3, "", 7, Decimal("3.29"))


def test_ex_d11_with_a_note_the_far_score_can_be_agreed():
    one, members = members_give_3b([4, 4, 3, 3, 4, 2, 3], conflicted=0)
    as_leader(one, "3a", 4, by=members[1].user)

    as_leader(one, "3b", 4, by=members[1].user, note="The member saw the point after we talked.")

    assert Consensus.objects.get(application=one, criterion="3b").moderation_note.startswith("The member saw")


def test_ex_d11_the_page_shows_counted_median_mean_and_range():
    one, members = members_give_3b([4, 4, 3, 3, 4, 2, 3], conflicted=0)
    as_leader(one, "3a", 4, by=members[1].user)

    page = client_of(members[1]).get(address("application-agree", one.pk))
    part = next(each for each in page.context["parts"] if each.shown.code == "3b")

    assert (part.spread.spread.counted, part.form["value"].value(), part.spread.is_wide) == (7, 3, True)
    for words in ("3.29", "2–4", "Wide spread", "not saved yet"):
        assert words in page.content.decode()
    assert Consensus.objects.filter(application=one, criterion="3b").count() == 0


@pytest.mark.parametrize(("values", "median"), [([2, 3, 3, 4], 3), ([2, 2, 3, 4], 2)])
def test_ex_d12_an_even_number_of_members_takes_the_lower_median(values, median):
    one, _members = members_give_3b(values)

    assert spread(one, "3b")[0].lower_median == median


def test_ex_d12_two_counted_members_are_no_quorum():
    one, members = members_give_3b([3])
    finish(one, members[0])

    as_leader(one, "3a", 4, by=members[0].user)  # given automatically, so nobody is counted
    with pytest.raises(Refused, match="At least 3 panel members must have scored; 2 have"):
        as_leader(one, "3b", 3, by=members[0].user)
    assert Consensus.objects.filter(application=one, criterion="3b").count() == 0


@pytest.mark.parametrize("posted", ["2c=0", "2c=5", "2b=2.5", "2b=5", "2b=-1", "2a=2", "2b=", "2b=four", "2c=٣"])
def test_ex_d15_an_illegal_score_is_refused_by_the_page(posted):
    _selection, (one,), members = at_step(2)
    code, value = posted.split("=")
    values = {"criterion": code, "value": value, "reason": "x", "version": 0}

    codes = [
        client_of(members[0]).post(address("application-score", one.pk), values, headers=headers).status_code
        for headers in ({}, {"X-Fragment": "1"})
    ]

    assert (codes, MemberScore.objects.filter(application=one, step=2).count()) == ([422, 422], 0)


@pytest.mark.parametrize(("code", "value"), [("2c", 0), ("2b", 5), ("2a", 2), ("1a", 1), ("3b", 3), ("9z", 1)])
def test_ex_d15_an_illegal_score_is_refused_by_the_action(code, value):
    _selection, (one,), members = at_step(2)

    with pytest.raises(Refused):
        score(one, members[0], code, value)


@pytest.mark.parametrize(("code", "value"), [("2c", 0), ("2c", 5), ("2b", 5), ("2a", 2), ("9z", 1)])
def test_ex_d15_an_illegal_score_is_refused_by_the_database(code, value):
    _selection, (one,), members = at_step(2)
    row = {"application": one, "criterion": code, "value": value}
    mine = MemberScore(**row, member=members[0], step=2, saved_at=database_now())
    agreed = Consensus(**row, reason="x", counted=3, decided_at=database_now(), decided_by=members[0].user)

    for each in (mine, agreed):
        with pytest.raises(IntegrityError, match="is not a score of criterion"), transaction.atomic():
            each.save(force_insert=True)


def test_ex_d15_a_missing_score_keeps_the_application_at_step_3_and_the_cut_off_closed():
    selection, (one,), members = at_step(3)
    chair = chair_of(selection)
    for member in (members[0], members[-1], members[-2]):
        finish(one, member)
    for code in ("3a", "3b"):
        as_leader(one, code, 4, by=chair)

    assert fresh(one).case.stage == ApplicationStage.STEP3
    with pytest.raises(Refused, match=f"Scores of step 3 are missing for {one.case.reference}"):
        finish_step_3(fresh_selection(selection), by=chair, at=database_now())
    page = client_of(members[0]).get(address("selection-overview", selection.pk)).content.decode()
    assert f"Scores of step 3 are missing for {one.case.reference}" in page


def test_ex_d2_a_zero_ends_the_assessment_and_a_one_only_warns():
    _selection, (one,), members = at_step(2)
    three = (members[0], members[-1], members[-2])
    for member in three:
        score(one, member, "2a", 1)
        score(one, member, "2b", 0)
        assert client_of(member).post(address("application-score-finish", one.pk)).status_code == 302
    as_leader(one, "2a", 1, by=members[0].user)

    ended = as_leader(one, "2b", 0, by=members[0].user)

    assert (ended.case.stage, ended.s2, ended.total) == (ApplicationStage.NOT_COMMITTED, None, None)
