"""{% load selection_pages %}: {{ scores|at:"2b" }} {{ stage|application_stage }} {{ stage|application_colour }}."""

from collections.abc import Mapping

from django import template

from ..workflow import APPLICATION

register = template.Library()


@register.filter
def at(values: Mapping[str, object], key: str) -> object:
    """The value under a key, or a dash."""
    return values.get(key, "–")


@register.filter
def application_stage(code: str) -> str:
    return APPLICATION.stage(code).label


@register.filter
def application_colour(code: str) -> str:
    return APPLICATION.stage(code).colour
