"""EX-G1 to EX-G40: every worked example of the scoring arithmetic, to the letter."""

from decimal import Decimal

import pytest

from inspection.rulebook.given import Given
from inspection.rulebook.rating import from_areas, rate
from inspection.rulebook.statements import rate_statement

from .ratings import LETTERS, area_of, directly, scores_of, shipped, statement_of

STATEMENTS = {
    "EX-G1": ((3, 2, 3, 3), 11, 16, "68.75", 69, 3),
    "EX-G2": ((2, 3), 5, 8, "62.50", 63, 3),
    "EX-G3": ((1, 2), 3, 8, "37.50", 38, 1),
    "EX-G4": ((3, 4), 7, 8, "87.50", 88, 4),
    "EX-G5": ((3, 3, 3, 2, 1), 12, 20, "60.00", 60, 2),
    "EX-G6": ((1, 1, 2), 4, 12, "33.33", 33, 1),
    "EX-G7": ((4, 4, 4, 3, 3, 3), 21, 24, "87.50", 88, 4),
}
ONE_IN_GOOD, LOW_IN_OUTSTANDING, PIR = "STATEMENT_1_IN_GOOD", "STATEMENT_1_OR_2_IN_OUTSTANDING", "WELL_LED_PIR"
AREAS = {
    "EX-G10": ("safe", (3,) * 8, 24, 32, "75.00", 75, "G", (), "G"),
    "EX-G11": ("safe", (3, 3, 3, 1, 3, 3, 3, 3), 22, 32, "68.75", 69, "G", (ONE_IN_GOOD,), "RI"),
    "EX-G12": ("well_led", (4,) * 7 + (2,), 30, 32, "93.75", 94, "O", (LOW_IN_OUTSTANDING,), "G"),
    "EX-G13": ("caring", (4, 4, 4, 4, 3), 19, 20, "95.00", 95, "O", (), "O"),
    "EX-G14": ("effective", (3, 3, 3, 2, 2, 2), 15, 24, "62.50", 63, "G", (), "G"),
    "EX-G15": ("responsive", (2, 2, 2, 3, 2, 2, 2), 15, 28, "53.57", 54, "RI", (), "RI"),
    "EX-G16": ("well_led", (4,) * 7 + (1,), 29, 32, "90.63", 91, "O", (LOW_IN_OUTSTANDING,), "G"),
    "EX-G17": ("safe", (4, 4, 4, 4, 4, 3, 3, 2), 28, 32, "87.50", 88, "O", (LOW_IN_OUTSTANDING,), "G"),
    "EX-G18": ("effective", (1, 1, 1, 1, 2, 2), 8, 24, "33.33", 33, "I", (), "I"),
    "EX-G19": ("safe", (1, 1, 1, 1, 2, 2, 2, 3), 13, 32, "40.63", 41, "RI", (), "RI"),
    "EX-G20": ("well_led", (3,) * 8, 24, 32, "75.00", 75, "G", (PIR,), "RI"),
}
OVERALL = {
    "EX-G21": ("G G G G RI", "R-385(4)", "G"),
    "EX-G22": ("O O G G G", "R-385(3)", "O"),
    "EX-G23": ("G RI RI G G", "R-385(2)", "RI"),
    "EX-G24": ("I G G G G", "R-385(2)", "RI"),
    "EX-G25": ("I I G G G", "R-385(1)", "I"),
    "EX-G26": ("O O O O RI", "R-385(4)", "G"),
    "EX-G27": ("O G G G G", "R-385(4)", "G"),
    "EX-G28": ("O O O O O", "R-385(3)", "O"),
    "EX-G30": ("RI G O RI G", "R-385(2)", "RI"),
}
COUNCILS = {
    "EX-G31": ("LA-SAF-1", (3,) * 9, 27, 36, "75.00", 75, "G", "upper"),
    "EX-G32": ("LA-SAF-1", (3, 3, 2, 3, 2, 2, 3, 2, 3), 23, 36, "63.89", 64, "G", "lower"),
    "EX-G33": ("LA-SAF-1", (3, 2, 2, 3, 2, 2, 3, 2, 3), 22, 36, "61.11", 61, "RI", "upper"),
    "EX-G34": ("LA-SAF-1", (2, 2, 1, 1, 2, 2, 1, 1, 2), 14, 36, "38.89", 39, "RI", "lower"),
    "EX-G35": ("LA-SAF-1", (2, 1, 1, 1, 2, 2, 1, 1, 2), 13, 36, "36.11", 36, "I", "upper"),
    "EX-G36": ("LA-SAF-1", (4, 4, 4, 3, 4, 3, 4, 3, 3), 32, 36, "88.89", 89, "O", "lower"),
    "EX-G37": ("LA-SAF-1", (4, 4, 3, 3, 4, 3, 3, 4, 3), 31, 36, "86.11", 86, "G", "upper"),
    "EX-G38": ("LA-SAF-1", (4, 4, 4, 1, 4, 3, 4, 4, 4), 32, 36, "88.89", 89, "O", "lower"),
    "EX-G39": ("LA-SAF-1", (3, 3, 3, 1, 3, 3, 3, 3, 3), 25, 36, "69.44", 69, "G", "lower"),
    "EX-G40": ("LA-2022", (3, 3, 2, 2, 2, 3, 3, 2), 20, 32, "62.50", 63, "G", "lower"),
}
WITH_LIMITERS = {
    "EX-G38": ((4, 4, 4, 1, 4, 3, 4, 4, 4), LOW_IN_OUTSTANDING, "G"),
    "EX-G39": ((3, 3, 3, 1, 3, 3, 3, 3, 3), ONE_IN_GOOD, "RI"),
}


