"""Partners of a draft: one was asked and waits, one has answered."""

from sandbox_portal.people.actions import answer_link
from sandbox_portal.people.clock import database_now
from sandbox_portal.people.link_secrets import secret_of
from sandbox_portal.questions.actions import save_page
from sandbox_portal.questions.queries import response_of, versions_of
from selection.actions.confirmations import ask_partner
from selection.choices import PartnerSays
from selection.models import Application

from .worlds import World, builds


@builds(place=45)
def build(world: World) -> None:
    """On the draft of the question pages, which names the first of them already."""
    application = Application.objects.get(pk=world.ids_of["response-task-list"]["case"])
    owner = world.people["provider"]
    answers = {
        "partners": ["aaaa", "bbbb", "cccc"],
        "partners--bbbb--name": world.canary("Confirmation", "partner"),
        "partners--bbbb--part": world.canary("Confirmation", "part"),
        "partners--cccc--name": world.canary("Confirmation", "not-asked"),
    }
    response = response_of(application.case)
    versions = {key: answer.version for key, answer in versions_of(response, ("partners",)).items()}
    save_page(response, answers=answers, versions=versions, by=owner, at=database_now())
    waiting, answered = (
        ask_partner(
            application,
            item=item,
            name=world.canary("Link", "name"),
            email=f"{world.canary('Link', 'email')}-{item}@people.example".lower(),
            by=owner,
            at=database_now(),
        )
        for item in ("aaaa", "bbbb")
    )
    says = {"says": PartnerSays.PARTLY.value, "words": world.canary("Confirmation", "words")}
    answer_link(answered.link, answers=says, by=None, at=database_now())
    world.ids_of["application-partners"] = {"application_id": application.pk}
    world.ids_of["application-partner-ask"] = {"application_id": application.pk, "item": "cccc"}
    for name in ("confirmation-send-again", "confirmation-take-back"):
        world.ids_of[name] = {"application_id": application.pk, "confirmation_id": waiting.pk}
    world.ids |= {"link_id": waiting.link_id, "number": 1}
    world.ids_of["link"] = {"token": secret_of(waiting.link_id, waiting.link.issue)}
