"""Figures that are evidence, and who else could give some (R-376)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sandbox_portal.casework.looks import once_a_look

from ..choices.evidence import Origin
from ..models import Assessment, EvidenceItem
from ..rulebook.figures import Figure
from .evidence import statements_in_scope


@dataclass(frozen=True)
class FigureSource:
    """Somebody who counts: `figures_of(assessment)` gives what is known of the service that is assessed."""

    code: str
    label: str
    figures_of: Callable[[Assessment], Sequence[Figure]]


_sources: dict[str, FigureSource] = {}


def register_figures(source: FigureSource) -> None:
    """Let figures be taken from here; called from AppConfig.ready() of the wing that counts."""
    _sources[source.code] = source


def figure_sources() -> tuple[FigureSource, ...]:
    return tuple(_sources.values())


def figure_source(code: str) -> FigureSource | None:
    return _sources.get(code)


@once_a_look
def figures_there(assessment: Assessment) -> dict[str, str]:
    """The figures that are evidence already: their texts by key."""
    rows = EvidenceItem.objects.filter(assessment=assessment, origin=Origin.FIGURES)
    return dict(rows.values_list("origin_key", "text"))


def statements_by_name(assessment: Assessment) -> dict[str, str]:
    """The keys of the statements that are looked at, by code and by key, in small letters."""
    scope = statements_in_scope(assessment)
    return {name.casefold(): each.key for each in scope for name in (each.code, each.key)}
