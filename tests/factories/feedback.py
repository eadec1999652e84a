"""Feedback on a service, asked for and given by the real actions."""

from datetime import timedelta
from typing import Any

from inspection.actions.feedback import Given, ask_for_feedback, give_feedback
from inspection.models import FeedbackAnswer, FeedbackRequest, FeedbackTalk
from inspection.queries.figures import FigureSource, register_figures
from sandbox_portal.casework.working_days import day_in_london
from sandbox_portal.people.clock import database_now

from .inspection import Scene, a_framework, gathering, registered_service
from .people import make_organisation
from .worlds import World, builds

SAFE = {"safe": "no", "safe_more": "Nobody answers at night."}
ANSWERS = {"kind": "yes", **SAFE, "come": "not_sure", "more": "The walks."}


def asked(scene: Scene, *, group: str = "P", addresses: tuple[str, ...] = (), days: int = 20) -> FeedbackRequest:
    """By a card, or by letters to these addresses."""
    until = day_in_london(database_now()) + timedelta(days=days)
    facts = {"group": group, "way": "letters" if addresses else "card", "until": until, "addresses": addresses}
    return ask_for_feedback(scene.again(), **facts, by=scene.lead, at=database_now())


def answered(request: FeedbackRequest, **changes: Any) -> FeedbackAnswer:
    given = Given(**{"answers": ANSWERS, "may_quote": True, **changes})
    return give_feedback(request, given=given, by=None, at=database_now())


@builds(place=60)
def build(world: World) -> None:
    """An assessment of the world in which people were asked; somebody would like to talk."""
    mark = world.canary
    organisation = make_organisation(owner=world.people["provider"])  # named to whoever has a card
    people = {"manager": world.people["inspection_manager"], "lead": world.people["inspector"]}
    service = registered_service(organisation, is_listed=False)
    scene = gathering(organisation, service=service, framework=a_framework(), **people)
    card, second = asked(scene), asked(scene, group="C")
    answered(card, reach=mark("FeedbackTalk", "reach"))
    asked(scene, group="F", addresses=(f"{mark('FeedbackLetter', 'address')}@family.example",))
    case = {"case_id": scene.assessment.pk}
    world.ids_of |= dict.fromkeys(("feedback-list", "feedback-ask", "evidence-figures", "evidence-figures-sheet"), case)
    register_figures(FigureSource("made-up", "A count made up for tests", lambda assessment: []))
    world.ids_of["evidence-figures-from"] = {**case, "source": "made-up"}
    world.ids_of |= {
        "feedback-card": {**case, "feedback_id": card.pk},
        "feedback-end": {**case, "feedback_id": second.pk},
        "feedback-talk": {**case, "talk_id": FeedbackTalk.objects.get(request=card).pk},
    }
    world.ids_of |= {name: {"code": card.code} for name in ("feedback-start", "feedback-answer")}
