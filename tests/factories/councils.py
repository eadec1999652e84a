"""Councils, their frameworks and their assessments."""

from collections.abc import Sequence
from datetime import timedelta
from itertools import count
from typing import Any

from inspection.actions.assessments import (
    Plan,
    announce,
    begin_gathering,
    close_evidence,
    declare_interest,
    name_team,
    write_plan,
)
from inspection.actions.councils import start_council_assessment
from inspection.actions.improvement import Deed, add_action, note_practice
from inspection.actions.journey import Verdict, ask_council, decide_move, note_serious_risk, propose_move
from inspection.actions.practice import ask_for_practice, keep_practice
from inspection.actions.scores import finish_scoring, start_scoring
from inspection.models import Framework, JourneyMove, JourneyProposal, PlanAction, SharedPractice
from sandbox_portal.casework.working_days import day_in_london
from sandbox_portal.people.choices import LegalForm, Role
from sandbox_portal.people.clock import database_now
from sandbox_portal.people.models import Organisation, User
from sandbox_portal.people.queries import people_of

from .frameworks import make_framework
from .inspection import Scene, evidence, load_words
from .people import make_organisation, make_staff
from .scoring import give_score
from .worlds import World, builds

_numbers = count(1)


def council_content(numbers: tuple[int, ...] = (2, 1), **changes: Any) -> dict[str, Any]:
    """A framework for councils with two themes, whose statements are summed (R-386)."""
    areas = [
        _theme(f"theme{place}", f"T{place}", [f"s{number}" for number in range(1, size + 1)])
        for place, size in enumerate(numbers, 1)
    ]
    number = next(_numbers)
    return {
        "slug": f"council-{number}",
        "code": f"COUNCIL-{number}",
        "subject_kind": "local_authority",
        "scoring_mode": "statement_direct",
        "area_noun": "Theme",
        "overall": "statements",
        "limiters": [],
        "areas": areas,
        **changes,
    }


def _theme(key: str, code: str, names: list[str]) -> dict[str, Any]:
    statements = [
        {"key": f"{key}.{name}", "code": f"{code}.{name[1:]}", "title": f"{code} {name}", "required": ["people"]}
        for name in names
    ]
    return {"key": key, "code": code, "title": f"Theme {code}", "statements": statements}


def make_council(name: str = "", **facts: Any) -> Organisation:
    return make_organisation(name or f"Farrow District {next(_numbers)}", legal_form=LegalForm.LOCAL_AUTHORITY, **facts)


def planned_council(
    council: Organisation | None = None,
    *,
    framework: Framework | None = None,
    manager: User | None = None,
    lead: User | None = None,
) -> Scene:
    """The assessment of a council, with a team that has no interest, and a plan."""
    load_words()
    council, at = council or make_council(), database_now()
    manager, lead = manager or make_staff(Role.INSPECTION_MANAGER), lead or make_staff(Role.INSPECTOR)
    second = make_staff(Role.INSPECTOR)
    framework = framework or make_framework(**council_content())
    facts = {"framework": framework, "because": "It has never been assessed."}
    assessment = start_council_assessment(council, **facts, by=manager, at=at)
    scene = Scene(assessment, people_of(council)[0], manager, lead, second)
    name_team(scene.again(), lead=lead, members=[second], by=manager, at=at)
    for person in (lead, second):
        declare_interest(scene.again(), has_interest=False, words="", by=person, at=at)
    today = day_in_london(at)
    plan = Plan(assessment.statements, "", True, today, today + timedelta(days=20))
    write_plan(scene.again(), plan=plan, by=lead, at=at)
    scene.again()
    return scene


def rated_council(scores: Sequence[int] = (1, 1, 2), *, council: Organisation | None = None, **facts: Any) -> Scene:
    """An assessment of a council whose statements have these scores, in their order, and its result."""
    scene = planned_council(council, **facts)
    announce(scene.again(), by=scene.manager, at=database_now())
    begin_gathering(scene.again(), by=scene.lead, at=database_now())
    keys = scene.again().statements
    evidence(scene, statements=keys)
    close_evidence(scene.again(), gaps_because="It is a trial.", by=scene.lead, at=database_now())
    start_scoring(scene.again(), by=scene.manager, at=database_now())
    for key, value in zip(keys, scores, strict=True):
        give_score(scene, key, value)
    finish_scoring(scene.again(), by=scene.lead, at=database_now())
    scene.again()
    return scene


