"""An application that was fought: information asked for, a refusal proposed, spoken against, decided, appealed."""

from datetime import timedelta

from registration.actions.appeals import record_appeal
from registration.actions.notices import decide, propose
from registration.actions.recommending import recommend
from registration.actions.representations import make_representations
from registration.choices import Considered, Outcome
from registration.grounds import Grounds
from sandbox_portal.casework.access_record import write_down
from sandbox_portal.casework.choices import Looked
from sandbox_portal.casework.working_days import day_in_london
from sandbox_portal.people.choices import Role
from sandbox_portal.people.clock import database_now
from sandbox_portal.questions.actions.returns import flag_answer, return_to_applicant, say_it_stands, send_back
from sandbox_portal.questions.queries import response_of

from .assessments import Assessing, assessing, visited, write_everything
from .people import make_organisation
from .worlds import World, builds


@builds(place=56)
def build(world: World) -> None:
    """One application through everything that is rare, and one look at it."""
    mark, people = world.canary, world.people
    scene = assessing(
        make_organisation(mark("Organisation", "fought"), owner=people["provider"]),
        inspector=people[Role.REGISTRATION_INSPECTOR.value],
        manager=people[Role.REGISTRATION_MANAGER.value],
        name=mark("ManagerApplication", "fought"),
    )
    ask_and_answer(world, scene)
    at = database_now()
    write_everything(scene, at=at)
    visited(scene, at=at)
    grounds = Grounds(Outcome.REFUSE, ["recruitment_not_safe"], mark("Recommendation", "fought"))
    recommend(scene.again(), grounds=grounds, by=scene.inspector, at=at + timedelta(seconds=3))
    propose(scene.again(), grounds=grounds, by=scene.manager, at=at + timedelta(seconds=4))
    later = at + timedelta(seconds=5)
    make_representations(scene.again(), text=mark("Representation", "text"), by=scene.owner, at=later)
    decide(scene.again(), considered=Considered.ADOPT, grounds=grounds, by=scene.second, at=later)
    tribunal = mark("Appeal", "tribunal_reference")
    record_appeal(
        scene.again(), lodged_on=day_in_london(later), tribunal_reference=tribunal, by=scene.manager, at=later
    )
    write_down(
        scene.inspector,
        roles=Role.REGISTRATION_INSPECTOR.value,
        what=Looked.CASE,
        page="registration-file",
        ids={"case_id": scene.application.pk},
        reference=mark("AccessRecord", "reference"),
    )


def ask_and_answer(world: World, scene: Assessing) -> None:
    """The inspector asks about one answer, and the organisation says that it stands."""
    at, response = database_now(), response_of(scene.again().case)
    words = world.canary("ReturnedItem", "information")
    flag_answer(response, key="safe", reason="unclear_fact", words=words, by=scene.inspector, at=at)
    return_to_applicant(response, days=10, by=scene.inspector, at=at)
    response = response_of(scene.again().case)
    say_it_stands(response, key="safe", because=world.canary("ReturnedItem", "because"), by=scene.owner, at=at)
    send_back(response, by=scene.owner, at=at)
