"""rating: a statement, a key question, a provider, a council or a whole assessment, by content/frameworks/."""

from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal

from django.conf import settings
from pydantic import ConfigDict, Field

from inspection.framework_file import read_frameworks
from inspection.rulebook.areas import rate_area
from inspection.rulebook.arithmetic import Summed
from inspection.rulebook.framework import CATEGORY_CODES, FrameworkContent, LimiterCode, RatingWord, Statement
from inspection.rulebook.given import WELL_LED, Given, problems
from inspection.rulebook.kept import given_of_data, outcome_of
from inspection.rulebook.rating import from_areas, rate
from inspection.rulebook.statements import rate_statement
from inspection.rulebook.telling import plain
from sandbox_portal.recompute.problems import BadInputError, Problem, key_in_words, one_problem, shown
from sandbox_portal.recompute.shapes import Shape, Text, checked

USUAL = "PROV-SAF-2"
AREAS = ("safe", "effective", "caring", "responsive", "well_led")
KEYS = {code: key for key, code in CATEGORY_CODES.items()}
CODES: dict[str, str] = {key: code for code, key in KEYS.items()}
FLAGGED: tuple[LimiterCode, ...] = ("STATEMENT_1_IN_GOOD", "STATEMENT_1_OR_2_IN_OUTSTANDING")

Score = Annotated[int, Field(ge=1, le=4)]
CategoryCode = Literal["PE", "SL", "FP", "OB", "PR", "OU"]
AreaKey = Literal["safe", "effective", "caring", "responsive", "well_led"]
WellLedCap = Literal["WELL_LED_NO_MANAGER", "WELL_LED_CONDITION", "WELL_LED_NOTIFICATIONS", "WELL_LED_PIR"]
RatingInWords = Literal["inadequate", "requires improvement", "good", "outstanding"]


class Case(Shape):
    """Any of the five; the keys beside `level` are checked against the shape of that level."""

    model_config = ConfigDict(extra="allow")

    level: Literal["statement", "key_question", "provider", "local_authority", "assessment"]


class StatementCase(Shape):
    scores: dict[CategoryCode, Score | None]
    required: list[CategoryCode] = []
    not_sought: dict[CategoryCode, Text] = {}


class KeyQuestionCase(Shape):
    question: AreaKey
    scores: dict[str, Score]
    not_applicable: list[str] = []
    breach: bool = False
    well_led_caps: list[WellLedCap] = []
    framework: Text = USUAL


class ProviderCase(Shape):
    key_questions: dict[AreaKey, RatingInWords]
    breach: bool = False


class LocalAuthorityCase(Shape):
    framework: Text
    scores: dict[str, Score]
    limiters_on: bool = False


class EarlierCase(Shape):
    rating: RatingWord
    rated_on: Text


class DepartureCase(Shape):
    rating: RatingWord
    reason: Text


class GivenCase(Shape):
    """What the portal keeps of everything that was given to a rating (`inspection.rulebook.kept`)."""

    category_scores: dict[str, dict[str, Score]] = {}
    not_sought: dict[str, dict[str, Text]] = {}
    statement_scores: dict[str, Score] = {}
    evidence: dict[str, list[str]] | None = None
    not_applicable: dict[str, Text] = {}
    area_ratings: dict[str, RatingWord] = {}
    breaches: list[str] = []
    well_led: list[WellLedCap] = []
    earlier: dict[str, EarlierCase] = {}
    departures: dict[str, DepartureCase] = {}
    service: str = ""


class AssessmentCase(Shape):
    framework: Text
    given: GivenCase


def recompute(case: Case) -> dict[str, Any]:
    shape, work_out = _LEVELS[case.level]
    return work_out(checked(shape, case.model_extra or {}))


def _statement(case: StatementCase) -> dict[str, Any]:
    twice = [code for code in case.not_sought if case.scores.get(code) is not None]
    if twice:
        raise BadInputError(
            Problem(("not_sought", code), f"{code} has a score and is marked as not sought.") for code in twice
        )
    required = tuple(KEYS[code] for code in case.required)
    statement = Statement(key="case.statement", code="statement", title="statement", required=required)
    scores: dict[str, int] = {KEYS[code]: score for code, score in case.scores.items() if score is not None}
    reasons: dict[str, str] = {KEYS[code]: reason for code, reason in case.not_sought.items()}
    given = Given(category_scores={statement.key: scores}, not_sought={statement.key: reasons})
    result = rate_statement(_framework("PROV-SAF-1"), statement, given)
    return {
        **_sum(result.summed),
        "score": result.score,
        "complete": not result.missing and result.summed is not None,
        "missing": [CODES[key] for key in result.missing],
    }


def _key_question(case: KeyQuestionCase) -> dict[str, Any]:
    framework = _by_statement(case.framework)
    area = framework.area(case.question)
    if area is None or framework.overall != "areas":
        raise one_problem(f"{case.framework} does not rate {case.question}.", ("question",))
    if case.well_led_caps and case.question != WELL_LED:
        raise one_problem(f"well_led_caps limit {WELL_LED} alone, not {case.question}.", ("well_led_caps",))
    keys = {statement.code: statement.key for statement in area.statements}
    _refuse(_codes(case.scores, case.not_applicable, keys, case.question))
    given = Given(
        statement_scores={keys[code]: score for code, score in case.scores.items()},
        not_applicable={keys[code]: "not applicable" for code in case.not_applicable},
        breaches=frozenset({area.key} if case.breach else ()),
        well_led=frozenset(case.well_led_caps),
    )
    result = rate_area(framework, area, given)
    if result.summed is None:
        raise one_problem(f"No statement of {case.question} counts, so there is nothing to rate.", ("scores",))
    return {
        **_sum(result.summed),
        "raw": _words(result.raw),
        "limiters": [cap.code for cap in result.applied],
        "final": _words(result.final),
        "position": result.summed.position,
    }