def at_risk(scene: Scene | None = None, *, because: str = "People wait for months.") -> tuple[Scene, JourneyProposal]:
    """Inadequate, with a serious risk noted: level 1 is proposed by itself."""
    scene = scene or rated_council()
    note_serious_risk(scene.again(), because=because, by=scene.lead, at=database_now())
    return scene, JourneyProposal.objects.get(council=scene.assessment.organisation, decided_at=None)


def accepted(proposal: JourneyProposal, *, by: User, **changes: Any) -> JourneyMove:
    """Decided for, without having asked the council."""
    today = day_in_london(database_now())
    facts = {
        "is_accepted": True,
        "because": "People must not wait.",
        "without_voice_because": "It cannot wait.",
        "moved_on": today,
        "review_on": today + timedelta(days=120) if proposal.to_level in (1, 2) else None,
        **changes,
    }
    move = decide_move(proposal, verdict=Verdict(**facts), by=by, at=database_now())
    assert move is not None
    return move


@builds(place=58)
def build(world: World) -> None:
    """A council that could be assessed, and one on its journey with a plan that is written."""
    mark = world.canary
    council = make_council(mark("Organisation", "council"))
    world.ids_of["assessment-start-council"] = {"organisation_id": council.pk}
    manager, lead, owner = (world.people[each] for each in ("inspection_manager", "inspector", "provider"))
    council = make_council(f"Wold District {world.letter}", owner=owner)
    scene, proposal = at_risk(
        rated_council(council=council, manager=manager, lead=lead), because=mark("SeriousRisk", "because")
    )
    move = accepted(proposal, by=manager, because=mark("JourneyMove", "because"), is_public=True)
    facts = {"because": mark("JourneyProposal", "because"), "by": manager, "at": database_now()}
    ahead = propose_move(council, to_level=2, **facts)
    ask_council(ahead, by=manager, at=database_now())
    deed = Deed(what=mark("PlanAction", "what"), owner="The director")
    action = add_action(move.plan, finding=move.plan.findings.get(number=1), deed=deed, by=owner, at=database_now())
    practice = {"partner": "A neighbour", "words": mark("GoodPractice", "words")}
    note_practice(move.plan, **practice, by=manager, at=database_now())
    world.ids_of |= page_ids(scene, ahead, action)
    shared = a_shared_practice(scene, words=mark("SharedPractice", "words"), by=lead)
    world.ids_of |= practice_ids(shared)


def a_shared_practice(scene: Scene, *, words: str = "", by: User | None = None) -> SharedPractice:
    """Asked for by letter, and answered if there are words."""
    until = day_in_london(database_now()) + timedelta(days=20)
    facts = {"partner": "Lantern Council", "email": f"practice{next(_numbers)}@example.org", "until": until}
    shared = ask_for_practice(scene.again(), **facts, by=by or scene.lead, at=database_now())
    if words:
        shared = keep_practice(shared.pk, answers={"words": words}, by=None, at=database_now())
    return shared


def practice_ids(shared: SharedPractice) -> dict[str, dict[str, Any]]:
    """The ids of every page of good practice that was shared."""
    case = {"case_id": shared.assessment_id}
    one = {**case, "practice_id": shared.pk}
    names = ("practice-evidence", "practice-plan", "practice-aside")
    return {**dict.fromkeys(("practice-list", "practice-ask"), case), **dict.fromkeys(names, one)}


def page_ids(scene: Scene, proposal: JourneyProposal, action: PlanAction) -> dict[str, dict[str, Any]]:
    """The ids of every page of a journey, and of the plan of this action."""
    council, plan = {"organisation_id": proposal.council_id}, {"case_id": action.plan_id}
    ids = dict.fromkeys(("journey-detail", "journey-propose", "journey-own", "journey-public"), council)
    of_proposal = {**council, "proposal_id": proposal.pk}
    ids |= dict.fromkeys(("journey-ask", "journey-decide", "journey-voice"), of_proposal)
    ids |= {key: {"case_id": scene.assessment.pk} for key in ("assessment-risk", "assessment-risk-resolved")}
    ids |= dict.fromkeys(("plan-detail", "plan-finding-add", "plan-review-add", "plan-practice"), plan)
    of_action = {**plan, "action_id": action.pk}
    ids |= dict.fromkeys(("plan-action", "plan-action-remove", "plan-progress"), of_action)
    ids["plan-action-add"] = {**plan, "finding_id": action.finding_id}
    ids["plan-review"] = {**plan, "review_id": action.plan.reviews.get(number=1).pk}
    ids["plan-step"] = {**plan, "step": "end"}
    return ids
