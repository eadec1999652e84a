"""Difference from the others: R-169 to R-172, EX-D9 and EX-D10."""

from selection.comparison import (
    AUTOMATIC_SCORE,
    Cause,
    Comparison,
    Reviewed,
    blocks_sign_off,
    comparison_set,
    settle,
    stale,
    stale_because,
)

COMPARISONS = [
    Comparison("R3-001", frozenset()),
    Comparison("R3-003", frozenset({"R3-001"})),
    Comparison("R3-002", frozenset({"R3-001", "R3-003"})),
    Comparison("R3-004", frozenset({"R3-001", "R3-003", "R3-002"})),
]
TOTALS = {"R3-001": 18, "R3-003": 18, "R3-002": 16, "R3-004": 17}


def reviewed(**totals):
    return [Reviewed(reference, total) for reference, total in totals.items()]


def test_ex_d9_each_application_is_compared_with_those_reviewed_before_it():
    before = [Reviewed("R3-001", 18), Reviewed("R3-003", 18), Reviewed("R3-002", 16)]

    sets = [comparison_set(before[:count], max_places=6) for count in range(4)]

    assert sets == [(), ("R3-001",), ("R3-001", "R3-003"), ("R3-001", "R3-003", "R3-002")]
    assert AUTOMATIC_SCORE == 4


def test_the_comparison_set_is_limited_to_the_best_in_the_order_of_review():
    assert comparison_set(reviewed(a=10, b=15, c=12, d=14), max_places=2) == ("b", "d")


def test_ties_at_the_limit_of_the_comparison_set_are_included():
    assert comparison_set(reviewed(a=14, b=15, c=14, d=9, e=14), max_places=2) == ("a", "b", "c", "e")


def test_ex_d10_a_withdrawal_makes_stale_the_scores_that_were_compared_with_it():
    gone = {"R3-003": Cause.WITHDRAWN}

    assert stale(COMPARISONS, gone) == ("R3-002", "R3-004")
    assert stale_because(COMPARISONS[2], gone) == gone


def test_ex_d10_sign_off_waits_until_both_are_resolved():
    gone = {"R3-003": Cause.WITHDRAWN}
    after_first = [settle(item, gone) if item.reference == "R3-002" else item for item in COMPARISONS]
    after_both = [settle(item, gone) for item in COMPARISONS]

    assert blocks_sign_off(stale(COMPARISONS, gone), TOTALS, cutoff=12) == ("R3-002", "R3-004")
    assert blocks_sign_off(stale(after_first, gone), TOTALS, cutoff=12) == ("R3-004",)
    assert blocks_sign_off(stale(after_both, gone), TOTALS, cutoff=12) == ()


def test_a_stale_score_below_the_cutoff_does_not_block():
    assert blocks_sign_off(("R3-002", "R3-004"), TOTALS, cutoff=17) == ("R3-004",)


def test_the_cutoff_makes_a_score_stale_once_and_never_again():
    first = {"R3-002": Cause.BELOW_CUTOFF}
    second = first | {"R3-001": Cause.BELOW_CUTOFF}
    comparison = COMPARISONS[3]

    settled = settle(comparison, first)

    assert stale([comparison], first) == ("R3-004",)
    assert stale([settled], second) == ()
    assert settled.rescored_for_cutoff


def test_a_withdrawal_after_a_rescoring_for_the_cutoff_makes_the_score_stale_again():
    settled = settle(COMPARISONS[3], {"R3-002": Cause.BELOW_CUTOFF})
    gone = {"R3-002": Cause.BELOW_CUTOFF, "R3-001": Cause.WITHDRAWN}

    assert stale([settled], gone) == ("R3-004",)


def test_a_second_withdrawal_makes_a_confirmed_score_stale_again():
    first = {"R3-003": Cause.WITHDRAWN}
    settled = settle(COMPARISONS[3], first)

    assert stale([settled], first | {"R3-001": Cause.EXCLUDED}) == ("R3-004",)
    assert not settled.rescored_for_cutoff


def test_those_who_are_gone_are_not_stale_themselves():
    assert stale(COMPARISONS, {"R3-003": Cause.WITHDRAWN, "R3-002": Cause.WITHDRAWN}) == ("R3-004",)
