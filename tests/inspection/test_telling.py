"""Every step of a rating can be read, and what would change it."""

from datetime import date

from inspection.rulebook.given import OVERALL, Departure, Earlier, Given
from inspection.rulebook.rating import rate
from inspection.rulebook.telling import Line, tell
from inspection.rulebook.way_of_rating import way_of_rating
from inspection.rulebook.what_if import (
    Effect,
    Lifted,
    areas_in_words,
    effects,
    turning_areas,
    turning_points,
    what_would_change,
    what_would_change_area,
    without_limiters,
)

from .ratings import directly, scores_of, shipped

GOOD = ("effective", "caring", "responsive", "well_led")


def scored(framework, **areas):
    """Scores for every area: those named, and threes in all others."""
    return {each.key: 3 for each in framework.statements()} | {
        key: score for area, scores in areas.items() for key, score in scores_of(framework, area, scores).items()
    }


def lines(trace_lines) -> list[str]:
    return [line.text for line in trace_lines]


def test_a_rating_tells_its_sum_its_limits_and_its_rule():
    framework = shipped()["PROV-SAF-2"]
    given = Given(statement_scores=scored(framework, safe=(3, 3, 3, 1, 3, 3, 3, 3), caring=(4, 4, 4, 4, 3)))
    trace = tell(framework, rate(framework, given))

    assert trace.areas[0].lines == (
        Line(
            "sum",
            "22 of 32 points: S1 3, S2 3, S3 3, S4 1, S5 3, S6 3, S7 3 and S8 3. That is 68.75%, rounded to 69%. "
            "From 63% to 87% is good, and this is in the lower part of it.",
        ),
        Line("limiter", "S4 scored 1, and one score of 1 is enough. So the rating is at most requires improvement."),
    )
    assert lines(trace.areas[2].lines) == [
        "19 of 20 points: C1 4, C2 4, C3 4, C4 4 and C5 3. That is 95%. "
        "From 88% to 100% is outstanding, and this is in the upper part of it."
    ]
    assert lines(trace.areas[0].statements[3].lines) == ["The inspector gave 1: significant shortfalls."]
    assert lines(trace.lines) == ["No area is inadequate and at most one requires improvement, so the whole is good."]


def test_scores_of_evidence_are_told_to_colleagues_alone():
    framework = shipped()["PROV-SAF-1"]
    given = Given(
        category_scores={"safe.learning_culture": {"people": 3, "staff": 2, "processes": 3}, "safe.safeguarding": {}},
        not_sought={"safe.learning_culture": {"partners": "It has none."}},
    )
    first, _second, third = tell(framework, rate(framework, given)).areas[0].statements[:3]

    assert first.lines == (
        Line("left_out", "What partners say: nobody looked for it. It has none.", is_internal=True),
        Line(
            "sum",
            "8 of 12 points: what people say 3, what staff and leaders say 2 and how things are done 3. "
            "That is 66.67%, rounded to 67%. From 63% to 87% gives the score 3: a good standard.",
            is_internal=True,
        ),
    )
    assert lines(third.lines) == [
        "No score yet. Still missing: what people say, what staff and leaders say, what partners say and "
        "how things are done."
    ]


def test_what_is_carried_over_judged_and_limited_is_told():
    framework = shipped()["PROV-SAF-2"]
    given = Given(
        statement_scores=scores_of(framework, "safe", (3,) * 8),
        earlier={key: Earlier("outstanding", date(2025, 3, 4)) for key in GOOD},
        breaches=frozenset({"safe"}),
        departures={OVERALL: Departure("good", "The breach was small and is mended.")},
    )
    trace = tell(framework, rate(framework, given))

    assert lines(trace.areas[1].lines) == [
        "Not assessed this time. Its last rating counts: outstanding, of 4 March 2025."
    ]
    assert trace.lines == (
        Line("rule", "Without the breach the whole would be good. Whatever the other areas are, the breach decides."),
        Line("limiter", "A regulation is breached. So the rating is at most requires improvement."),
        Line("judgement", "What was worked out is requires improvement. By professional judgement it is good."),
        Line("judgement", "The breach was small and is mended.", is_internal=True),
    )


def test_what_is_missing_is_named():
    framework = shipped()["PROV-SAF-2"]
    given = Given(
        statement_scores={"safe.safeguarding": 3}, not_applicable={"safe.medicines_optimisation": "It gives none."}
    )
    trace = tell(framework, rate(framework, given))

    assert lines(trace.areas[0].lines) == ["Not rated yet. Without a score: S1, S2, S4, S5, S6 and S7."]
    assert lines(trace.areas[0].statements[7].lines) == ["Does not count here: It gives none."]
    assert lines(trace.lines) == ["Not rated yet. Still missing: Safe, Effective, Caring, Responsive and Well-led."]


