"""Scores of one application: D.2 and the worked examples EX-D1, EX-D2 and EX-D15."""

from dataclasses import replace

import pytest

from selection.criteria import (
    STANDARD_CRITERIA,
    Criterion,
    Kind,
    Outcome,
    criteria_from,
    total_range,
)
from selection.scoring import ScoreSheet, missing_scores, score_problem, score_sheet, sheet_problems

BY_CODE = {criterion.code: criterion for criterion in STANDARD_CRITERIA}
GATES_PASSED = {"1a": True, "1b": True, "2a": True}


def scores(*values):
    return GATES_PASSED | dict(zip(("2b", "2c", "3a", "3b", "3c"), values, strict=False))


def test_ex_d1_scores_add_up_to_s2_and_total():
    assert score_sheet(STANDARD_CRITERIA, scores(4, 4, 4, 4, 3)) == ScoreSheet(Outcome.SCORED, s2=8, total=19)
    assert score_sheet(STANDARD_CRITERIA, scores(2, 3, 3, 3, 2)) == ScoreSheet(Outcome.SCORED, s2=5, total=13)


def test_ex_d1_a_failed_scope_gate_ends_the_assessment_as_out_of_scope():
    assert score_sheet(STANDARD_CRITERIA, {"1a": True, "1b": False}) == ScoreSheet(
        Outcome.OUT_OF_SCOPE, ended_by="1b", locked=("2a", "2b", "2c", "3a", "3b", "3c")
    )


def test_ex_d1_a_failed_key_dates_gate_ends_the_assessment_as_not_committed():
    assert score_sheet(STANDARD_CRITERIA, {"1a": True, "1b": True, "2a": False}) == ScoreSheet(
        Outcome.NOT_COMMITTED, ended_by="2a", locked=("2b", "2c", "3a", "3b", "3c")
    )


def test_ex_d2_zero_on_2b_fails_and_locks_2c_and_step_3():
    assert score_sheet(STANDARD_CRITERIA, scores(0)) == ScoreSheet(
        Outcome.NOT_COMMITTED, ended_by="2b", locked=("2c", "3a", "3b", "3c")
    )


def test_ex_d2_ones_stay_in_with_five_warnings():
    assert score_sheet(STANDARD_CRITERIA, scores(1, 1, 1, 1, 1)) == ScoreSheet(
        Outcome.SCORED, s2=2, total=5, warnings=("2b", "2c", "3a", "3b", "3c")
    )


@pytest.mark.parametrize(
    ("given", "reached", "missing"),
    [
        ({}, Outcome.STEP1, tuple(BY_CODE)),
        ({"1a": True, "1b": True}, Outcome.STEP2, ("2a", "2b", "2c", "3a", "3b", "3c")),
        (scores(3), Outcome.STEP2, ("2c", "3a", "3b", "3c")),
        (scores(3, 4), Outcome.STEP3, ("3a", "3b", "3c")),
        (scores(3, 4, 4, 4), Outcome.STEP3, ("3c",)),
    ],
)
def test_an_application_stays_in_the_first_step_that_misses_a_score(given, reached, missing):
    sheet = score_sheet(STANDARD_CRITERIA, given)

    assert (sheet.outcome, sheet.missing, sheet.total) == (reached, missing, None)


def test_s2_exists_as_soon_as_step_2_is_scored():
    assert score_sheet(STANDARD_CRITERIA, scores(3, 4)).s2 == 7
    assert score_sheet(STANDARD_CRITERIA, scores(3)).s2 is None


@pytest.mark.parametrize(
    ("code", "value", "problem"),
    [
        ("2c", 0, "2c must be a whole number from 1 to 4."),
        ("3a", 5, "3a must be a whole number from 1 to 4."),
        ("2b", 2.5, "2b must be a whole number from 0 to 4."),
        ("2b", -1, "2b must be a whole number from 0 to 4."),
        ("3b", "4", "3b must be a whole number from 1 to 4."),
        ("3b", True, "3b must be a whole number from 1 to 4."),
        ("3b", 4.0, "3b must be a whole number from 1 to 4."),
        ("3b", None, "3b must be a whole number from 1 to 4."),
        ("1a", 1, "1a must be passed (true) or failed (false)."),
        ("1a", None, "1a must be passed (true) or failed (false)."),
        ("1a", False, None),
        ("2b", 0, None),
        ("3c", 4, None),
    ],
)
def test_ex_d15_a_score_off_its_scale_is_refused_in_a_sentence(code, value, problem):
    assert score_problem(BY_CODE[code], value) == problem


