"""Scores of assessments by the real actions."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from inspection.actions.assessments import close_evidence
from inspection.actions.limits import ask_departure, note_limiter
from inspection.actions.scores import CategoryEntry, WholeEntry, finish_scoring, score_statement, start_scoring
from inspection.choices.frameworks import ScoringMode
from inspection.models import AreaJudgement, AssessmentResult, StatementScore
from inspection.queries.evidence import content_of, statements_in_scope
from inspection.queries.scores import category_scores_of, given_of, statement_scores_of
from inspection.rulebook.kept import data_of_given, outcome_of
from inspection.rulebook.rating import rate
from sandbox_portal.people.clock import database_now

from .inspection import LEARNING, STAFFING, Scene, evidence, gathering, registered_service
from .people import make_organisation
from .worlds import World, builds

WHY = "By what people and records say."


def in_scoring(scene: Scene | None = None, **facts: Any) -> Scene:
    """With evidence, closed, and the team lets loose on it."""
    scene = scene or gathering(**facts)
    evidence(scene)
    close_evidence(scene.again(), gaps_because="It is a small service.", by=scene.lead, at=database_now())
    start_scoring(scene.again(), by=scene.manager, at=database_now())
    scene.again()
    return scene


def score(scene: Scene, statement: str, scores: Mapping[str, int | None], *, because: str = "", **facts: Any) -> None:
    """Give each kind of evidence of one statement its score, as somebody who sees what is kept now."""
    now = category_scores_of(scene.assessment, statement)
    entries = [
        CategoryEntry(key, value, reasons=WHY, seen=now[key].version if key in now else 0)
        for key, value in scores.items()
    ]
    by = facts.pop("by", scene.lead)
    score_statement(
        scene.again(),
        statement=statement,
        categories=entries,
        changed_because=because,
        by=by,
        at=database_now(),
        **facts,
    )


def give_score(scene: Scene, statement: str, value: int | None, *, because: str = "", reasons: str = WHY) -> None:
    """The same where the statement has a score of its own."""
    now = statement_scores_of(scene.assessment).get(statement)
    whole = WholeEntry(value, reasons, now.version if now else 0)
    score_statement(
        scene.again(), statement=statement, whole=whole, changed_because=because, by=scene.lead, at=database_now()
    )


def score_everything(scene: Scene, value: int = 3) -> Scene:
    """Every statement that is looked at has this score."""
    assessment = scene.again()
    for statement in statements_in_scope(assessment):
        if content_of(assessment).scoring_mode == ScoringMode.EVIDENCE_CATEGORY:
            score(scene, statement.key, dict.fromkeys(statement.required_of(assessment.service_kind), value))
        else:
            give_score(scene, statement.key, value)
    return scene


def finished(scene: Scene | None = None, *, value: int = 3, **facts: Any) -> tuple[Scene, AssessmentResult]:
    """Scored through, with its result."""
    scene = score_everything(scene or in_scoring(**facts), value)
    return scene, finish_scoring(scene.again(), by=scene.lead, at=database_now())


def page_ids(scene: Scene) -> dict[str, dict[str, Any]]:
    """The ids of every page of the scores of one assessment that has a limiter and a departure."""
    case = {"case_id": scene.assessment.pk}
    limiter, departure = scene.assessment.limiters.get(), scene.assessment.departures.get()
    ids = dict.fromkeys(OF_THE_SCORES, case)
    ids["assessment-score-statement"] = {**case, "statement_code": "S1"}
    ids["assessment-judge-area"] = {**case, "area_key": "safe"}
    ids["assessment-limiter-end"] = {**case, "limiter_id": limiter.pk}
    of_departure = {**case, "departure_id": departure.pk}
    return ids | {"assessment-departure-sign": of_departure, "assessment-departure-end": of_departure}


OF_THE_SCORES = (
    "assessment-scores", "assessment-limiter-note", "assessment-departure-ask", "assessment-trace",
    "assessment-what-if",
    "assessment-beside", "assessment-charts", "assessment-charts-sheet", "assessment-rating-file",
)  # fmt: skip


@builds(place=59)
def build(world: World) -> None:
    """An assessment of the world that is being scored: a breach is noted, a departure waits for its second signature.

    What its framework does not ask for stands there too, past the actions, so that a leak of it would show.
    """
    mark, at = world.canary, database_now()
    organisation = make_organisation(mark("Organisation", "scored"), owner=world.people["provider"])
    service = registered_service(organisation, name=mark("Service", "scored"), is_listed=False)
    people = {"manager": world.people["inspection_manager"], "lead": world.people["inspector"]}
    scene = in_scoring(gathering(organisation, service=service, **people))
    score_everything(scene)
    entries = [CategoryEntry("people", 2, reasons=mark("CategoryScore", "reasons"), seen=1)]
    because = {"changed_because": mark("CategoryScore", "because")}
    score_statement(scene.again(), statement=LEARNING, categories=entries, **because, by=scene.lead, at=at)
    breach = {"code": "BREACH", "area": "safe", "regulation": "Regulation 17"}
    note_limiter(scene.again(), **breach, words=mark("NotedLimiter", "words"), by=scene.lead, at=at)
    asked = {"about": "well_led", "rating": "outstanding", "reason": mark("Departure", "reason")}
    ask_departure(scene.again(), **asked, by=scene.manager, at=at)
    assessment, who = scene.again(), {"written_at": at, "written_by": scene.lead}
    reasons = mark("StatementScore", "reasons")
    StatementScore.objects.create(assessment=assessment, statement=LEARNING, score=3, reasons=reasons, **who)
    reasons = mark("AreaJudgement", "reasons")
    AreaJudgement.objects.create(assessment=assessment, area="safe", rating="good", reasons=reasons, **who)
    given = replace(given_of(assessment), not_applicable={STAFFING: mark("AssessmentResult", "given")})
    outcome = outcome_of(rate(content_of(assessment), given))
    AssessmentResult.objects.create(
        assessment=assessment, number=1, given=data_of_given(given), outcome=outcome, made_at=at, made_by=scene.lead
    )
    world.ids_of |= page_ids(scene)
