"""What is kept of a rating: everything that was given, and everything that came out, as plain data (R-383).

`given_of_data(data_of_given(given))` is the same as `given`, and `outcome_of(framework, rate(framework, given))` the
same as what was kept: so anybody can reckon a kept result again.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from .areas import AreaResult
from .arithmetic import Summed
from .framework import FrameworkContent
from .given import Departure, Earlier, Given
from .limiters import Cap
from .rating import OverallResult, Rated, rate
from .statements import StatementResult
from .telling import cap_in_words


def data_of_given(given: Given) -> dict[str, Any]:
    """Everything a rating comes from, in an order that is always the same."""
    return {
        "category_scores": _sorted_twice(given.category_scores),
        "not_sought": _sorted_twice(given.not_sought),
        "statement_scores": _sorted(given.statement_scores),
        "evidence": None if given.evidence is None else {k: sorted(v) for k, v in sorted(given.evidence.items())},
        "not_applicable": _sorted(given.not_applicable),
        "area_ratings": _sorted(given.area_ratings),
        "breaches": sorted(given.breaches),
        "well_led": sorted(given.well_led),
        "earlier": {
            key: {"rating": each.rating, "rated_on": each.rated_on.isoformat()}
            for key, each in sorted(given.earlier.items())
        },
        "departures": {
            key: {"rating": each.rating, "reason": each.reason} for key, each in sorted(given.departures.items())
        },
        "service": given.service,
    }


def given_of_data(data: Mapping[str, Any]) -> Given:
    """What was given, from what was kept of it."""
    earlier = {
        key: Earlier(each["rating"], date.fromisoformat(each["rated_on"])) for key, each in data["earlier"].items()
    }
    return Given(
        category_scores=data["category_scores"],
        not_sought=data["not_sought"],
        statement_scores=data["statement_scores"],
        evidence=data["evidence"],
        not_applicable=data["not_applicable"],
        area_ratings=data["area_ratings"],
        breaches=frozenset(data["breaches"]),
        well_led=frozenset(data["well_led"]),
        earlier=earlier,
        departures={key: Departure(each["rating"], each["reason"]) for key, each in data["departures"].items()},
        service=data["service"],
    )


def outcome_of(rated: Rated) -> dict[str, Any]:
    """Everything that came out: each sum, percentage, limiter and rating."""
    return {
        "framework": rated.framework,
        "mode": rated.mode,
        "overall": _overall(rated.overall),
        "areas": [_area(area) for area in rated.areas],
    }


def reckoned_again(framework: FrameworkContent, data: Mapping[str, Any]) -> dict[str, Any]:
    """What comes out today of what was given then."""
    return outcome_of(rate(framework, given_of_data(data)))


def same_outcome(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """True when both say the same ratings, sums and limiters, whatever words a limiter is told in."""
    return _without_words(one) == _without_words(other)


def _without_words(outcome: Mapping[str, Any]) -> dict[str, Any]:
    parts = [outcome["overall"], *outcome["areas"]]
    bare = [{**part, "limiters": [{**cap, "words": ""} for cap in part["limiters"]]} for part in parts]
    return {**outcome, "overall": bare[0], "areas": bare[1:]}


def _overall(overall: OverallResult) -> dict[str, Any]:
    return {
        "rule": overall.rule,
        "raw": overall.raw,
        **_sum(overall.summed),
        "limiters": _caps(overall.caps, overall.applied),
        "computed": overall.computed,
        "by_judgement": overall.departure is not None and overall.computed is not None,
        "final": overall.final,
        "waiting_for": list(overall.waiting_for),
    }


def _area(area: AreaResult) -> dict[str, Any]:
    return {
        "key": area.key,
        "code": area.code,
        "title": area.title,
        "raw": area.raw,
        **_sum(area.summed),
        "limiters": _caps(area.caps, area.applied),
        "computed": area.computed,
        "by_judgement": area.departure is not None and area.computed is not None,
        "final": area.final,
        "earlier_on": area.earlier.rated_on.isoformat() if area.earlier else None,
        "statements": [_statement(each) for each in area.statements],
    }


def _statement(result: StatementResult) -> dict[str, Any]:
    return {
        "key": result.key,
        "code": result.code,
        "title": result.title,
        "score": result.score,
        **_sum(result.summed),
        "missing": list(result.missing),
        "left_out": [list(pair) for pair in result.left_out],
        "not_applicable": result.not_applicable,
    }


def _sum(summed: Summed | None) -> dict[str, Any]:
    if summed is None:
        return {"sum": None, "highest": None, "percent": None, "position": None}
    return {
        "sum": summed.total,
        "highest": summed.highest,
        "percent": summed.percent,
        "position": summed.position,
    }


def _caps(caps: Sequence[Cap], applied: Sequence[Cap]) -> list[dict[str, Any]]:
    return [
        {"code": cap.code, "at_most": cap.at_most, "applied": cap in applied, "words": cap_in_words(cap)}
        for cap in caps
    ]


def _sorted(values: Mapping[str, Any]) -> dict[str, Any]:
    return dict(sorted(values.items()))


def _sorted_twice(groups: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    return {key: _sorted(values) for key, values in sorted(groups.items()) if values}
