"""{% load selection_pages %}: the words and colour of a stage, the columns of a ranking."""

from collections.abc import Iterable
from functools import lru_cache

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

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


@register.filter
@lru_cache(maxsize=2000)
def score_cells(scores: tuple[str, ...]) -> SafeString:
    """The cells of one row's scores: few marks make few different rows, and each is drawn once in a process."""
    cell = '<td class="govuk-table__cell govuk-table__cell--numeric">{}</td>'
    return format_html_join("", cell, ((score,) for score in scores))
