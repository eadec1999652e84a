"""The whole way from bytes to an answer: one case gives one result, a list of cases a list of results."""

from dataclasses import replace
from typing import Any

from sandbox_portal.recompute.kinds import Kind, kind_named
from sandbox_portal.recompute.problems import BadInputError, placed
from sandbox_portal.recompute.reading import read
from sandbox_portal.recompute.shapes import checked


def answer(kind_name: str, raw: bytes) -> Any:
    """Give the result, or raise BadInputError with a sentence for every problem."""
    kind = kind_named(kind_name)
    given = read(raw)
    if not isinstance(given, list):
        return _one(kind, given)
    results, problems = [], []
    for number, case in enumerate(given, start=1):
        try:
            results.append(_one(kind, case))
        except BadInputError as bad:
            problems += [replace(problem, sentence=f"case {number}: {problem.sentence}") for problem in bad.problems]
    if problems:
        raise BadInputError(problems)
    return results


def _one(kind: Kind, case: object) -> dict[str, Any]:
    try:
        return kind.recompute(checked(kind.Case, case))
    except BadInputError as bad:
        raise BadInputError(placed(problem, case) for problem in bad.problems) from bad
