"""The worked examples of selection, EX-D1 to EX-D17, on the ranking rulebook."""

from datetime import UTC, datetime, timedelta

import pytest

from selection.criteria import Outcome
from selection.ranking import (
    GroupDraw,
    Limits,
    Ranking,
    TiedGroup,
    draw_groups,
    next_reserve,
    promotion_refusal,
    rank,
    review_groups,
    review_order,
)

FIRST_WORKSHOP = datetime(2019, 11, 28, 9, 30, tzinfo=UTC)


def refs(text):
    return tuple(f"R3-{number}" for number in text.split())


def totals(**by_number):
    return {f"R3-{number.strip('_')}": total for number, total in by_number.items()}


def numbered(*values):
    return {f"R3-{number:03}": total for number, total in enumerate(values, start=1)}


def ranked(by_reference, *, key="unused", **keywords):
    """Rank, hold the draws that turn out to be needed, and rank again."""
    first = rank(by_reference, **keywords)
    return rank(by_reference, draws=draw_groups(first.to_draw, key=key), **keywords)


def test_ex_d1_six_eligible_take_six_places_without_a_draw():
    totals_of_d1 = totals(_001=19, _002=18, _004=17, _006=16, _007=14, _008=13)

    assert rank(totals_of_d1, cutoff=12) == Ranking(proposed=refs("001 002 004 006 007 008"))


def test_ex_d1_step_3_is_ordered_by_s2_and_equal_ones_are_drawn():
    s2 = totals(_001=8, _002=7, _004=7, _006=6, _007=6, _008=5)

    assert review_groups(s2) == (
        TiedGroup(refs("002 004"), places=0, points=7),
        TiedGroup(refs("006 007"), places=0, points=6),
    )


def test_a_draw_of_the_review_order_gives_no_places():
    assert review_groups(numbered(7, 7)) == (TiedGroup(refs("001 002"), places=0, points=7),)


def test_ex_d2_five_points_are_eligible_only_at_a_cutoff_of_5():
    assert rank({"R3-010": 5}, cutoff=5).proposed == ("R3-010",)
    assert rank({"R3-010": 5}, cutoff=6).below_cutoff == ("R3-010",)


def test_ex_d3_nine_equal_totals_are_drawn_for_six_places():
    found = ranked(numbered(*[15] * 9), cutoff=12, key="R3-DRAW-001")

    assert found == Ranking(
        proposed=refs("005 004 009 002 007 006"),
        reserve=refs("008 001 003"),
        draws=(GroupDraw(refs("001 002 003 004 005 006 007 008 009"), 6, refs("005 004 009 002 007 006 008 001 003")),),
    )


def test_ex_d4_a_tie_across_the_last_places_is_drawn():
    found = ranked(numbered(19, 18, 17, 16, 15, 15, 15, 13), cutoff=12, key="R3-DRAW-002")

    assert found == Ranking(
        proposed=refs("001 002 003 004 006 007"),
        reserve=refs("005 008"),
        draws=(GroupDraw(refs("005 006 007"), 2, refs("006 007 005")),),
    )


def test_ex_d4_before_the_draw_the_tied_are_in_no_list():
    found = rank(numbered(19, 18, 17, 16, 15, 15, 15, 13), cutoff=12)

    assert found == Ranking(
        proposed=refs("001 002 003 004"),
        reserve=refs("008"),
        to_draw=(TiedGroup(refs("005 006 007"), places=2, points=15),),
    )
    assert found.outcomes()["R3-006"] is Outcome.AWAITING_DRAW


def test_ex_d5_a_tie_inside_the_places_needs_no_draw():
    assert rank(numbered(19, 18, 16, 16, 14, 14), cutoff=12) == Ranking(proposed=refs("001 002 003 004 005 006"))


def test_ex_d6_the_cutoff_itself_is_eligible_and_may_leave_places_empty():
    assert rank(numbered(18, 17, 16, 15, 11, 10, 9), cutoff=15) == Ranking(
        proposed=refs("001 002 003 004"), below_cutoff=refs("005 006 007")
    )


def test_ex_d7_two_proposed_are_below_the_minimum_until_the_cutoff_is_lowered():
    four = numbered(18, 16, 12, 11)

    assert rank(four, cutoff=16) == Ranking(proposed=refs("001 002"), below_cutoff=refs("003 004"), below_minimum=True)
    assert rank(four, cutoff=12) == Ranking(proposed=refs("001 002 003"), below_cutoff=refs("004"))


def test_ex_d8_fewer_applicants_than_places_are_all_proposed():
    assert rank(numbered(14, 13, 9, 7), cutoff=5) == Ranking(proposed=refs("001 002 003 004"))


