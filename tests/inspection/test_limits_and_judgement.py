"""What limits a rating, what departs from it, areas that are carried over, and areas that are judged."""

from datetime import date

import pytest
from django.db import DatabaseError, transaction

from inspection.actions.limits import ask_departure, end_departure, end_limiter, note_limiter, sign_departure
from inspection.actions.scores import WholeEntry, finish_scoring, judge_area, score_statement
from inspection.models import AreaJudgement, Departure, NotedLimiter
from inspection.queries.results import result_of
from inspection.queries.scores import rated_now
from inspection.rulebook.given import Earlier
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.people.choices import Role
from sandbox_portal.people.clock import database_now
from sandbox_portal.register.actions import record_status
from sandbox_portal.register.choices import Scheme
from tests.factories.inspection import DIRECTION, LEARNING, STAFFING, Scene, a_framework
from tests.factories.people import make_staff
from tests.factories.scoring import in_scoring, score, score_everything

BREACH = {"code": "BREACH", "area": "safe", "regulation": "Regulation 17", "words": "No audits since spring."}
FURTHER = {"about": "safe", "rating": "outstanding", "reason": "All of the evidence says so."}


@pytest.fixture(scope="module")
def scene(kept_database) -> Scene:
    return score_everything(in_scoring())


@pytest.fixture(scope="module")
def judged(kept_database) -> Scene:
    return in_scoring(framework=a_framework(scoring_mode="key_question_judgement", limiters=["BREACH"]))


def breach(scene: Scene, **changes) -> NotedLimiter:
    return note_limiter(scene.again(), **{**BREACH, **changes}, by=scene.lead, at=database_now())


def asked(scene: Scene, **changes) -> Departure:
    return ask_departure(scene.again(), **{**FURTHER, **changes}, by=scene.manager, at=database_now())


def another_manager():
    return make_staff(Role.INSPECTION_MANAGER)


def ratings(scene: Scene) -> list[str | None]:
    rated = rated_now(scene.again())
    return [*(area.final for area in rated.areas), rated.overall.final]


def test_a_breach_limits_its_area_and_the_whole_until_it_is_taken_back(scene, db):
    row = breach(scene)
    limited = ratings(scene)

    end_limiter(row, because="They were in another book.", by=scene.second, at=database_now())

    assert (limited, ratings(scene)) == (["requires_improvement", "good", "requires_improvement"], ["good"] * 3)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"code": "WELL_LED_PIR"}, "limits no rating in this framework"),
        ({"area": "caring"}, "Choose the area"),
        ({"regulation": " "}, "Name the regulation"),
        ({"words": ""}, "Say what shows it"),
    ],
)
def test_what_is_no_breach_is_refused(scene, changes, words, db):
    with pytest.raises(Refused, match=words):
        breach(scene, **changes)


def test_a_breach_is_noted_once_and_never_goes(scene, db):
    row = breach(scene)

    with pytest.raises(Refused, match="noted already"):
        breach(scene)
    for past_the_action in (row.delete, lambda: NotedLimiter.objects.update(words="Fine")):
        with pytest.raises(DatabaseError, match="stays as it was noted"), transaction.atomic():
            past_the_action()


def test_a_departure_counts_once_another_manager_has_signed_it(scene, db):
    row = asked(scene)
    before = ratings(scene)

    sign_departure(row, by=another_manager(), at=database_now())

    assert (before, ratings(scene)) == (["good"] * 3, ["outstanding", "good", "good"])


def test_whoever_asks_does_not_sign_and_the_database_says_so_too(scene, db):
    row = asked(scene)

    with pytest.raises(Refused, match="Another inspection manager signs it"):
        sign_departure(row, by=scene.manager, at=database_now())
    with pytest.raises(DatabaseError, match="a_departure_is_signed_by_another"), transaction.atomic():
        Departure.objects.update(signed_by=scene.manager, signed_at=database_now())


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"rating": "inadequate"}, "by one step only"),
        ({"rating": "good"}, "worked out already"),
        ({"reason": " "}, "Write down why"),
        ({"about": "caring"}, "Choose the area"),
    ],
)
def test_a_departure_is_one_step_with_a_reason(scene, changes, words, db):
    with pytest.raises(Refused, match=words):
        asked(scene, **changes)


def test_the_database_lets_no_departure_go_two_steps(scene, db):
    who = {"asked_at": database_now(), "asked_by": scene.manager}

    with pytest.raises(DatabaseError, match="a_departure_is_one_step"), transaction.atomic():
        Departure.objects.create(
            assessment=scene.assessment, about="safe", computed="good", rating="inadequate", reason="Bad", **who
        )


def test_only_managers_outside_the_team_depart_from_a_rating(scene, db):
    with pytest.raises(Refused, match="Only an inspection manager"):
        ask_departure(scene.again(), **FURTHER, by=scene.lead, at=database_now())


