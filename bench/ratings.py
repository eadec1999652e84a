"""Measure how long ratings take to be worked out again, beside reading and writing the same as JSON alone.

A rating of the command comes in as JSON and goes out as JSON; a whole assessment is 34 statements with all the evidence
that must be there, and comes out with every step.
"""

import argparse
import json
from random import Random
from time import perf_counter
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402 - settings are there only now

from inspection.framework_file import framework_with_code  # noqa: E402
from inspection.rulebook.framework import FrameworkContent  # noqa: E402
from inspection.rulebook.given import Given  # noqa: E402
from inspection.rulebook.rating import rate  # noqa: E402
from inspection.rulebook.telling import tell  # noqa: E402
from sandbox_portal.recompute.answers import answer  # noqa: E402

FEWEST_A_SECOND = 1_000  # as any job of many rows
CODES = ("T1.1", "T1.2", "T1.3", "T2.1", "T2.2", "T3.1", "T3.2", "T4.1", "T4.2")


def main() -> None:
    parser = argparse.ArgumentParser(prog="script/bench-ratings", description=__doc__)
    parser.add_argument("--ratings", type=int, default=100_000)
    parser.add_argument("--assessments", type=int, default=1_000)
    wanted = parser.parse_args()
    chance = Random(1)  # the same scores every time
    print(f"| What | How many | Seconds | Each, µs | Each second, at least {FEWEST_A_SECOND:,} | Against JSON alone |")
    print("|---|--:|--:|--:|--:|--:|")
    for name, case in (("a statement", _statement), ("a key question", _key_question), ("a council", _council)):
        seconds, floor = _recomputed([case(chance) for _ in range(wanted.ratings)])
        _tell(f"recompute rating: {name}", wanted.ratings, seconds, floor)
    framework = framework_with_code(settings.CONTENT_ROOT, "PROV-SAF-1")
    assert framework is not None
    given = [_assessment(framework, chance) for _ in range(wanted.assessments)]
    _tell("a whole assessment", wanted.assessments, _timed(lambda: [rate(framework, each) for each in given]))
    told = _timed(lambda: [tell(framework, rate(framework, each)) for each in given])
    _tell("the same, with every step in words", wanted.assessments, told)


def _recomputed(cases: list[dict[str, Any]]) -> tuple[float, float]:
    """The seconds for all of them, as many in one file as the command takes; and for the same in and out as JSON."""
    files = [json.dumps(cases[start : start + 50_000]).encode() for start in range(0, len(cases), 50_000)]
    answers: list[Any] = []
    seconds = _timed(lambda: answers.extend(json.dumps(answer("rating", each)) for each in files))
    answers = [json.loads(each) for each in answers]
    return seconds, _timed(
        lambda: [(json.loads(each), json.dumps(told)) for each, told in zip(files, answers, strict=True)]
    )


def _timed(work: Any) -> float:
    before = perf_counter()
    work()
    return perf_counter() - before


def _tell(what: str, count: int, seconds: float, floor: float | None = None) -> None:
    rate = count / seconds
    marked = f"{rate:,.0f}{' !' if floor and rate < FEWEST_A_SECOND else ''}"
    against = f"{seconds / floor:.1f}" if floor else "–"
    print(f"| {what} | {count:,} | {seconds:.2f} | {1_000_000 * seconds / count:.0f} | {marked} | {against} |")


def _statement(chance: Random) -> dict[str, Any]:
    scores = {code: chance.randint(1, 4) for code in ("PE", "SL", "FP", "PR")}
    return {"level": "statement", "scores": scores, "required": ["PE", "SL", "PR"]}


def _key_question(chance: Random) -> dict[str, Any]:
    scores = {f"S{number}": chance.randint(1, 4) for number in range(1, 9)}
    return {"level": "key_question", "question": "safe", "scores": scores}


def _council(chance: Random) -> dict[str, Any]:
    scores = {code: chance.randint(1, 4) for code in CODES}
    return {"level": "local_authority", "framework": "LA-SAF-1", "scores": scores, "limiters_on": False}


def _assessment(framework: FrameworkContent, chance: Random) -> Given:
    return Given(
        category_scores={
            each.key: {category: chance.randint(1, 4) for category in each.required} for each in framework.statements()
        }
    )


if __name__ == "__main__":
    main()