def test_ex_d9_the_drawn_review_order_puts_003_before_002():
    s2 = numbered(8, 7, 7, 5)

    order = review_order(s2, draws=draw_groups(review_groups(s2), key="R3-REVIEW-001"))

    assert order == refs("001 003 002 004")


def test_ex_d9_an_application_reviewed_last_can_overtake_one_reviewed_earlier():
    assert rank(numbered(18, 16, 18, 17), cutoff=12).proposed == refs("001 003 004 002")


def test_ex_d10_after_the_withdrawal_and_the_rescoring_the_ranking_is_new():
    assert rank(totals(_001=18, _002=19, _004=17), cutoff=12).proposed == refs("002 001 004")


def test_ex_d13_the_last_place_between_equal_totals_is_drawn_whatever_their_s2():
    found = ranked(totals(_002=16, _004=16), cutoff=12, limits=Limits(most=1, fewest=1), key="R3-DRAW-003")

    assert found == Ranking(
        proposed=refs("002"), reserve=refs("004"), draws=(GroupDraw(refs("002 004"), 1, refs("002 004")),)
    )


def test_ex_d14_a_cutoff_cannot_split_a_tie():
    seven = numbered(*[15] * 7)

    assert rank(seven, cutoff=15).to_draw == (TiedGroup(tuple(seven), places=6, points=15),)
    assert rank(seven, cutoff=16) == Ranking(below_cutoff=tuple(seven), below_minimum=True)


def test_ex_d16_the_first_reserve_who_is_still_there_is_offered_promotion_before_the_first_workshop():
    reserve = refs("005 008")

    assert next_reserve(reserve) == "R3-005"
    assert next_reserve(reserve, unavailable={"R3-005"}) == "R3-008"
    assert next_reserve(reserve, unavailable=set(reserve)) is None
    assert promotion_refusal(at=FIRST_WORKSHOP - timedelta(seconds=1), first_workshop_at=FIRST_WORKSHOP) is None


@pytest.mark.parametrize("late", [timedelta(0), timedelta(days=1)])
def test_ex_d16_no_reserve_is_promoted_from_the_first_workshop_on(late):
    assert promotion_refusal(at=FIRST_WORKSHOP + late, first_workshop_at=FIRST_WORKSHOP) == (
        "A reserve can only be promoted before the first workshop, which has begun."
    )


def test_ex_d17_four_of_six_equal_totals_are_drawn():
    found = ranked(totals(_001=20, _002=19, **{f"_{n:03}": 14 for n in range(3, 9)}), cutoff=12, key="R3-DRAW-004")

    assert (found.proposed, found.reserve) == (refs("001 002 007 003 005 006"), refs("004 008"))


def test_equal_reserves_are_drawn_for_their_order_alone():
    found = ranked(numbered(*[18] * 6, 13, 13, 12), cutoff=12, key="a key")

    assert found.proposed == refs("001 002 003 004 005 006")
    assert [(drawn.pool, drawn.places) for drawn in found.draws] == [(refs("007 008"), 0)]
    assert found.reserve == (*found.draws[0].order, "R3-009")


def test_two_drawn_groups_use_the_same_key_each_over_its_own_pool():
    found = ranked(numbered(*[18] * 5, 15, 15, 13, 13), cutoff=12, key="R3-DRAW-001")

    assert [(drawn.pool, drawn.places) for drawn in found.draws] == [(refs("006 007"), 1), (refs("008 009"), 0)]
    assert found.proposed[5:] + found.reserve == found.draws[0].order + found.draws[1].order


def test_who_withdraws_after_the_draw_is_skipped_and_nothing_is_drawn_again():
    nine = numbered(*[15] * 9)
    recorded = rank(nine, cutoff=12).to_draw
    draws = draw_groups(recorded, key="R3-DRAW-001")
    del nine["R3-009"]

    found = rank(nine, cutoff=12, draws=draws)

    assert (found.proposed, found.reserve) == (refs("005 004 002 007 006 008"), refs("001 003"))
    assert (found.to_draw, found.draws) == ((), draws)


def test_a_recorded_draw_is_not_used_for_a_group_that_has_changed_otherwise():
    nine = numbered(*[15] * 9)
    draws = draw_groups(rank(nine, cutoff=12).to_draw, key="R3-DRAW-001")
    fewer, more = nine | {"R3-009": 14}, nine | {"R3-010": 15}

    assert rank(fewer, cutoff=12, draws=draws).to_draw[0].pool == tuple(nine)[:8]
    assert rank(more, cutoff=12, draws=draws).to_draw[0].pool == tuple(more)


def test_a_review_order_cannot_be_given_before_its_draws():
    with pytest.raises(ValueError, match=r"The order of R3-001, R3-002 has not been drawn\."):
        review_order(numbered(7, 7))


def test_nobody_at_all_is_below_the_minimum():
    assert rank({}, cutoff=5) == Ranking(below_minimum=True)