def test_ex_d15_a_missing_score_keeps_the_application_in_step_3_and_is_listed():
    sheets = {
        "R3-001": score_sheet(STANDARD_CRITERIA, scores(4, 4, 4, 4)),
        "R3-002": score_sheet(STANDARD_CRITERIA, scores(4, 4, 4, 4, 4)),
        "R3-003": score_sheet(STANDARD_CRITERIA, {"1a": False}),
    }

    assert sheets["R3-001"].outcome is Outcome.STEP3
    assert missing_scores(sheets) == {"R3-001": ("3c",)}


def test_scores_given_after_the_end_and_unknown_ones_are_named():
    given = {"1a": True, "1b": False, "2a": True, "2b": 9, "9z": 1}

    assert sheet_problems(STANDARD_CRITERIA, given) == {
        "9z": "9z is not a criterion of this round.",
        "2a": "2a must be left out, because 1b ended the assessment.",
        "2b": "2b must be left out, because 1b ended the assessment.",
    }


def test_a_clean_sheet_has_no_problems():
    assert sheet_problems(STANDARD_CRITERIA, scores(4, 4, 4, 4, 4)) == {}


def test_passing_totals_run_from_5_to_20():
    assert total_range(STANDARD_CRITERIA) == range(5, 21)


def test_the_template_is_the_table_of_the_specification():
    gate, score = Kind.GATE, Kind.SCORE

    assert [
        (item.code, item.step, item.kind, item.lowest, item.highest, item.fails_at, item.effect)
        for item in STANDARD_CRITERIA
    ] == [
        ("1a", 1, gate, None, None, None, Outcome.OUT_OF_SCOPE),
        ("1b", 1, gate, None, None, None, Outcome.OUT_OF_SCOPE),
        ("2a", 2, gate, None, None, None, Outcome.NOT_COMMITTED),
        ("2b", 2, score, 0, 4, 0, Outcome.NOT_COMMITTED),
        ("2c", 2, score, 1, 4, None, None),
        ("3a", 3, score, 1, 4, None, None),
        ("3b", 3, score, 1, 4, None, None),
        ("3c", 3, score, 1, 4, None, None),
    ]
    assert [item.lowest_pass for item in STANDARD_CRITERIA] == [0, 0, 0, 1, 1, 1, 1, 1]


def test_each_score_has_the_label_of_its_scale():
    assert BY_CODE["2b"].label_of(0) == "Cannot commit (fail)"
    assert [BY_CODE["3a"].label_of(score) for score in range(5)] == [
        "",
        "Does not meet the criterion",
        "Limited evidence that it meets the criterion",
        "Partly but not fully meets the criterion",
        "Fully meets the criterion",
    ]
    assert list(BY_CODE["2b"].scale) == [0, 1, 2, 3, 4]
    assert list(BY_CODE["1a"].scale) == []


def test_criteria_are_read_from_the_data_of_a_round():
    rows = [
        {"code": "1a", "step": 1, "title": "In scope", "kind": "gate", "effect": "out_of_scope"},
        {
            "code": "2b",
            "step": 2,
            "title": "Can commit",
            "kind": "score",
            "lowest": 0,
            "highest": 2,
            "labels": {"1": "Some", "0": "None", "2": "All"},
            "fails_at": 0,
            "effect": "not_committed",
        },
    ]

    assert criteria_from(rows) == (
        Criterion("1a", 1, "In scope", Kind.GATE, effect=Outcome.OUT_OF_SCOPE),
        Criterion(
            "2b",
            2,
            "Can commit",
            Kind.SCORE,
            lowest=0,
            highest=2,
            labels=((0, "None"), (1, "Some"), (2, "All")),
            fails_at=0,
            effect=Outcome.NOT_COMMITTED,
        ),
    )


def test_a_round_with_another_scale_is_judged_on_that_scale():
    wider = tuple(
        replace(criterion, highest=6) if criterion.code == "3a" else criterion for criterion in STANDARD_CRITERIA
    )

    assert sheet_problems(wider, scores(4, 4, 6, 4, 4)) == {}
    assert score_sheet(wider, scores(4, 4, 6, 4, 4)).total == 22
    assert total_range(wider) == range(5, 23)
