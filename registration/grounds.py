"""The grounds of a recommendation, a proposal or a decision: outcome, coded reasons, words, conditions (R-285)."""

from collections.abc import Sequence
from dataclasses import dataclass

from sandbox_portal.casework.models import ReasonList
from sandbox_portal.casework.reason_lists import reasons_of
from sandbox_portal.casework.refusals import Refused

from .choices import Outcome
from .models import Condition, Notice, Recommendation
from .queries.assessment import newest_reasons
from .visit_plan import standard_conditions
from .writing import said

MOST_CONDITIONS = 12


@dataclass(frozen=True)
class Worded:
    """A condition: which of the standard ones, in which words, and whether the applicant has agreed in writing."""

    code: str
    words: str
    is_agreed: bool = False


@dataclass(frozen=True)
class Grounds:
    """What is recommended, proposed or decided, and why."""

    outcome: str
    reasons: Sequence[str]
    text: str
    conditions: Sequence[Worded] = ()


def checked_reasons(grounds: Grounds) -> ReasonList:
    """The list of reasons these grounds are taken from; refused when they do not fit the outcome (R-285)."""
    newest = newest_reasons()
    if newest is None:
        raise Refused("The reasons for this decision have not been loaded yet.")
    problem = reasons_of(newest).problem(grounds.outcome, list(grounds.reasons))
    if problem:
        raise Refused(problem)
    if grounds.outcome == Outcome.CONDITIONS and not grounds.conditions:
        raise Refused("Write at least one condition, or choose another outcome.")
    if grounds.outcome == Outcome.REFUSE and grounds.conditions:
        raise Refused("A refusal has no conditions. Take them out, or choose another outcome.")
    return newest


def keep_conditions(
    grounds: Grounds, *, recommendation: Recommendation | None = None, notice: Notice | None = None
) -> list[Condition]:
    """Keep the conditions in their order, in the words they have now."""
    if len(grounds.conditions) > MOST_CONDITIONS:
        raise Refused(f"A registration has at most {MOST_CONDITIONS} conditions.")
    standard = standard_conditions()
    rows = []
    for position, each in enumerate(grounds.conditions, start=1):
        words = said(each.words, f"Write the words of condition {position}.")
        if each.code not in standard:
            raise Refused(f"Choose which condition number {position} is.")
        if "[" in words or "]" in words:
            raise Refused(f"Fill in what stands in square brackets in condition {position}.")
        rows.append(
            Condition(
                recommendation=recommendation,
                notice=notice,
                position=position,
                code=each.code,
                words=words,
                is_agreed=each.is_agreed,
            )
        )
    return Condition.objects.bulk_create(rows)