def test_the_nearest_way_up_and_down_is_told():
    framework = shipped()["PROV-SAF-2"]
    given = Given(statement_scores=scored(framework, safe=(3, 3, 3, 1, 3, 3, 3, 3)))
    found = turning_points(framework, given, rate(framework, given))

    assert [str(each) for each in found if each.title == "Safe"] == [
        "One point more at S4 would make Safe “good”.",
    ]
    assert [str(each) for each in found if each.title == "Caring"] == [
        "Two points fewer at any one of its statements would make Caring “requires improvement”.",
    ]


def test_the_nearest_way_is_found_for_the_whole_of_a_council():
    framework = directly(shipped()["LA-SAF-1"])
    given = Given(statement_scores=scores_of(framework, "", (3, 2, 2, 3, 2, 2, 3, 2, 3)))
    found = turning_points(framework, given, rate(framework, given))

    assert [str(each) for each in found] == ["One point more at any one statement would make the whole “good”."]


def test_statements_that_would_not_do_are_not_named():
    framework = shipped()["PROV-SAF-2"]
    given = Given(statement_scores=scored(framework, caring=(4, 3, 3, 4, 3)))
    found = turning_points(framework, given, rate(framework, given))

    assert [str(each) for each in found if each.title == "Caring"] == [
        "One point more at C2, C3 or C5 would make Caring “outstanding”.",
        "Two points fewer at C2, C3 or C5 would make Caring “requires improvement”.",
    ]


def test_which_area_would_change_the_whole_is_told():
    framework = shipped()["PROV-SAF-2"]
    given = Given(statement_scores=scored(framework, safe=(2,) * 8))
    found = turning_areas(framework, given, rate(framework, given))

    assert found == (
        Effect("Safe", "inadequate", "requires improvement"),
        Effect("Effective", "requires improvement", "requires improvement"),
        Effect("Caring", "requires improvement", "requires improvement"),
        Effect("Responsive", "requires improvement", "requires improvement"),
        Effect("Well-led", "requires improvement", "requires improvement"),
    )
    assert list(areas_in_words(found)) == [
        "If Safe were rated “inadequate”, the whole would be “requires improvement”.",
        "If Effective, Caring, Responsive or Well-led were rated “requires improvement”, the whole would be "
        "“requires improvement”.",
    ]


def test_what_a_rating_would_be_without_its_limiter_is_told():
    framework = shipped()["PROV-SAF-2"]
    given = Given(statement_scores=scored(framework), well_led=frozenset({"WELL_LED_PIR"}))

    lifted = Lifted("Well-led", "WELL_LED_PIR", "good")
    assert without_limiters(rate(framework, given)) == (lifted,)
    assert str(lifted) == "If the yearly information had been sent, Well-led would be “good”."
    assert str(lifted) in what_would_change(framework, given, rate(framework, given))
    assert str(lifted) in what_would_change_area(framework, given, rate(framework, given), "well_led")
    assert str(lifted) not in what_would_change_area(framework, given, rate(framework, given), "safe")


def test_two_limiters_that_say_the_same_do_not_help_by_going_one_at_a_time():
    framework = shipped()["PROV-SAF-2"]
    given = Given(
        statement_scores=scored(framework),
        well_led=frozenset({"WELL_LED_PIR"}),
        breaches=frozenset({"well_led"}),
    )

    assert without_limiters(rate(framework, given)) == ()


def test_the_effect_of_a_change_is_seen_at_every_level():
    framework = shipped()["PROV-SAF-2"]
    before = rate(framework, Given(statement_scores=scored(framework)))
    after = rate(framework, Given(statement_scores=scored(framework, safe=(2,) * 8, caring=(4, 3, 3, 3, 1))))

    assert effects(before, after) == (
        *(Effect(f"{each.code} {each.title}", "3", "2") for each in framework.areas[0].statements),
        Effect("Safe", "good", "requires improvement"),
        Effect("C1 Kindness, compassion and dignity", "3", "4"),
        Effect("C5 Workforce wellbeing and enablement", "3", "1"),
        Effect("Caring", "good", "requires improvement"),
        Effect("The whole", "good", "requires improvement"),
    )


def test_the_way_of_rating_is_told_before_its_numbers():
    frameworks = shipped()

    assert way_of_rating(frameworks["PROV-SAF-1"]) == (
        "We give each kind of evidence a score from 1 to 4, and 4 is the best. These scores make the score of a "
        "statement. The scores of its statements make the rating of an area. The ratings of the areas make the rating "
        "of the whole."
    )
    assert way_of_rating(frameworks["ASC-2026-DRAFT"]) == (
        "We read the evidence, and judge each area. The ratings of the areas make the rating of the whole."
    )
    assert way_of_rating(frameworks["LA-SAF-2"]).endswith(
        "The scores of all statements together make the rating of the whole."
    )
