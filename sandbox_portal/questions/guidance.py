"""Pages that explain what a section of a form asks; a wing tells which, as the ground knows none (R-254)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class HelpPage:
    title: str
    address: str


Guidance = Callable[[str, str], Iterable[HelpPage]]
_guidance: list[Guidance] = []


def add_guidance(guidance: Guidance) -> None:
    """Let `guidance(set code, section key)` name help pages beside questions; called from AppConfig.ready()."""
    if guidance not in _guidance:
        _guidance.append(guidance)


def help_pages(set_code: str, section: str) -> list[HelpPage]:
    return [page for guidance in _guidance for page in guidance(set_code, section)]
