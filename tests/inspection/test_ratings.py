"""What the worked examples do not show: all three modes, partial assessments, judgement, what is given wrongly."""

from dataclasses import replace
from datetime import date

import pytest

from inspection.rulebook.arithmetic import percent
from inspection.rulebook.given import OVERALL, Departure, Earlier, Given, problems
from inspection.rulebook.rating import departure_refused, rate
from inspection.rulebook.statements import rate_statement

from .ratings import scores_of, shipped

AREAS = ("safe", "effective", "caring", "responsive", "well_led")


def all_threes(framework) -> dict[str, int]:
    return {each.key: 3 for each in framework.statements()}


def test_the_shipped_frameworks_hold_the_statements_they_must():
    counts = {
        code: (framework.scoring_mode, [len(area.statements) for area in framework.areas])
        for code, framework in shipped().items()
    }

    assert counts == {
        "PROV-SAF-1": ("evidence_category", [8, 6, 5, 7, 8]),
        "PROV-SAF-2": ("statement_direct", [8, 6, 5, 7, 8]),
        "UB-TEST-1": ("evidence_category", [8, 6, 5, 7, 8]),
        "LA-2022": ("evidence_category", [2, 2, 2, 2]),
        "LA-SAF-1": ("evidence_category", [3, 2, 2, 2]),
        "LA-SAF-2": ("statement_direct", [3, 2, 2, 2]),
        "ASC-2026-DRAFT": ("key_question_judgement", [0, 0, 0, 0, 0]),
    }


def test_every_statement_for_umbrella_bodies_has_prompts():
    assert [each.code for each in shipped()["UB-TEST-1"].statements() if not each.prompts] == []


@pytest.mark.parametrize(("total", "highest", "expected"), [(5, 8, 63), (3, 8, 38), (7, 8, 88), (1, 3, 33), (2, 3, 67)])
def test_halves_are_rounded_up(total, highest, expected):
    assert percent(total, highest) == expected


def test_a_category_beyond_the_required_ones_counts_when_it_is_scored():
    framework = shipped()["PROV-SAF-1"]
    statement = framework.statement("W8")  # requires SL PR
    scores = {"staff": 3, "processes": 3, "outcomes": 1}
    result = rate_statement(framework, statement, Given(category_scores={statement.key: scores}))

    assert result.summed is not None
    assert (result.summed.total, result.summed.highest, result.score) == (7, 12, 2)


def test_a_statement_that_does_not_count_leaves_the_sum_and_the_maximum():
    framework = shipped()["PROV-SAF-2"]
    scores = all_threes(framework)
    left_out = scores.popitem()[0]
    rated = rate(framework, Given(statement_scores=scores, not_applicable={left_out: "The service has no premises."}))

    led = rated.areas[-1]
    assert led.summed is not None
    assert (led.summed.total, led.summed.highest, led.final) == (21, 28, "good")


def test_a_statement_is_switched_off_for_one_kind_of_service():
    framework = shipped()["PROV-SAF-2"]
    off = {"service": "introductory_agency", "reason": "It gives no medicines."}
    statement = type(framework.statement("S8")).model_validate(
        {**framework.statement("S8").model_dump(), "switched_off": [off]}
    )

    elsewhere = rate_statement(framework, statement, Given(service="home_care"))
    there = rate_statement(framework, statement, Given(service="introductory_agency"))

    assert (elsewhere.counts, there.counts, there.not_applicable) == (True, False, "It gives no medicines.")


def test_one_kind_of_service_may_need_other_evidence():
    framework = shipped()["PROV-SAF-1"]
    statement = framework.statement("W8").model_copy(update={"required_for": {"umbrella_body": ("people",)}})
    given = Given(category_scores={statement.key: {"people": 4}})

    other = rate_statement(framework, statement, given)
    umbrella = rate_statement(framework, statement, replace(given, service="umbrella_body"))

    assert (other.missing, umbrella.missing, umbrella.score) == (("staff", "processes"), (), 4)


def test_a_statement_scored_directly_waits_for_its_evidence():
    framework = shipped()["PROV-SAF-2"]
    statement = framework.statement("S5")  # requires PE SL PR
    given = Given(statement_scores={statement.key: 3}, evidence={statement.key: ["people", "staff"]})

    waiting = rate_statement(framework, statement, given)
    reasoned = rate_statement(
        framework, statement, replace(given, not_sought={statement.key: {"processes": "Nothing is written yet."}})
    )

    assert (waiting.score, waiting.missing) == (None, ("processes",))
    assert (reasoned.score, reasoned.missing) == (3, ())


def test_an_area_with_a_statement_missing_is_not_rated_and_neither_is_the_whole():
    framework = shipped()["PROV-SAF-2"]
    scores = all_threes(framework)
    del scores["safe.safeguarding"]
    rated = rate(framework, Given(statement_scores=scores))

    assert (rated.areas[0].final, [each.code for each in rated.areas[0].unfinished]) == (None, ["S3"])
    assert (rated.overall.final, rated.overall.waiting_for) == (None, ("safe",))


def test_an_area_that_is_not_assessed_carries_its_last_rating():
    framework = shipped()["PROV-SAF-2"]
    earlier = {key: Earlier("good", date(2025, 3, 4)) for key in AREAS[1:]}
    rated = rate(framework, Given(statement_scores=scores_of(framework, "safe", (4,) * 8), earlier=earlier))

    assert [area.final for area in rated.areas] == ["outstanding", "good", "good", "good", "good"]
    assert [area.earlier for area in rated.areas] == [None, *earlier.values()]
    assert rated.overall.final == "good"


