"""The two texts of a conflict, side by side."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sandbox_portal.casework.moments import time_in_words

from .engine import Given, Page, Question
from .models import Answer
from .wording import answer_lines


@dataclass(frozen=True)
class BothTexts:
    """What somebody else has stored for a question, and what this person typed."""

    question: Question
    theirs: list[str]
    mine: list[str]
    who: str
    when: str


def both_texts(page: Page, mine: Mapping[str, Any], theirs: Mapping[str, Answer], given: Given) -> list[BothTexts]:
    """One pair for each question of the page that was changed by somebody else."""
    return [
        BothTexts(
            question=question,
            theirs=answer_lines(question, theirs[question.key].raw, given),
            mine=answer_lines(question, mine.get(question.key), given),
            who=theirs[question.key].answered_by.name,
            when=time_in_words(theirs[question.key].answered_at),
        )
        for question in page.questions
        if question.key in theirs
    ]
