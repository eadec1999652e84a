"""Do you need to register? Answers in, a path and one outcome for each service out (R-200, R-203, R-205)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .scope_tree import NO, UNSURE, YES, Option, Outcome, Question, Tree

Answer = str | Mapping[str, str]
Answers = Mapping[str, Any]


@dataclass(frozen=True)
class Walk:
    """How far the answers lead: the questions on the way, and either the next one or the outcome.

    `indicators` are the definite ones that count, `doubtful` what the visitor was not sure of, both in the order of
    the path and of their list. `explain` is help for a question that is asked again.
    """

    path: tuple[str, ...]
    next: Question | None
    outcome: Outcome | None
    indicators: tuple[str, ...] = ()
    doubtful: tuple[str, ...] = ()
    explain: str = ""


@dataclass(frozen=True)
class Because:
    """What one answer on the path said."""

    question: Question
    said: tuple[str, ...]
    means: tuple[str, ...]


def walk(tree: Tree, answers: Answers) -> Walk:
    """Follow the answers from the first question on; an answer off the path changes nothing.

    A definite indicator beats “not sure”, “not sure” beats “no”, and an indicator that does not count never changes
    the result. Every tree that may be asked has no loops, so this ends.
    """
    path: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()
    doubtful: tuple[str, ...] = ()
    code = tree.first
    while (question := tree.question(code)) is not None:
        if not fits(tree, question, answers.get(code)):
            return Walk(path, question, None, indicators, doubtful)
        if question.indicators is not None:
            sure, unsure = _counted(tree, question, answers[code])
            indicators, doubtful = indicators + sure, doubtful + unsure
            target = (
                question.indicators.any if sure else question.indicators.unsure if unsure else question.indicators.none
            )
        else:
            option = _option(question, answers[code])
            if option.go is None:
                return Walk(path, question, None, indicators, doubtful, option.explain)
            doubtful += (question.code,) if option.doubtful else ()
            target = option.go
        path, code = (*path, code), target
    return Walk(path, None, tree.outcome(code), indicators, doubtful)


def walks(tree: Tree, services: Sequence[Answers]) -> list[Walk]:
    """The walk of each service; none has a say in another's (R-205)."""
    return [walk(tree, answers) for answers in services]


def to_register(walked: Sequence[Walk]) -> list[int]:
    """The numbers, from 1, of the services that are likely to need registration."""
    return [number for number, each in enumerate(walked, 1) if each.outcome and each.outcome.kind == "register"]


def fits(tree: Tree, question: Question, answer: object) -> bool:
    """True when this can be an answer to the question."""
    if question.indicators is None:
        return isinstance(answer, str) and question.option(answer) is not None
    known = {each.code for each in tree.indicators(question.indicators.list)}
    return (
        isinstance(answer, Mapping)
        and set(answer) <= known
        and all(isinstance(said, str) and said in (YES, NO, UNSURE) for said in answer.values())
    )


def on_the_path(tree: Tree, answers: Answers) -> dict[str, Any]:
    """The answers that count, in the order of the path; what a changed answer cut off is left out."""
    return {code: answers[code] for code in walk(tree, answers).path}


def unused(tree: Tree, answers: Answers) -> list[str]:
    """Answers to questions that the path never came to, in the order of the tree."""
    path = walk(tree, answers).path
    return [each.code for each in tree.questions if each.code in answers and each.code not in path]


def becauses(tree: Tree, answers: Answers) -> list[Because]:
    """What was answered on the path, and what each answer means, in plain words."""
    return [_because(tree, question, answers[question.code]) for question in _asked(tree, answers)]


def _asked(tree: Tree, answers: Answers) -> list[Question]:
    found = (tree.question(code) for code in walk(tree, answers).path)
    return [question for question in found if question is not None]


def _because(tree: Tree, question: Question, answer: Any) -> Because:
    if question.indicators is None:
        option = _option(question, answer)
        return Because(question, (option.label,), (option.because,))
    items = tree.indicators(question.indicators.list)
    ticked = [each for each in items if answer.get(each.code) == YES]
    doubted = [each for each in items if answer.get(each.code) == UNSURE]
    said = (*(each.text for each in ticked), *(f"Not sure: {each.text}" for each in doubted)) or ("None of these",)
    means = [f"You take part in the care: {each.short}." for each in ticked if each.counts]
    means += [f"You are not sure about {each.short}." for each in doubted if each.counts]
    return Because(question, said, tuple(means) or ("You do none of the things that count as an ongoing part.",))


def _counted(tree: Tree, question: Question, answer: Mapping[str, str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    assert question.indicators is not None
    items = [each for each in tree.indicators(question.indicators.list) if each.counts]
    sure = tuple(each.code for each in items if answer.get(each.code) == YES)
    return sure, tuple(each.code for each in items if answer.get(each.code) == UNSURE)


def _option(question: Question, answer: Any) -> Option:
    option = question.option(answer)
    assert option is not None
    return option
