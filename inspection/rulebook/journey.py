"""Where a council stands on its journey, which move may be decided, and which days follow (R-420, R-422)."""

from dataclasses import dataclass
from datetime import date, timedelta

from sandbox_portal.questions.formulas import Span, later_by

from .framework import RatingWord

DRAFT_DAYS = 28  # R-422, EX-G44
REVIEW_MONTHS = (3, 6)
REINSPECT_MONTHS = 6
SELF_LED, PLAN, OVERSIGHT, NOT_IMPROVED, INTERVENTION = range(5)
WITH_PLAN = frozenset({PLAN, OVERSIGHT})
TO_GET_BETTER: frozenset[RatingWord] = frozenset({"requires_improvement", "inadequate"})
LOW_SCORE = 2


@dataclass(frozen=True, slots=True)
class Words:
    """What a level means: the only words of it that may be public (R-424), and what follows inside."""

    plain: str
    follows: str


LEVELS = {
    SELF_LED: Words(
        "The council leads its own improvement. Help that every council can use is open to it.",
        "Nothing is asked of the council.",
    ),
    PLAN: Words(
        "We found a serious or lasting risk to people. The council follows a plan to put it right, with more help.",
        "The council writes a plan. Support is arranged, and the department watches.",
    ),
    OVERSIGHT: Words(
        "The council still leads. We and the department watch its progress more closely.",
        "The plan is brought up to date. Progress is looked at more often.",
    ),
    NOT_IMPROVED: Words(
        "The council has not put things right in the time that was agreed.",
        "The department is told. What happens next is decided case by case.",
    ),
    INTERVENTION: Words(
        "The government has stepped in. People from outside help the council to put things right.",
        "Full-time support, an improvement panel and, where needed, commissioners.",
    ),
}


def proposed_level(rating: RatingWord | None, *, has_serious_risk: bool) -> int | None:
    """The level that follows by itself as a proposal: a plan, when both hold. No other ever does (EX-G44)."""
    return PLAN if rating == "inadequate" and has_serious_risk else None


def move_refused(before: int, after: int, *, agreed_on: date | None, day: date) -> str | None:
    """Why a council cannot go from one level to another on a day; None when it can be decided.

    `agreed_on` is the day by which things were to be better, as the last move said.
    """
    if after not in LEVELS:
        return "Choose a level."
    if before == after:
        return "The council is at this level already."
    if after == NOT_IMPROVED and before < after:
        if before not in WITH_PLAN:
            return "A council comes to level 3 only from level 1 or 2, where a time was agreed."
        if agreed_on is None or day <= agreed_on:
            return "The agreed time is not over yet, so nobody can say that the council has not improved in it."
    if after == INTERVENTION and before != NOT_IMPROVED:
        return "Level 4 is a last resort. It follows only on level 3."
    return None


def draft_due(day: date) -> date:
    return day + timedelta(days=DRAFT_DAYS)


def reviews_due(day: date) -> tuple[date, ...]:
    return tuple(later_by(day, Span(months=months)) for months in REVIEW_MONTHS)


def reinspect_by(day: date, overall: RatingWord | None) -> date | None:
    """By when a service that is inadequate as a whole is assessed again (R-422)."""
    return later_by(day, Span(months=REINSPECT_MONTHS)) if overall == "inadequate" else None
