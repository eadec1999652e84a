"""What one-time links are for. Each wing registers its purposes when it starts; people draws the pages."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sandbox_portal.govuk.forms import PageForm


@dataclass(frozen=True)
class LinkFacts:
    """What the holder of a link reads before they begin: who asks, about what and how long it takes (B08)."""

    title: str
    lines: tuple[tuple[str, str], ...]
    intro: str
    privacy: str
    minutes: int = 3


Answers = Mapping[str, Any]


@dataclass(frozen=True)
class LinkPurpose:
    """One form that is answered by link.

    `facts(subject)` is None once it cannot be answered any more, whatever the link says: then it opens nothing.
    `forms(subject)` gives its pages in order, each a class with one question. `answer` and `decline` keep what was
    said, in the transaction that uses the link up. `shown(subject, answers)` gives label and words to check.
    """

    code: str
    facts: Callable[[UUID], LinkFacts | None]
    forms: Callable[[UUID], Sequence[Callable[..., PageForm]]]
    shown: Callable[[UUID, Answers], Sequence[tuple[str, str]]]
    answer: Callable[[UUID, Answers, datetime], None]
    decline: Callable[[UUID, str, datetime], None]


_purposes: dict[str, LinkPurpose] = {}


def register(purpose: LinkPurpose) -> None:
    """Make a purpose known; called from AppConfig.ready()."""
    _purposes[purpose.code] = purpose


def purpose_of(code: str) -> LinkPurpose | None:
    """The purpose with this code; None for one that no wing stands for any more."""
    return _purposes.get(code)
