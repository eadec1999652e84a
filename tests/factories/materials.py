"""Materials of inspections, trial inspections that use them, and comments on a draft, by the real actions."""

from datetime import timedelta
from typing import Any

from inspection.actions.materials import change_part, keep_materials, prepare_next
from inspection.actions.materials_comments import ask_for_comments, keep_comment
from inspection.actions.refinement import LookedBack, Outcome, close_refinement, write_refinement
from inspection.models import Assessment, MaterialsComment, MaterialsUse, MaterialsVersion
from inspection.rulebook.materials import MaterialsContent
from sandbox_portal.casework.working_days import day_in_london
from sandbox_portal.people.clock import database_now
from sandbox_portal.people.models import Organisation, User
from sandbox_portal.register.actions import open_service, record_status
from sandbox_portal.register.choices import Scheme
from sandbox_portal.register.models import Service

from .inspection import DIRECTION, LEARNING, STAFFING, Scene, a_framework, planned
from .people import make_organisation
from .worlds import World, builds

WORKED = LookedBack("People knew the questions.", "Three questions were too long.", "Shorter ones", "Shorter ones")
PROMPTS = {LEARNING: "Who hears of a near miss?", STAFFING: "Who covers tonight?", DIRECTION: "Who decides?"}


def content(series: str = "small", **changes: Any) -> MaterialsContent:
    parts = [{"kind": "prompts", "key": key, "title": key, "says": [says]} for key, says in PROMPTS.items()]
    parts += [
        {"kind": "evidence", "key": "talk", "title": "A talk", "says": ["How did they agree?"]},
        {
            "kind": "feedback",
            "key": "P",
            "title": "People",
            "question_set": "feedback-person",
            "question_set_version": 1,
        },
        {"kind": "report", "key": "summary", "title": "The summary", "says": ["Begin with people."]},
        {"kind": "chapter", "key": "before", "title": "Before", "says": ["Read the list of teams."]},
    ]
    values = {"series": series, "number": "0.1", "title": "A trial", "summary": "Just enough.", "status": "in_use"}
    return MaterialsContent.model_validate({**values, "parts": parts, **changes}, strict=False)


def materials(series: str = "small", **changes: Any) -> MaterialsVersion:
    return keep_materials(content(series, **changes), by=None, at=database_now())


def sandbox_service(organisation: Organisation | None = None, *, name: str = "") -> Service:
    facts = {"kind": "home_care", "name": name, "is_listed": False, "by": None, "at": database_now()}
    service = open_service(organisation or make_organisation(), **facts)
    said = {"scheme": Scheme.SANDBOX, "status": "taking_part", "from_day": day_in_london(database_now())}
    record_status(service, **said, is_public=False, by=None, at=database_now())
    return service


def use_of(assessment: Assessment) -> MaterialsUse:
    return MaterialsUse.objects.select_related("version", "next_version").get(assessment=assessment)


def looked_back(scene: Scene, **words: str) -> MaterialsUse:
    said = LookedBack(**{**WORKED.__dict__, **words})
    return write_refinement(use_of(scene.assessment), words=said, by=scene.lead, at=database_now())


def better(version: MaterialsVersion, *, keys: tuple[str, ...], by: User) -> MaterialsVersion:
    """The next version as a draft, with other words for these prompts."""
    draft = prepare_next(version, by=by, at=database_now())
    for key in keys:
        words = {"kind": "prompts", "key": key, "title": key, "says": ["In short?"]}
        draft = change_part(draft, **words, by=by, at=database_now())
    return draft


def closed(scene: Scene, outcome: Outcome) -> MaterialsUse:
    looked_back(scene)
    return close_refinement(use_of(scene.assessment), outcome=outcome, by=scene.manager, at=database_now())


def a_comment(
    version: MaterialsVersion, *, by: User, name: str = "Lantern Council", words: str = ""
) -> MaterialsComment:
    """Asked for by letter, and given if there are words."""
    until = day_in_london(database_now()) + timedelta(days=20)
    number = MaterialsComment.objects.count() + 1
    whom = [(name, f"comment{number}@example.org")]
    comment = ask_for_comments(version, whom=whom, until=until, by=by, at=database_now())[0]
    if words:
        said = {"says": "agree_with_comments", "words": words}
        comment = keep_comment(comment.pk, answers=said, by=None, at=database_now())
    return comment


@builds(place=59)
def build(world: World) -> None:
    """A trial inspection of the world, looked back on; a draft of the next version, with a comment on it."""
    mark, at = world.canary, database_now()
    framework = a_framework()
    version = materials(framework.slug)
    organisation = make_organisation(mark("Organisation", "on-trial"), owner=world.people["provider"])
    service = sandbox_service(organisation, name=mark("Service", "on-trial"))
    people = {"manager": world.people["inspection_manager"], "lead": world.people["inspector"]}
    scene = planned(organisation, service=service, framework=framework, **people)
    looked_back(scene, what_worked=mark("MaterialsUse", "what_worked"))
    draft = prepare_next(version, by=scene.manager, at=at)
    comment = a_comment(draft, by=scene.manager, words="The second question is too long.")
    numbered = {"series": draft.series, "number": draft.number}
    names = ("materials-detail", "materials-next", "materials-use", "materials-ask")
    world.ids_of |= dict.fromkeys(names, numbered)
    world.ids_of["materials-compare"] = {"series": draft.series}
    world.ids_of["materials-comment"] = {**numbered, "comment_id": comment.pk}
    world.ids_of["materials-part"] = {**numbered, "kind": "prompts", "key": LEARNING}
    case = {"case_id": scene.assessment.pk}
    world.ids_of |= dict.fromkeys(("assessment-materials", "assessment-look-back", "assessment-close-record"), case)
