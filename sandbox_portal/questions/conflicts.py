"""The two texts of a conflict, side by side, with what is different marked."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sandbox_portal.casework.moments import time_in_words

from . import raw as read
from .differences import ADDED, KEPT, REMOVED, Part, difference, joined
from .engine import Given, Page, Question
from .models import Answer
from .wording import answer_lines

MINE, THEIRS, JOINED = "mine", "theirs", "joined"


@dataclass(frozen=True)
class BothTexts:
    """What somebody else has stored for a question, and what this person typed.

    `mine` and `theirs` are parts: what both have, and what only this one has. `joined` is None for anything but words.
    """

    question: Question
    theirs: tuple[Part, ...]
    mine: tuple[Part, ...]
    who: str
    when: str
    joined: str | None

    @property
    def field(self) -> str:
        """The name of the choice between them."""
        return f"{self.question.key}__choose"

    @property
    def joined_field(self) -> str:
        return f"{self.question.key}__joined"


def both_texts(page: Page, mine: Mapping[str, Any], theirs: Mapping[str, Answer], given: Given) -> list[BothTexts]:
    """One pair for each question of the page that was changed by somebody else."""
    return [
        _pair(question, mine.get(question.key), theirs[question.key], given)
        for question in page.questions
        if question.key in theirs
    ]


def _pair(question: Question, mine: Any, stored: Answer, given: Given) -> BothTexts:
    typed, saved = (_text(question, raw, given) for raw in (mine, stored.raw))
    parts = difference(typed, saved)
    is_words = question.is_written and not read.is_not_known_yet(mine) and not read.is_not_known_yet(stored.raw)
    return BothTexts(
        question=question,
        mine=tuple(part for part in parts if part.kind in {KEPT, REMOVED}),
        theirs=tuple(part for part in parts if part.kind in {KEPT, ADDED}),
        who=stored.answered_by.name,
        when=time_in_words(stored.answered_at),
        joined=joined(typed, saved) if is_words else None,
    )


def _text(question: Question, raw: Any, given: Given) -> str:
    return "\n".join(answer_lines(question, raw, given))
