"""What must be true of a tree before anybody may see it (R-204): paths that end, each for a reason and by a law."""

from collections.abc import Iterator, Sequence

from .scope_tree import Coded, Outcome, Place, Question, Tree

Problem = tuple[Place, str]


def problems(tree: Tree) -> Iterator[Problem]:
    """Everything that keeps the tree from being asked: each with its place in the file."""
    yield from _twice(tree)
    yield from _unknown_words(tree)
    for number, question in enumerate(tree.questions):
        yield from ((("questions", number, *place), words) for place, words in _of_question(question))
    for number, outcome in enumerate(tree.outcomes):
        yield from ((("outcomes", number, *place), words) for place, words in _of_outcome(outcome))
    targets = _unknown_targets(tree)
    yield from targets
    if not targets:
        yield from _loops(tree)
        yield from _out_of_reach(tree)


def _twice(tree: Tree) -> Iterator[Problem]:
    groups: dict[str, Sequence[Coded]] = {
        "references": tree.references,
        "gap_lists": tree.gap_lists,
        "indicator_lists": tree.indicator_lists,
        "questions": tree.questions,
        "outcomes": tree.outcomes,
    }
    for name, items in groups.items():
        yield from _same_codes((name,), [each.code for each in items])
    for number, listed in enumerate(tree.indicator_lists):
        yield from _same_codes(("indicator_lists", number, "items"), [each.code for each in listed.items])
    for number, question in enumerate(tree.questions):
        yield from _same_codes(("questions", number, "options"), [each.code for each in question.options])
    both = {each.code for each in tree.questions} & {each.code for each in tree.outcomes}
    for number, outcome in enumerate(tree.outcomes):
        if outcome.code in both:
            yield (
                ("outcomes", number, "code"),
                f"“{outcome.code}” is a question already. Give the outcome another code.",
            )


def _same_codes(place: Place, codes: list[str]) -> Iterator[Problem]:
    for number, code in enumerate(codes):
        if code in codes[:number]:
            yield (*place, number, "code"), f"“{code}” is here twice. Keep one."


def _of_question(question: Question) -> Iterator[Problem]:
    if bool(question.options) == (question.indicators is not None):
        yield (), f"{question.code} needs either options or indicators."
    if not question.law:
        yield (), f"{question.code} names no place in the law. Say under “law” which one it comes from."
    for number, option in enumerate(question.options):
        place = ("options", number)
        if bool(option.go) == bool(option.explain):
            yield place, f"“{option.label}” must lead on (go) or explain and ask again (explain), one of the two."
        elif option.go and not option.because:
            yield place, f"“{option.label}” has no reason. Say under “because” what the answer means."


def _of_outcome(outcome: Outcome) -> Iterator[Problem]:
    if not outcome.reasons:
        yield (), f"{outcome.code} has no reasons. Say why somebody ends there."
    if not outcome.law:
        yield (), f"{outcome.code} names no place in the law. Say under “law” which one it comes from."
    if not outcome.next:
        yield (), f"{outcome.code} does not say what to do next."


def _unknown_words(tree: Tree) -> Iterator[Problem]:
    laws, lists = {each.code for each in tree.references}, {each.code for each in tree.indicator_lists}
    gaps = {each.code for each in tree.gap_lists}
    named: tuple[tuple[str, Sequence[Question | Outcome]], ...] = (
        ("questions", tree.questions),
        ("outcomes", tree.outcomes),
    )
    for name, items in named:
        for number, item in enumerate(items):
            for position, law in enumerate(item.law):
                if law not in laws:
                    yield (name, number, "law", position), f"There is no place in the law called “{law}”."
    for number, question in enumerate(tree.questions):
        if question.indicators is not None and question.indicators.list not in lists:
            place = ("questions", number, "indicators", "list")
            yield place, f"There is no list of indicators called “{question.indicators.list}”."
    for number, outcome in enumerate(tree.outcomes):
        if outcome.gaps and outcome.gaps not in gaps:
            yield ("outcomes", number, "gaps"), f"There is no list of gaps called “{outcome.gaps}”."
        if outcome.shows_indicators and outcome.shows_indicators not in lists:
            wrong = outcome.shows_indicators
            yield ("outcomes", number, "shows_indicators"), f"There is no list of indicators called “{wrong}”."


def _unknown_targets(tree: Tree) -> list[Problem]:
    known = {each.code for each in (*tree.questions, *tree.outcomes)}
    found: list[Problem] = [
        (("questions", number, *place), f"“{target}” is no question and no outcome.")
        for number, question in enumerate(tree.questions)
        for place, target in question.targets()
        if target not in known
    ]
    if tree.question(tree.first) is None:
        found.append((("first",), f"“{tree.first}” is no question."))
    return found


def _loops(tree: Tree) -> Iterator[Problem]:
    leads = _leads(tree)
    for number, question in enumerate(tree.questions):
        if question.code in _reached(leads, leads[question.code]):
            yield ("questions", number), f"The path from {question.code} can come back to it, so it may never end."


def _out_of_reach(tree: Tree) -> Iterator[Problem]:
    leads = _leads(tree)
    reached = _reached(leads, [tree.first])
    ends: tuple[tuple[str, Sequence[Coded]], ...] = (("questions", tree.questions), ("outcomes", tree.outcomes))
    for name, items in ends:
        for number, item in enumerate(items):
            if item.code not in reached:
                yield (name, number), f"No path leads to {item.code}."


def _leads(tree: Tree) -> dict[str, list[str]]:
    return {each.code: [target for _place, target in each.targets()] for each in tree.questions}


def _reached(leads: dict[str, list[str]], start: list[str]) -> set[str]:
    reached: set[str] = set()
    waiting = list(start)
    while waiting:
        code = waiting.pop()
        if code not in reached:
            reached.add(code)
            waiting += leads.get(code, [])
    return reached
