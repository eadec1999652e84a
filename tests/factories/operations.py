"""What operations adds to the two worlds: something that went wrong, and the case whose row history is read."""

from sandbox_portal.casework.queries import cases_visible_to
from sandbox_portal.operations.actions import note_trouble
from sandbox_portal.operations.choices import TroubleKind

from .worlds import World, builds


@builds(place=60)
def build(world: World) -> None:
    note_trouble(TroubleKind.DISK, about=world.letter, sentence="The disk is nearly full.", by=None, at=world.at)
    case = cases_visible_to(world.people["auditor"]).filter(organisation__isnull=False).first()
    if case is not None:
        world.ids_of["row-history-case"] = {"pk": case.pk}
