"""EX-G31 to EX-G40 as assessments in the database: scored by the actions, kept, and read back (R-386, R-387)."""

import pytest
from django.conf import settings

from inspection.actions.assessments import announce, begin_gathering, close_evidence
from inspection.actions.scores import finish_scoring, start_scoring
from inspection.loading import load_frameworks
from inspection.models import Framework
from inspection.queries.evidence import content_of, statements_in_scope
from inspection.queries.results import result_of
from inspection.queries.snapshots import snapshot_of
from sandbox_portal.people.clock import database_now
from tests.factories.councils import planned_council
from tests.factories.inspection import Scene, evidence
from tests.factories.scoring import give_score, score

from .test_worked_examples import COUNCILS, LETTERS, WITH_LIMITERS

NINE = [example for example, told in COUNCILS.items() if told[0] == "LA-SAF-1"]


def ready_to_score(code: str, **changes: object) -> Scene:
    """A council whose evidence is of every kind for every statement."""
    framework = Framework.objects.get(code=code)
    if changes:
        content = {**framework.content, **changes}
        framework = Framework.objects.create(
            slug=f"{framework.slug}-limited",
            version=1,
            code=f"{code}-L",
            title=framework.title,
            subject_kind=framework.subject_kind,
            scoring_mode=framework.scoring_mode,
            status="live",
            content=content,
        )
    scene = planned_council(framework=framework)
    announce(scene.again(), by=scene.manager, at=database_now())
    begin_gathering(scene.again(), by=scene.lead, at=database_now())
    for category in content_of(scene.again()).categories:
        words = {"text": f"They spoke of {category.title.lower()}.", "statements": scene.assessment.statements}
        evidence(scene, category=category.key, **words)
    close_evidence(scene.again(), gaps_because="", by=scene.lead, at=database_now())
    start_scoring(scene.again(), by=scene.manager, at=database_now())
    scene.again()
    return scene


@pytest.fixture(scope="module")
def frameworks(kept_database):
    load_frameworks(settings.CONTENT_ROOT, database_now())


@pytest.fixture(scope="module")
def nine(frameworks) -> Scene:
    return ready_to_score("LA-SAF-2")


def rated(scene: Scene, scores: tuple[int, ...]):
    for statement, value in zip(statements_in_scope(scene.again()), scores, strict=True):
        give_score(scene, statement.key, value)
    finish_scoring(scene.again(), by=scene.lead, at=database_now())
    return result_of(scene.again())


@pytest.mark.parametrize("example", NINE)
def test_a_council_with_nine_statements(nine, example, db):
    _code, scores, _total, _highest, _exact, percent, letter, position = COUNCILS[example]

    result = rated(nine, scores)

    assert (result.percent, result.position, result.final) == (percent, position, LETTERS[letter])


@pytest.mark.parametrize("example", WITH_LIMITERS)
def test_a_council_where_the_framework_switches_the_limiters_on(frameworks, example, db):
    scores, limiter, letter = WITH_LIMITERS[example]
    scene = ready_to_score("LA-SAF-2", limiters=["STATEMENT_1_IN_GOOD", "STATEMENT_1_OR_2_IN_OUTSTANDING"])

    result = rated(scene, scores)

    assert (result.final, len(result.limiters)) == (LETTERS[letter], 1)
    assert limiter


def test_ex_g40_a_council_by_the_eight_statements_of_2022(frameworks, db):
    scene = ready_to_score("LA-2022")
    for statement, value in zip(statements_in_scope(scene.again()), COUNCILS["EX-G40"][1], strict=True):
        score(scene, statement.key, dict.fromkeys(statement.required_of(), value))
    finish_scoring(scene.again(), by=scene.lead, at=database_now())

    result = result_of(scene.again())

    assert (result.percent, result.final, result.position) == (63, "good", "lower")


def test_the_themes_of_ex_g32_are_told_and_limit_nothing(nine, db):
    result = rated(nine, COUNCILS["EX-G32"][1])

    assert [(each.percent, each.final) for each in result.areas] == [(67, "good"), *[(63, "good")] * 3]
    assert result.final == "good"


def test_what_is_published_of_a_council_holds_no_theme_but_every_statement_and_the_percentage(nine, db):
    rated(nine, COUNCILS["EX-G32"][1])

    report = snapshot_of(nine.again())

    assert (report.overall.rating, report.overall.percent, report.areas) == ("good", 64, ())
    assert len(report.statements) == 9
    assert "requires_improvement" not in str(report.as_data()["areas"])


def test_themes_are_published_where_the_framework_says_so(frameworks, db):
    shown = {"overall_percentage": True, "area_ratings": True, "area_percentages": False, "statement_scores": True}
    scene = ready_to_score("LA-SAF-2", publication=shown)
    rated(scene, COUNCILS["EX-G32"][1])

    report = snapshot_of(scene.again())

    assert [(each.rating, each.percent) for each in report.areas] == [("good", None)] * 4
