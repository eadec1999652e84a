"""draw: the order of a pool under a key."""

from typing import Annotated, Any, Literal

from pydantic import Field

from sandbox_portal.chance.draw import LARGEST_POOL, DrawRefusedError, draw
from sandbox_portal.recompute.problems import one_problem
from sandbox_portal.recompute.shapes import Count, Member, Shape, Text


class Case(Shape):
    pool: Annotated[list[Member], Field(max_length=LARGEST_POOL)]
    key: Text
    places: Count
    hash: Literal["sha256", "md5"] = "sha256"


def recompute(case: Case) -> dict[str, Any]:
    try:
        drawn = draw(case.pool, key=case.key, places=case.places, hash_name=case.hash)
    except DrawRefusedError as refused:
        raise one_problem(str(refused)) from refused
    return {"order": list(drawn.order), "placed": list(drawn.placed), "reserve": list(drawn.reserve)}