@pytest.mark.parametrize("example", STATEMENTS)
def test_a_statement_is_scored_from_its_categories(example):
    scores, total, highest, exact, percent, score = STATEMENTS[example]
    result = statement_of(scores)

    assert result.summed is not None
    summed = (result.summed.total, result.summed.highest, result.summed.exact, result.summed.percent)
    assert (*summed, result.score) == (total, highest, Decimal(exact), percent, score)


def test_ex_g8_a_required_category_without_score_leaves_the_statement_unfinished():
    framework = shipped()["PROV-SAF-1"]
    statement = framework.statement("S8")  # requires PE SL PR
    result = rate_statement(framework, statement, Given(category_scores={statement.key: {"people": 3, "staff": 3}}))

    assert (result.score, result.missing) == (None, ("processes",))


def test_ex_g9_a_category_nobody_looked_for_leaves_sum_and_maximum():
    framework = shipped()["PROV-SAF-1"]
    statement = framework.statement("S1")  # requires PE SL FP PR
    scores = {"people": 3, "staff": 3, "processes": 3}
    given = Given(
        category_scores={statement.key: scores}, not_sought={statement.key: {"partners": "It has no partners yet."}}
    )
    result = rate_statement(framework, statement, given)

    assert result.summed is not None
    assert (result.summed.total, result.summed.highest, result.summed.percent) == (9, 12, 75)
    assert (result.score, result.missing) == (3, ())
    assert result.left_out == (("partners", "It has no partners yet."),)


@pytest.mark.parametrize("example", AREAS)
def test_a_key_question_is_rated(example):
    area, scores, total, highest, exact, percent, raw, limiters, final = AREAS[example]
    result = area_of(area, scores, well_led=frozenset(set(limiters) & {PIR}))

    assert result.summed is not None
    summed = (result.summed.total, result.summed.highest, result.summed.exact, result.summed.percent)
    assert summed == (total, highest, Decimal(exact), percent)
    assert (result.raw, result.final) == (LETTERS[raw], LETTERS[final])
    assert tuple(cap.code for cap in result.applied) == limiters


@pytest.mark.parametrize("example", OVERALL)
def test_a_provider_is_rated_from_its_key_questions(example):
    letters, rule, final = OVERALL[example]
    result = from_areas([LETTERS[letter] for letter in letters.split()], Given(), ())

    assert (result.rule, result.final) == (rule, LETTERS[final])


def test_ex_g29_a_breach_limits_its_key_question_and_then_the_whole():
    framework = shipped()["PROV-SAF-2"]
    outstanding, good = (4,), (3,)
    scores = {
        **scores_of(framework, "safe", outstanding * 8),
        **scores_of(framework, "effective", outstanding * 6),
        **scores_of(framework, "caring", good * 5),
        **scores_of(framework, "responsive", good * 7),
        **scores_of(framework, "well_led", good * 8),
    }
    rated = rate(framework, Given(statement_scores=scores, breaches=frozenset({"safe"})))

    finals = [area.final for area in rated.areas]
    assert finals == [LETTERS[letter] for letter in ["RI", "O", "G", "G", "G"]]
    assert (rated.overall.rule, rated.overall.raw, rated.overall.final) == (
        "R-385(5)",
        "good",
        "requires_improvement",
    )
    assert [cap.code for cap in rated.overall.applied] == ["BREACH"]


def test_ex_g30_five_key_questions_as_they_were_rated():
    framework = shipped()["PROV-SAF-2"]
    scores = {
        key: score
        for example in ("EX-G11", "EX-G14", "EX-G13", "EX-G15", "EX-G12")
        for key, score in scores_of(framework, AREAS[example][0], AREAS[example][1]).items()
    }
    rated = rate(framework, Given(statement_scores=scores))

    assert [area.final for area in rated.areas] == [LETTERS[letter] for letter in ["RI", "G", "O", "RI", "G"]]
    assert rated.overall.final == "requires_improvement"


@pytest.mark.parametrize("example", COUNCILS)
def test_a_council_is_rated_from_all_its_statements(example):
    code, scores, total, highest, exact, percent, rating, position = COUNCILS[example]
    framework = directly(shipped()[code])
    rated = rate(framework, Given(statement_scores=scores_of(framework, "", scores)))

    summed = rated.overall.summed
    assert summed is not None
    assert (summed.total, summed.highest, summed.exact, summed.percent) == (total, highest, Decimal(exact), percent)
    assert (rated.overall.final, summed.position, rated.overall.caps) == (LETTERS[rating], position, ())


@pytest.mark.parametrize("example", WITH_LIMITERS)
def test_a_flag_switches_the_limiters_on_for_councils(example):
    scores, limiter, final = WITH_LIMITERS[example]
    framework = directly(shipped()["LA-SAF-1"]).model_copy(update={"limiters": (ONE_IN_GOOD, LOW_IN_OUTSTANDING)})
    rated = rate(framework, Given(statement_scores=scores_of(framework, "", scores)))

    assert ([cap.code for cap in rated.overall.applied], rated.overall.final) == ([limiter], LETTERS[final])


def test_the_themes_of_ex_g32_are_told_beside_the_rating():
    framework = directly(shipped()["LA-SAF-1"])
    rated = rate(framework, Given(statement_scores=scores_of(framework, "", COUNCILS["EX-G32"][1])))

    told = [(area.summed.total, area.summed.highest, area.summed.percent, area.final) for area in rated.areas]
    assert told == [(8, 12, 67, "good"), (5, 8, 63, "good"), (5, 8, 63, "good"), (5, 8, 63, "good")]