def _provider(case: ProviderCase) -> dict[str, Any]:
    missing = [key for key in AREAS if key not in case.key_questions]
    _refuse(Problem(("key_questions", key), f"{key} is missing.") for key in missing)
    ratings = [_KEY_OF_RATING[case.key_questions[key]] for key in AREAS]  # type: ignore[index]
    breaches = frozenset({"anywhere"} if case.breach else ())
    result = from_areas(ratings, Given(breaches=breaches), ("BREACH",))
    return {
        "final": _words(result.final),
        "rule": result.rule,
        "limiters": [cap.code for cap in result.applied],
    }


def _local_authority(case: LocalAuthorityCase) -> dict[str, Any]:
    framework = _by_statement(case.framework)
    if framework.overall != "statements":
        raise one_problem(f"{case.framework} is no framework for local authorities.", ("framework",))
    keys = {statement.code: statement.key for statement in framework.statements()}
    _refuse(_codes(case.scores, [], keys, case.framework))
    if case.limiters_on:
        framework = framework.model_copy(update={"limiters": FLAGGED})
    rated = rate(framework, Given(statement_scores={keys[code]: score for code, score in case.scores.items()}))
    summed = rated.overall.summed
    assert summed is not None  # every statement has a score
    return {
        **_sum(summed),
        "raw": _words(rated.overall.raw),
        "final": _words(rated.overall.final),
        "position": summed.position,
        "themes": {
            area.code: {"pct": area.summed.percent, "rating": _words(area.final)}
            for area in rated.areas
            if area.summed is not None
        },
    }


def _assessment(case: AssessmentCase) -> dict[str, Any]:
    framework = _framework(case.framework)
    wrong = [key for key, each in case.given.earlier.items() if not _is_day(each.rated_on)]
    _refuse(Problem(("given", "earlier", key, "rated_on"), "A day is written 2026-12-14.") for key in wrong)
    given = given_of_data(case.given.model_dump())
    _refuse(Problem(("given",), sentence) for sentence in problems(framework, given))
    return outcome_of(rate(framework, given))


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


_LEVELS: dict[str, tuple[type[Shape], Any]] = {
    "statement": (StatementCase, _statement),
    "key_question": (KeyQuestionCase, _key_question),
    "provider": (ProviderCase, _provider),
    "local_authority": (LocalAuthorityCase, _local_authority),
    "assessment": (AssessmentCase, _assessment),
}
_KEY_OF_RATING: dict[str, RatingWord] = {
    "inadequate": "inadequate",
    "requires improvement": "requires_improvement",
    "good": "good",
    "outstanding": "outstanding",
}


@lru_cache(maxsize=2)
def _frameworks(root: Path) -> dict[str, FrameworkContent]:
    return {framework.code: framework for _file, framework in read_frameworks(root)}


def _framework(code: str) -> FrameworkContent:
    known = _frameworks(settings.CONTENT_ROOT)
    if code not in known:
        words = f"There is no framework {shown(code)}; the frameworks are {', '.join(sorted(known))}."
        raise one_problem(words, ("framework",))
    return known[code]


@lru_cache(maxsize=32)
def _by_statement(code: str) -> FrameworkContent:
    """The framework, with statements scored as they are given, whatever they came from."""
    framework = _framework(code)
    if framework.scoring_mode == "key_question_judgement":
        raise one_problem(f"{code} gives no scores, so there is nothing to compute below a provider.", ("framework",))
    return framework.model_copy(update={"scoring_mode": "statement_direct"})


def _codes(scores: Iterable[str], left_out: list[str], keys: dict[str, str], of: str) -> Iterator[Problem]:
    """Every code that is unknown, said twice or missing."""
    scored = set(scores)
    for code in scored - keys.keys():
        yield Problem(("scores", code), f"{key_in_words(code)} is not a statement of {of}.")
    for number, code in enumerate(left_out):
        if code not in keys:
            words = f"item {number + 1} is {shown(code)}, which is not a statement of {of}."
            yield Problem(("not_applicable", number), words)
        elif code in scored:
            yield Problem(("scores", code), f"{code} has a score and is marked as not applicable.")
    for code in keys:
        if code not in scored and code not in left_out:
            yield Problem(("scores", code), f"{code} is missing.")


def _refuse(problems: Iterable[Problem]) -> None:
    if found := sorted(problems, key=lambda problem: problem.sentence):
        raise BadInputError(found)


def _sum(summed: Summed | None) -> dict[str, Any]:
    if summed is None:
        return {"sum": None, "max": None, "pct": None}
    return {"sum": summed.total, "max": summed.highest, "pct": summed.percent}


def _words(rating: RatingWord | None) -> str | None:
    return plain(rating) if rating else None