def test_a_departure_from_what_no_longer_comes_out_counts_no_more_and_must_be_settled(scene, db):
    sign_departure(asked(scene), by=another_manager(), at=database_now())
    score(scene, LEARNING, {"people": 1, "staff": 1}, because="A letter has come.")

    counted = ratings(scene)

    assert counted == ["requires_improvement", "good", "good"]
    with pytest.raises(Refused, match="counts no more"):
        finish_scoring(scene.again(), by=scene.lead, at=database_now())
    end_departure(Departure.objects.get(), because="It is of old scores.", by=scene.manager, at=database_now())
    assert finish_scoring(scene.again(), by=scene.lead, at=database_now()).rating == "good"


def test_scores_are_not_finished_while_a_signature_is_waited_for(scene, db):
    asked(scene)

    with pytest.raises(Refused, match="waits for the signature"):
        finish_scoring(scene.again(), by=scene.lead, at=database_now())


def test_the_result_says_that_judgement_was_used_and_which_limit_made_a_difference(scene, db):
    score(scene, STAFFING, {"people": 1, "staff": 1}, because="P1 was left alone.")
    score(scene, LEARNING, {"people": 4, "staff": 4}, because="All say so.")
    row = asked(scene, about="overall", rating="requires_improvement")
    sign_departure(row, by=another_manager(), at=database_now())

    finish_scoring(scene.again(), by=scene.lead, at=database_now())

    found = result_of(scene.again())
    safe = found.area("safe")
    assert (safe.percent, safe.raw, safe.final) == (63, "good", "requires_improvement")
    assert safe.limiters == (
        "S2 scored 1, and one score of 1 is enough. So the rating is at most requires improvement.",
    )
    assert (found.computed, found.final, found.used_judgement) == ("good", "requires_improvement", True)


def test_an_area_that_is_not_assessed_keeps_the_rating_of_the_register_with_its_day(db):
    scene = in_scoring()
    day, facts = date(2023, 5, 4), {"scheme": Scheme.RATING, "is_public": True, "by": None, "at": database_now()}
    record_status(scene.assessment.service, part="well_led", status="outstanding", from_day=day, **facts)
    type(scene.assessment).objects.update(statements=[LEARNING, STAFFING], scope_because="A short look.")

    score_everything(scene)

    safe, well_led = rated_now(scene.again()).areas
    assert (safe.final, well_led.earlier, ratings(scene)[-1]) == ("good", Earlier("outstanding", day), "good")
    assert [each.not_applicable for each in well_led.statements] == ["Not looked at this time. A short look."]
    finish_scoring(scene.again(), by=scene.lead, at=database_now())
    found = result_of(scene.again()).area("well_led")
    assert (found.final, found.rated_on, found.is_carried_over) == ("outstanding", day, True)


def test_without_an_earlier_rating_of_some_area_the_whole_is_not_rated_yet(db):
    scene = in_scoring()
    type(scene.assessment).objects.update(statements=[DIRECTION], scope_because="A short look.")
    score_everything(scene)

    row = finish_scoring(scene.again(), by=scene.lead, at=database_now())

    found = result_of(scene.again())
    assert (row.rating, found.words, found.waiting_for) == ("", "not rated yet", ("safe",))


def test_where_areas_are_judged_each_gets_a_rating_with_reasons_and_notes_without_scores(judged, db):
    by = {"by": judged.lead, "at": database_now()}
    score_statement(
        judged.again(), statement=LEARNING, whole=WholeEntry(None, "Worries are shared across circles."), **by
    )
    with pytest.raises(Refused, match="statements have no scores"):
        score_statement(judged.again(), statement=LEARNING, whole=WholeEntry(3, "Good"), **by)
    judge_area(judged.again(), area="safe", rating="good", reasons="Worries are shared.", **by)
    with pytest.raises(Refused, match="Well-led"):
        finish_scoring(judged.again(), **by)
    judge_area(judged.again(), area="well_led", rating="good", reasons="Leaders know the circles.", **by)

    judge_area(
        judged.again(),
        area="safe",
        rating="requires_improvement",
        reasons="Not all.",
        seen=1,
        changed_because="P2 rang.",
        **by,
    )

    assert ratings(judged) == ["requires_improvement", "good", "good"]
    assert list(AreaJudgement.objects.filter(area="safe").values_list("version", "rating", "changed_because")) == [
        (2, "requires_improvement", "P2 rang."),
        (1, "good", ""),
    ]
    with pytest.raises(Refused, match="every rating is judgement"):
        asked(judged, rating="good")


def test_a_judgement_of_somebody_else_meanwhile_is_not_overwritten(judged, db):
    judge_area(judged.again(), area="safe", rating="good", reasons="Shared.", by=judged.lead, at=database_now())

    with pytest.raises(Refused, match=f"{judged.lead.name} changed “Safe”"):
        judge_area(judged.again(), area="safe", rating="inadequate", reasons="No", by=judged.second, at=database_now())
