"""Which chapter the worlds open: handbooks are files, so no row is made."""

from tests.factories.worlds import World, builds


@builds(place=90)
def build(world: World) -> None:
    world.ids_of["handbook-chapter"] = {"handbook": "registration", "chapter": "papers"}
