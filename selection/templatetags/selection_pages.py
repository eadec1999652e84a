"""{% load selection_pages %}: the words and colour of a stage, the columns of a ranking."""

from collections.abc import Iterable

from django import template

from ..criteria import Criterion
from ..workflow import APPLICATION

register = template.Library()


@register.filter
def columns(criteria: Iterable[Criterion]) -> int:
    """How many columns of the ranking follow the rank: the name, each score, the total and the state."""
    return 3 + sum(1 for criterion in criteria if criterion.kind == "score")


@register.filter
def application_stage(code: str) -> str:
    return APPLICATION.stage(code).label


@register.filter
def application_colour(code: str) -> str:
    return APPLICATION.stage(code).colour
