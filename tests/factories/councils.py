"""Councils, their frameworks and their assessments."""

from datetime import timedelta
from itertools import count
from typing import Any

from inspection.actions.assessments import Plan, declare_interest, name_team, write_plan
from inspection.actions.councils import start_council_assessment
from inspection.models import Framework
from sandbox_portal.casework.working_days import day_in_london
from sandbox_portal.people.choices import LegalForm, Role
from sandbox_portal.people.clock import database_now
from sandbox_portal.people.models import Organisation
from sandbox_portal.people.queries import people_of

from .frameworks import make_framework
from .inspection import Scene, load_words
from .people import make_organisation, make_staff
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


def planned_council(council: Organisation | None = None, *, framework: Framework | None = None) -> Scene:
    """The assessment of a council, with a team that has no interest, and a plan."""
    load_words()
    council, at = council or make_council(), database_now()
    manager, lead, second = make_staff(Role.INSPECTION_MANAGER), make_staff(Role.INSPECTOR), make_staff(Role.INSPECTOR)
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


@builds(place=58)
def build(world: World) -> None:
    """A council that could be assessed."""
    council = make_council(world.canary("Organisation", "council"))
    world.ids_of["assessment-start-council"] = {"organisation_id": council.pk}
