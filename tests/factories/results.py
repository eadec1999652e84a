"""The decided selection of each world, announced: so that its results, statistics and scores are there to be seen."""

from sandbox_portal.people.choices import Role
from sandbox_portal.people.clock import database_now
from selection.models import Selection
from selection.workflow import SELECTION

from .worlds import World, builds


@builds(place=31)
def build(world: World) -> None:
    """Take the step alone: the letters themselves are made by a task, and have their own tests."""
    decided = Selection.objects.select_related("case", "round").get(pk=world.things["decided"].pk)
    SELECTION.take_step(decided, "release_letters", by=world.people[Role.PROGRAMME_LEAD.value], at=database_now())
    world.ids_of["application-withdraw"] = {"application_id": world.ids["application_id"]}
