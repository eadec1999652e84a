"""From members' scores to the panel's: R-163 to R-165, EX-D11 and EX-D12."""

from decimal import Decimal

import pytest

from selection.consensus import Spread, gate_suggestion, needs_moderation, quorum_refusal, spread

SEVEN_SCORES = [4, 4, 3, 3, 4, 2, 3]


def test_ex_d11_seven_counted_members_are_summed_up():
    assert spread(SEVEN_SCORES) == Spread(counted=7, lower_median=3, mean=Decimal("3.29"), lowest=2, highest=4)


def test_ex_d11_nobody_is_two_points_from_a_consensus_of_3_but_one_is_from_4():
    assert not needs_moderation(SEVEN_SCORES, consensus=3)
    assert needs_moderation(SEVEN_SCORES, consensus=4)


@pytest.mark.parametrize(("scores", "lower_median"), [([2, 3, 3, 4], 3), ([2, 2, 3, 4], 2), ([4], 4), ([4, 1], 1)])
def test_ex_d12_the_lower_median_is_suggested(scores, lower_median):
    assert spread(scores).lower_median == lower_median


def test_ex_d12_two_counted_members_are_no_quorum():
    assert quorum_refusal(["regulator", "independent"]) == "At least 3 panel members must have scored; 2 have."
    assert quorum_refusal(["independent"]) == "At least 3 panel members must have scored; 1 has."
    assert quorum_refusal([]) == "At least 3 panel members must have scored; 0 have."


@pytest.mark.parametrize("lay", ["independent", "expert_by_experience"])
def test_three_members_are_a_quorum_with_one_voice_from_outside(lay):
    assert quorum_refusal(["regulator", lay, "regulator"]) is None


def test_members_of_the_regulator_alone_are_no_quorum():
    sentence = "One of the members who scored must be independent or an expert by experience."

    assert quorum_refusal(["regulator"] * 5) == sentence


def test_the_mean_is_rounded_half_up():
    assert spread([1] * 5 + [2, 2, 2]).mean == Decimal("1.38")
    assert spread([2] * 7 + [3]).mean == Decimal("2.13")


def test_no_scores_have_no_spread():
    assert spread([]) is None
    assert gate_suggestion([]) is None


@pytest.mark.parametrize(
    ("votes", "suggested"), [([True, True, False], True), ([True, False], False), ([False, False, True], False)]
)
def test_a_gate_is_suggested_passed_only_by_a_majority(votes, suggested):
    assert gate_suggestion(votes) is suggested
