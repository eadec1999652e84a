"""scope: whether a service needs to be registered, by the questions of content/scope/."""

from collections.abc import Iterator
from typing import Annotated, Any, Self

from django.conf import settings
from pydantic import AfterValidator, Field, model_validator

from registration.scope import fits, to_register, unused, walk
from registration.scope_file import newest_tree
from registration.scope_tree import Question, Tree
from sandbox_portal.recompute.problems import BadInputError, Place, Problem, key_in_words, one_problem, shown
from sandbox_portal.recompute.shapes import Shape, wrong


def _object(value: Any) -> Any:
    if not isinstance(value, dict):
        raise wrong("must be an object")
    return value


Service = Annotated[Any, AfterValidator(_object)]


class Case(Shape):
    answers: Service = None
    streams: Annotated[list[Service], Field(min_length=1, max_length=1000)] | None = None
    version: int | None = None

    @model_validator(mode="after")
    def _one_of_two(self) -> Self:
        if (self.answers is None) == (self.streams is None):
            raise wrong("must hold answers, or streams, and not both")
        return self


def recompute(case: Case) -> dict[str, Any]:
    tree = newest_tree(settings.CONTENT_ROOT, case.version)
    if tree is None:
        raise one_problem(f"There is no version {case.version} of the questions.", ("version",))
    services: list[tuple[Place, Any]] = [(("answers",), case.answers)]
    if case.streams is not None:
        services = [_placed(("streams", number), stream) for number, stream in enumerate(case.streams)]
    problems = [problem for place, answers in services for problem in _problems(tree, answers, place)]
    if problems:
        raise BadInputError(problems)
    results = [_result(tree, answers) for _place, answers in services]
    if case.streams is None:
        return results[0]
    return {"streams": results, "register": to_register([walk(tree, answers) for _place, answers in services])}


def _placed(place: Place, stream: Any) -> tuple[Place, Any]:
    """The answers of one stream, written alone or under the word `answers`."""
    if set(stream) == {"answers"} and isinstance(stream["answers"], dict):
        return (*place, "answers"), stream["answers"]
    return place, stream


def _problems(tree: Tree, answers: dict[str, Any], place: Place) -> Iterator[Problem]:
    wrong_ones = 0
    for code, answer in answers.items():
        question = tree.question(code)
        if question is None:
            wrong_ones += 1
            yield Problem((*place, code), f"{key_in_words(code)} is not a question of version {tree.version}.")
        elif not fits(tree, question, answer):
            wrong_ones += 1
            yield Problem((*place, code), f"{code} must be {_expected(tree, question)}, not {shown(answer)}.")
    if not wrong_ones:
        yield from _unfinished(tree, answers, place)


def _unfinished(tree: Tree, answers: dict[str, Any], place: Place) -> Iterator[Problem]:
    walked = walk(tree, answers)
    if walked.next is None:
        return
    code = walked.next.code
    if walked.explain:
        yield Problem((*place, code), f"{code} is answered with {shown(answers[code])}: the question is asked again.")
    else:
        yield Problem((*place, code), f"{code} is missing: the path leads there.")


def _expected(tree: Tree, question: Question) -> str:
    if question.indicators is None:
        return f"one of {', '.join(each.code for each in question.options)}"
    codes = ", ".join(each.code for each in tree.indicators(question.indicators.list))
    return f"an object that says yes, no or unsure of {codes}"


def _result(tree: Tree, answers: dict[str, Any]) -> dict[str, Any]:
    walked = walk(tree, answers)
    assert walked.outcome is not None
    result: dict[str, Any] = {
        "outcome": walked.outcome.code,
        "path": list(walked.path),
        "indicators": list(walked.indicators),
        "doubtful": list(walked.doubtful),
    }
    left = unused(tree, answers)
    return {**result, "unused": left} if left else result