def test_an_area_that_is_assessed_again_forgets_its_last_rating_even_before_it_is_finished():
    framework = shipped()["PROV-SAF-2"]
    earlier = {key: Earlier("good", date(2025, 3, 4)) for key in AREAS}
    rated = rate(framework, Given(statement_scores={"safe.safeguarding": 3}, earlier=earlier))

    assert (rated.areas[0].final, rated.overall.final) == (None, None)


def test_without_an_earlier_rating_the_whole_stays_unrated():
    framework = shipped()["PROV-SAF-2"]
    rated = rate(framework, Given(statement_scores=scores_of(framework, "safe", (3,) * 8)))

    assert (rated.areas[0].final, rated.overall.final, rated.overall.waiting_for) == ("good", None, AREAS[1:])


def test_areas_that_are_judged_are_aggregated_in_the_same_way():
    framework = shipped()["ASC-2026-DRAFT"]
    ratings = dict.fromkeys(AREAS, "good") | {"safe": "outstanding", "caring": "outstanding"}
    rated = rate(framework, Given(area_ratings=ratings))

    assert (rated.overall.rule, rated.overall.final) == ("R-385(3)", "outstanding")
    assert [area.summed for area in rated.areas] == [None] * 5


def test_a_breach_limits_judgement_too():
    framework = shipped()["ASC-2026-DRAFT"]
    rated = rate(framework, Given(area_ratings=dict.fromkeys(AREAS, "outstanding"), breaches=frozenset({"caring"})))

    assert [area.final for area in rated.areas] == ["outstanding"] * 2 + ["requires_improvement"] + ["outstanding"] * 2
    assert rated.overall.final == "requires_improvement"


def test_the_lowest_cap_wins():
    framework = shipped()["PROV-SAF-2"]
    scores = all_threes(framework) | scores_of(framework, "safe", (4, 4, 4, 4, 4, 4, 4, 2))
    rated = rate(framework, Given(statement_scores=scores, breaches=frozenset({"safe"})))

    safe = rated.areas[0]
    assert (safe.raw, [cap.code for cap in safe.applied], safe.final) == (
        "outstanding",
        ["STATEMENT_1_OR_2_IN_OUTSTANDING", "BREACH"],
        "requires_improvement",
    )


def test_a_limit_of_the_lead_holds_for_no_other_area():
    framework = shipped()["PROV-SAF-2"]
    rated = rate(framework, Given(statement_scores=all_threes(framework), well_led=frozenset({"WELL_LED_CONDITION"})))

    assert [area.final for area in rated.areas] == ["good"] * 4 + ["requires_improvement"]


def test_judgement_stands_beside_what_was_worked_out():
    framework = shipped()["PROV-SAF-2"]
    departures = {"safe": Departure("outstanding", "Far beyond what others do.")}
    rated = rate(framework, Given(statement_scores=all_threes(framework), departures=departures))

    assert (rated.areas[0].computed, rated.areas[0].final) == ("good", "outstanding")


def test_judgement_on_the_whole_stands_beside_what_was_worked_out():
    framework = shipped()["PROV-SAF-2"]
    departures = {OVERALL: Departure("requires_improvement", "It will not last.")}
    rated = rate(framework, Given(statement_scores=all_threes(framework), departures=departures))

    assert (rated.overall.computed, rated.overall.final) == ("good", "requires_improvement")


@pytest.mark.parametrize(
    ("mode", "computed", "wanted", "reason", "refusal"),
    [
        ("statement_direct", "good", "outstanding", "Because.", None),
        ("statement_direct", "good", "requires_improvement", "Because.", None),
        ("statement_direct", "good", "good", "Because.", "This is the rating that was worked out already."),
        ("evidence_category", "good", "inadequate", "No.", "A rating can be moved by one step only, up or down."),
        ("evidence_category", "good", "outstanding", " ",
         "Write down why you depart from the rating that was worked out."),
        ("evidence_category", None, "good", "Because.", "There is no rating to depart from yet."),
        ("key_question_judgement", "good", "outstanding", "Because.",
         "In this framework every rating is judgement, so there is nothing to depart from."),
    ],
)  # fmt: skip
def test_a_rating_moves_by_one_step_with_a_reason(mode, computed, wanted, reason, refusal):
    assert departure_refused(mode, computed, wanted, reason) == refusal


def test_everything_that_cannot_be_is_named():
    framework = shipped()["PROV-SAF-1"]
    given = Given(
        category_scores={"safe.safeguarding": {"people": 5, "staff": 3}, "safe.nothing": {"people": 3}},
        not_sought={"safe.safeguarding": {"staff": "Nobody.", "partners": ""}},
        not_applicable={"caring.kindness_compassion_and_dignity": ""},
        breaches=frozenset({"leadership"}),
    )

    assert problems(framework, given) == [
        "“safe.nothing” is not a statement of PROV-SAF-1.",
        "Say why “caring.kindness_compassion_and_dignity” does not count.",
        "The score of “safe.safeguarding, people” must be a whole number from 1 to 4.",
        "“safe.safeguarding, staff” has a score and is marked as not looked for. Keep one.",
        "Say why “partners” was not looked for in “safe.safeguarding”.",
        "“leadership” is not an area of PROV-SAF-1.",
    ]
