"""Scores by statement: what is kept, what is refused, who reads it, and the result that is made of them."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from inspection.actions.assessments import declare_interest
from inspection.actions.scores import CategoryEntry, WholeEntry, finish_scoring, score_statement
from inspection.models import AssessmentResult, CategoryScore, StatementScore
from inspection.queries.evidence import content_of
from inspection.queries.results import result_of, results_that_differ
from inspection.queries.score_desk import (
    MOST_SHOWN,
    area_lines_of,
    changes_of_statement,
    shelves_of,
    statement_in_scope,
)
from inspection.queries.scores import category_scores_of, rated_now, scored_assessments_visible_to
from inspection.rulebook.kept import reckoned_again, same_outcome
from sandbox_portal.casework.models import Case
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.people.choices import Role
from sandbox_portal.people.clock import database_now
from tests.factories.inspection import DIRECTION, LEARNING, STAFFING, Scene, a_framework, at_stage, evidence, gathering
from tests.factories.people import make_staff
from tests.factories.scoring import WHY, finished, give_score, in_scoring, score, score_everything


@pytest.fixture(scope="module")
def scene(kept_database) -> Scene:
    return in_scoring()


@pytest.fixture(scope="module")
def direct(kept_database) -> Scene:
    return in_scoring(framework=a_framework(scoring_mode="statement_direct"))


def said(scene: Scene, statement: str = LEARNING) -> dict[str, tuple[int | None, str, int]]:
    rows = category_scores_of(scene.assessment, statement)
    return {key: (row.score, row.written_by.name, row.version) for key, row in rows.items()}


def test_scores_of_evidence_make_the_score_of_a_statement(scene, db):
    score(scene, LEARNING, {"people": 3, "staff": 2, "processes": 4})

    safe = area_lines_of(scene.again())[0]
    found = safe.lines[0].result
    assert (found.score, found.summed.total, found.summed.percent, safe.lines[1].result.score) == (3, 9, 75, None)


def test_a_statement_shows_the_newest_evidence_of_each_kind_and_counts_all_of_it(db):
    scene = gathering()
    items = [evidence(scene, text=f"They say {number}.", statements=[LEARNING]) for number in range(MOST_SHOWN + 2)]
    evidence(scene, text="Staff say so too.", category="staff", kind="carer", statements=[LEARNING])
    evidence(scene, text="Not about this.", statements=[DIRECTION])

    shelves = shelves_of(scene.assessment, statement_in_scope(scene.assessment, "S1"), scene.lead)

    people, staff = (each for each in shelves if each.items)
    assert people.items == tuple(reversed(items[2:]))
    assert [(each.count, each.more) for each in (people, staff)] == [(MOST_SHOWN + 2, 2), (1, 0)]


def test_a_required_kind_without_a_score_leaves_the_statement_incomplete(scene, db):
    score(scene, LEARNING, {"people": 3})

    line = area_lines_of(scene.again())[0].lines[0]
    assert (line.result.score, line.missing, line.items, line.covered, line.required) == (None, ("Staff",), 1, 1, 2)


def test_a_kind_that_nobody_looked_for_leaves_the_sum_with_its_reason(scene, db):
    entries = [CategoryEntry("people", 4), CategoryEntry("staff", not_sought_because="There is no staff yet.")]

    score_statement(scene.again(), statement=LEARNING, categories=entries, by=scene.lead, at=database_now())

    found = area_lines_of(scene.again())[0].lines[0].result
    assert (found.score, found.left_out) == (4, (("staff", "There is no staff yet."),))


def test_a_change_keeps_what_was_there_before_who_changed_it_and_why(scene, db):
    score(scene, LEARNING, {"people": 3})

    score(scene, LEARNING, {"people": 2}, because="P1 spoke of one team only.", by=scene.second)

    statement = statement_in_scope(scene.assessment, "S1")
    found = [(each.before, each.after, each.why, each.by) for each in changes_of_statement(scene.assessment, statement)]
    assert found == [
        ("3: A good standard", "2: Some shortfalls", f"P1 spoke of one team only. {WHY}", scene.second.name),
        ("", "3: A good standard", WHY, scene.lead.name),
    ]


@pytest.mark.parametrize(
    ("statement", "entries", "words"),
    [
        ("safe.unknown", [CategoryEntry("people", 3)], "not looked at"),
        (LEARNING, [CategoryEntry("partners", 3)], "not in the framework"),
        (LEARNING, [CategoryEntry("people", 5)], "1, 2, 3 or 4"),
        (LEARNING, [CategoryEntry("people", 3, not_sought_because="No time")], "Keep one of them"),
        (LEARNING, [CategoryEntry("people")], "Nothing here is different"),
        (LEARNING, [], "Nothing here is different"),
    ],
)
def test_what_is_refused_and_why(scene, statement, entries, words, db):
    with pytest.raises(Refused, match=words):
        score_statement(scene.again(), statement=statement, categories=entries, by=scene.lead, at=database_now())


def test_a_change_without_a_reason_is_refused(scene, db):
    score(scene, LEARNING, {"people": 3})

    with pytest.raises(Refused, match="Say why you change"):
        score(scene, LEARNING, {"people": 2})


def test_two_who_score_different_kinds_at_once_both_keep_theirs(scene, db):
    both_saw_nothing = {"by": scene.lead, "at": database_now()}
    score_statement(scene.again(), statement=LEARNING, categories=[CategoryEntry("people", 3)], **both_saw_nothing)
    second = [CategoryEntry("people"), CategoryEntry("staff", 2)]

    score_statement(scene.again(), statement=LEARNING, categories=second, by=scene.second, at=database_now())

    assert said(scene) == {"people": (3, scene.lead.name, 1), "staff": (2, scene.second.name, 1)}


def test_two_who_score_the_same_kind_at_once_lose_nothing(scene, db):
    score(scene, LEARNING, {"people": 3})

    with pytest.raises(Refused, match=f"{scene.lead.name} changed “People”"):
        score_statement(
            scene.again(),
            statement=LEARNING,
            categories=[CategoryEntry("people", 2)],
            by=scene.second,
            at=database_now(),
        )
    assert said(scene) == {"people": (3, scene.lead.name, 1)}


def test_scores_are_given_at_no_other_stage(db):
    closed = at_stage("evidence_closed")

    with pytest.raises(Refused, match="cannot be done now"):
        score(closed, LEARNING, {"people": 3})
    with pytest.raises(DatabaseError, match="not scored now"), transaction.atomic():
        CategoryScore.objects.create(
            assessment=closed.assessment, statement=LEARNING, category="people", score=3,
            written_at=database_now(), written_by=closed.lead,
        )  # fmt: skip


@pytest.mark.parametrize(
    "past_the_action",
    [
        lambda scene: CategoryScore.objects.update(score=4),
        lambda scene: CategoryScore.objects.all().delete(),
        lambda scene: _again(scene, version=1),
        lambda scene: _again(scene, version=2),
        lambda scene: _again(scene, version=2, changed_because="Why", score=5),
        lambda scene: _again(scene, version=2, changed_because="Why", not_sought_because="No time"),
    ],
    ids=["changed", "deleted", "the same version", "without a reason", "off the scale", "score and reason"],
)
def test_the_database_keeps_scores_as_they_were_written(scene, past_the_action, db):
    score(scene, LEARNING, {"people": 3})

    with pytest.raises(DatabaseError), transaction.atomic():
        past_the_action(scene)


def _again(scene, **changes):
    values = {"assessment": scene.assessment, "statement": LEARNING, "category": "people", "score": 2}
    who = {"written_at": database_now(), "written_by": scene.lead}
    CategoryScore.objects.create(**{**values, **who, **changes})


def test_without_the_promise_of_the_database_a_score_would_change(scene, db):
    """The twin of the above: it is the trigger that keeps them."""
    score(scene, LEARNING, {"people": 3})

    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE inspection_categoryscore DISABLE TRIGGER category_scores_stay")
        assert CategoryScore.objects.update(score=4) == 1
        transaction.set_rollback(True)


def test_whoever_has_an_interest_neither_scores_nor_reads_scores(scene, db):
    declare_interest(scene.again(), has_interest=True, words="My aunt", by=scene.second, at=database_now())

    with pytest.raises(Refused, match="Only inspectors of the team"):
        score(scene, LEARNING, {"people": 3}, by=scene.second)
    with pytest.raises(DatabaseError, match="has an interest"), transaction.atomic():
        _again(scene, written_by=scene.second)
    assert not scored_assessments_visible_to(scene.second).exists()


def test_only_the_team_managers_and_auditors_read_scores(scene, db):
    people = {
        "lead": scene.lead,
        "manager": scene.manager,
        "auditor": make_staff(Role.AUDITOR),
        "other inspector": make_staff(Role.INSPECTOR),
        "programme lead": make_staff(Role.PROGRAMME_LEAD),
        "registration manager": make_staff(Role.REGISTRATION_MANAGER),
        "analyst": make_staff(Role.MONITORING_ANALYST),
        "organisation": scene.owner,
    }

    read = {name for name, person in people.items() if scored_assessments_visible_to(person).exists()}

    assert read == {"lead", "manager", "auditor"}


def test_scoring_ends_when_everything_is_scored_and_keeps_its_result(scene, db):
    score(scene, LEARNING, {"people": 3, "staff": 3})
    with pytest.raises(Refused, match="Not everything is scored yet: S2, W1"):
        finish_scoring(scene.again(), by=scene.lead, at=database_now())
    score(scene, STAFFING, {"people": 1, "staff": 1})
    score(scene, DIRECTION, {"people": 4, "staff": 4})

    row = finish_scoring(scene.again(), by=scene.lead, at=database_now())

    found = result_of(scene.again())
    safe, well_led = found.areas
    assert (scene.assessment.case.stage, row.number, row.rating) == ("draft_report", 1, "good")
    assert (safe.percent, safe.raw, safe.final, safe.position) == (50, *["requires_improvement"] * 2, "lower")
    assert (well_led.percent, well_led.final, well_led.words) == (100, "outstanding", "outstanding")
    assert [(each.code, each.score) for each in safe.statements] == [("S1", 3), ("S2", 1)]
    assert found.used_judgement is False
    assert same_outcome(row.outcome, reckoned_again(content_of(scene.assessment), row.given))


def test_a_stored_result_stays_and_no_other_is_made_past_the_end_of_scoring(db):
    scene, row = finished()

    with pytest.raises(DatabaseError, match="stays as it was written"), transaction.atomic():
        AssessmentResult.objects.filter(pk=row.pk).update(rating="outstanding")
    with pytest.raises(Refused, match="cannot be done now"):
        score(scene, LEARNING, {"people": 1}, because="Too high")
    values = {"given": row.given, "outcome": row.outcome, "made_at": database_now(), "made_by": scene.lead}
    with transaction.atomic():
        Case.objects.filter(pk=scene.assessment.pk).update(stage="published")
        with pytest.raises(DatabaseError, match="when scoring ends"), transaction.atomic():
            AssessmentResult.objects.create(assessment=scene.assessment, number=2, **values)
        transaction.set_rollback(True)


def test_a_statement_that_is_scored_as_a_whole_needs_reasons_and_its_evidence(direct, db):
    with pytest.raises(Refused, match="the reasons"):
        give_score(direct, LEARNING, 3, reasons=" ")
    with pytest.raises(Refused, match="kinds of evidence have no scores"):
        score(direct, LEARNING, {"people": 3})

    give_score(direct, LEARNING, 3)

    found = rated_now(direct.again()).areas[0].statements[0]
    assert (found.score, found.missing) == (None, ("staff",))
    entry = CategoryEntry("staff", not_sought_because="There is no staff yet.")
    score_statement(direct.again(), statement=LEARNING, categories=[entry], by=direct.lead, at=database_now())
    assert rated_now(direct.again()).areas[0].statements[0].score == 3


def test_a_score_of_a_whole_statement_is_taken_back_with_a_reason(direct, db):
    give_score(direct, LEARNING, 3)

    give_score(direct, LEARNING, None, because="Two letters have come.", reasons="")

    assert list(StatementScore.objects.values_list("version", "score", "changed_because").order_by("version")) == [
        (1, 3, ""),
        (2, None, "Two letters have come."),
    ]


def test_where_evidence_is_scored_a_statement_has_no_score_of_its_own(scene, db):
    with pytest.raises(Refused, match="each kind of evidence is scored"):
        score_statement(scene.again(), statement=LEARNING, whole=WholeEntry(3, WHY), by=scene.lead, at=database_now())


def test_everything_scored_alike_is_rated_alike(scene, db):
    score_everything(scene, 3)

    rated = rated_now(scene.again())
    assert [area.final for area in rated.areas] + [rated.overall.final] == ["good"] * 3


def test_every_stored_result_comes_out_again_and_one_that_was_tampered_with_does_not(db):
    _scene, row = finished()
    assert results_that_differ() == (1, [])

    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE inspection_assessmentresult DISABLE TRIGGER results_stay")
        AssessmentResult.objects.update(given={**row.given, "breaches": ["safe"]})

        assert results_that_differ() == (1, [row])
        with pytest.raises(CommandError, match="Not every stored result"):
            call_command("check_ratings", stderr=StringIO())
        transaction.set_rollback(True)
