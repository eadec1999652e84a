"""Answers for the two worlds: a draft of an application whose texts only its own organisation may read."""

from django.conf import settings

from programme.choices import RoundStage
from sandbox_portal.people.clock import database_now
from sandbox_portal.questions.actions import save_page
from sandbox_portal.questions.loading import load_question_sets
from sandbox_portal.questions.queries import response_of
from tests.factories.rounds import round_at
from tests.factories.selection import make_draft
from tests.factories.worlds import World, builds


@builds(place=40)
def build(world: World) -> None:
    """A draft with a text, an invalid number and a choice, in an open round of its own."""
    load_question_sets(settings.CONTENT_ROOT, database_now())
    draft = make_draft(round_at(RoundStage.OPEN), world.things["organisation"])
    answers = {
        "short_description": world.canary("Answer", "short"),
        "places": world.canary("Answer", "places"),
        "works_in_england": "yes",
        "carers_now": world.canary("Answer", "number"),
    }
    save_page(response_of(draft.case), answers=answers, versions={}, by=world.people["provider"], at=database_now())
    page = {"case": draft.pk, "section": "what-you-do", "question": "short_description"}
    for name in ("response-task-list", "response-check-answers", "response-blank-form", "response-question"):
        world.ids_of[name] = page
    world.ids_of["question-set-blank-form"] = {"code": "sandbox-application"}
