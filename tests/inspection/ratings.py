"""Short ways to say what is rated, and the frameworks of content/ read once."""

from collections.abc import Sequence
from functools import cache

from django.conf import settings

from inspection.framework_file import read_frameworks
from inspection.rulebook.areas import AreaResult
from inspection.rulebook.framework import FrameworkContent
from inspection.rulebook.given import Given
from inspection.rulebook.rating import rate
from inspection.rulebook.statements import StatementResult, rate_statement

LETTERS = {"I": "inadequate", "RI": "requires_improvement", "G": "good", "O": "outstanding"}
CATEGORIES = ("people", "staff", "partners", "observation", "processes", "outcomes")


@cache
def shipped() -> dict[str, FrameworkContent]:
    return {framework.code: framework for _file, framework in read_frameworks(settings.CONTENT_ROOT)}


def statement_of(scores: Sequence[int], **facts) -> StatementResult:
    """A statement with these scores for its first categories, none of them required."""
    framework = shipped()["PROV-SAF-1"]
    statement = next(framework.statements()).model_copy(update={"required": ()})
    given = dict(zip(CATEGORIES, scores, strict=False))
    return rate_statement(framework, statement, Given(category_scores={statement.key: given}, **facts))


def scores_of(framework: FrameworkContent, area: str, scores: Sequence[int]) -> dict[str, int]:
    """The scores of one area, or of the whole when no area is named, in the order of its statements."""
    found = framework.area(area)
    statements = found.statements if found else tuple(framework.statements())
    return {each.key: score for each, score in zip(statements, scores, strict=True)}


def area_of(area: str, scores: Sequence[int], **facts) -> AreaResult:
    """One key question of the framework in which statements are scored."""
    framework = shipped()["PROV-SAF-2"]
    rated = rate(framework, Given(statement_scores=scores_of(framework, area, scores), **facts))
    return next(each for each in rated.areas if each.key == area)


def directly(framework: FrameworkContent) -> FrameworkContent:
    """The same framework, scored by statement: an example gives statements, however they came about."""
    return framework.model_copy(update={"scoring_mode": "statement_direct"})
