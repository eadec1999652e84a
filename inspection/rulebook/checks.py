"""What is wrong with a framework that has the right shape: places and sentences."""

from collections.abc import Iterable, Iterator
from itertools import pairwise

from .arithmetic import ORDER
from .framework import CATEGORY_CODES, Area, FrameworkContent, Statement
from .given import WELL_LED, WELL_LED_LIMITERS

Place = tuple[str | int, ...]
Finding = tuple[Place, str]

LOWEST_POSSIBLE, HIGHEST_POSSIBLE = 25, 100  # a score of 1, and of 4, everywhere
ABOUT_SCORES = frozenset({"STATEMENT_1_IN_GOOD", "STATEMENT_1_OR_2_IN_OUTSTANDING"})


def findings(framework: FrameworkContent) -> Iterator[Finding]:
    """Everything that is wrong, in the order of the file."""
    if framework.starts_on and framework.ends_on and framework.ends_on < framework.starts_on:
        yield ("ends_on",), "A framework must not end before it starts."
    yield from _of_categories(framework)
    yield from _of_bands(framework)
    yield from _of_limiters(framework)
    yield from _twice(("tags",), "key", (each.key for each in framework.tags))
    yield from _of_areas(framework)


def _of_categories(framework: FrameworkContent) -> Iterator[Finding]:
    yield from _twice(("categories",), "key", (each.key for each in framework.categories))
    for number, category in enumerate(framework.categories):
        if category.code != CATEGORY_CODES[category.key]:
            right = CATEGORY_CODES[category.key]
            yield ("categories", number, "code"), f"The code of “{category.key}” is {right} in every framework."


def _of_bands(framework: FrameworkContent) -> Iterator[Finding]:
    bands = framework.bands
    if tuple(band.rating for band in bands) != ORDER or [band.score for band in bands] != [1, 2, 3, 4]:
        yield ("bands",), f"Write four bands with the scores 1 to 4: {', '.join(ORDER)}."
        return
    if bands[0].lowest != LOWEST_POSSIBLE:
        yield ("bands", 0, "lowest"), f"The first band begins at {LOWEST_POSSIBLE}, the lowest that can come out."
    for number, (band, following) in enumerate(pairwise(bands), 1):
        if following.lowest != band.highest + 1:
            yield ("bands", number, "lowest"), f"This band must begin at {band.highest + 1}, where the one before ends."
    for number, band in enumerate(bands):
        if band.highest < band.lowest:
            yield ("bands", number, "highest"), "A band must not end below its beginning."
    if bands[-1].highest != HIGHEST_POSSIBLE:
        yield ("bands", len(bands) - 1, "highest"), f"The last band ends at {HIGHEST_POSSIBLE}."


def _of_limiters(framework: FrameworkContent) -> Iterator[Finding]:
    has_lead = any(area.key == WELL_LED for area in framework.areas)
    for number, code in enumerate(framework.limiters):
        if code in framework.limiters[:number]:
            yield ("limiters", number), f"“{code}” is here twice. Keep one."
        if code in WELL_LED_LIMITERS and not has_lead:
            yield ("limiters", number), f"“{code}” limits the area “{WELL_LED}”, which is not here."
        if code in ABOUT_SCORES and framework.scoring_mode == "key_question_judgement":
            yield ("limiters", number), f"“{code}” is about scores, and there are none in this framework."


def _of_areas(framework: FrameworkContent) -> Iterator[Finding]:
    yield from _twice(("areas",), "key", (each.key for each in framework.areas))
    yield from _twice(("areas",), "code", (each.code for each in framework.areas))
    if not framework.areas:
        yield ("areas",), "A framework has at least one area."
    seen: set[str] = set()
    for number, area in enumerate(framework.areas):
        if not area.statements and framework.status != "draft":
            yield ("areas", number), f"“{area.title}” has no statements. Only a draft may be without."
        yield from _of_statements(framework, number, area, seen)


def _of_statements(framework: FrameworkContent, place: int, area: Area, seen: set[str]) -> Iterator[Finding]:
    """`seen` holds the keys and codes of all statements before."""
    for number, statement in enumerate(area.statements):
        at: Place = ("areas", place, "statements", number)
        for name, value in (("key", statement.key), ("code", statement.code)):
            if value in seen:
                yield (*at, name), f"“{value}” is the {name} of another statement already."
            seen.add(value)
        if statement.area_key != area.key:
            yield (*at, "key"), f"The key of a statement of this area begins with “{area.key}.”."
        yield from _of_evidence(framework, at, statement)


def _of_evidence(framework: FrameworkContent, at: Place, statement: Statement) -> Iterator[Finding]:
    known = {category.key for category in framework.categories}
    if not statement.required and framework.scoring_mode != "key_question_judgement":
        yield (*at, "required"), "Name the kinds of evidence that must be there, one or more."
    lists: list[tuple[Place, Iterable[str]]] = [
        ((*at, "required"), statement.required),
        ((*at, "evidence"), statement.evidence),
        *(((*at, "required_for", service), keys) for service, keys in statement.required_for.items()),
    ]
    for place, keys in lists:
        for key in keys:
            if key not in known:
                yield place, f"“{key}” is not one of the categories of this framework."
    tags = {tag.key for tag in framework.tags}
    for number, key in enumerate(statement.tags):
        if key not in tags:
            yield (*at, "tags", number), f"“{key}” is not one of the tags of this framework."


def _twice(part: Place, name: str, values: Iterable[str]) -> Iterator[Finding]:
    seen: set[str] = set()
    for number, value in enumerate(values):
        if value in seen:
            yield (*part, number, name), f"“{value}” is here twice. Keep one."
        seen.add(value)
