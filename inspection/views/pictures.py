"""Ratings as pictures: the areas as one shape, statements as bars, and what has changed since the last assessment."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sandbox_portal.govuk.charts import Bar, bar_rows
from sandbox_portal.govuk.comparing import Axis, Dumbbell, Pair, Radar, changes_in_words, dumbbell_rows, radar

from ..rulebook.arithmetic import HIGHEST_SCORE, rank
from ..rulebook.kept import outcome_of
from ..rulebook.rating import Rated
from ..rulebook.telling import NOT_RATED, plain

LOWEST_PERCENT, HIGHEST_PERCENT = 25, 100
LOWEST_SCORE = 1


@dataclass(frozen=True)
class Compared:
    """What components/dumbbell_table.html shows."""

    rows: list[Dumbbell]
    finding: str


@dataclass(frozen=True)
class Shape:
    """The areas as one shape; as bars where they are too few for one."""

    radar: Radar
    bars: list[Bar]
    title: str


@dataclass(frozen=True)
class Pictures:
    """`shape` is there once an area has a number, `areas` and `statements` once there is something to compare with."""

    shape: Shape | None
    bars: list[tuple[str, list[Bar]]]
    areas: Compared | None
    statements: Compared | None
    sheet: list[tuple[Any, ...]]


def pictures_of(rated: Rated, last: Mapping[str, Any] | None) -> Pictures:
    """The pictures of a rating, with those of the last assessment beside it where there was one."""
    now = outcome_of(rated)
    before = {area["key"]: area for area in last["areas"]} if last else {}
    return Pictures(
        _radar(now["areas"], before),
        [(area["title"], bars) for area in now["areas"] if (bars := _bars(area))],
        _areas_compared(now["areas"], before),
        _statements_compared(now["areas"], before),
        list(_sheet(now, last)),
    )


def _number(area: Mapping[str, Any] | None) -> float | None:
    """The percentage of an area; nothing where it was judged or carried over."""
    return None if area is None or area["percent"] is None else float(area["percent"])


def _place(area: Mapping[str, Any] | None) -> float | None:
    """The place of the rating of an area: 1 is inadequate, 4 outstanding."""
    return None if area is None or area["final"] is None else float(rank(area["final"]) + 1)


def _radar(areas: Sequence[Mapping[str, Any]], before: Mapping[str, Mapping[str, Any]]) -> Shape | None:
    """By percentages where every rated area has one; by the four ratings where some are judged or carried over."""
    shown = [area for area in areas if area["final"] is not None]
    if not shown:
        return None
    is_exact = all(_number(area) is not None for area in shown)
    number, top = (_number, HIGHEST_PERCENT) if is_exact else (_place, HIGHEST_SCORE)
    title = "Percentage of each area" if is_exact else "Rating of each area, from 1 (inadequate) to 4 (outstanding)"
    axes = [Axis(area["code"], area["title"], top) for area in shown]
    series = [("This assessment", [number(area) or 0 for area in shown])]
    last = [number(before.get(area["key"])) for area in shown]
    if all(each is not None for each in last):
        series.append(("The last assessment", [each or 0 for each in last]))
    counts = [(axis.name, value) for axis, value in zip(axes, series[0][1], strict=True)]
    return Shape(radar(axes, series, name="areas", title=title), bar_rows(counts, top=top), title)


def _bars(area: Mapping[str, Any]) -> list[Bar]:
    counts = [
        (f"{each['code']} {each['title']}", each["score"]) for each in area["statements"] if each["score"] is not None
    ]
    return bar_rows(counts, top=HIGHEST_SCORE)


def _areas_compared(areas: Sequence[Mapping[str, Any]], before: Mapping[str, Mapping[str, Any]]) -> Compared | None:
    pairs = [
        Pair(area["title"], was, now)
        for area in areas
        if (now := _number(area)) is not None and (was := _number(before.get(area["key"]))) is not None
    ]
    if not pairs:
        return None
    rows = dumbbell_rows(pairs, lowest=LOWEST_PERCENT, highest=HIGHEST_PERCENT, unit="%")
    return Compared(rows, changes_in_words(pairs))


def _statements_compared(
    areas: Sequence[Mapping[str, Any]], before: Mapping[str, Mapping[str, Any]]
) -> Compared | None:
    earlier = _scores(before.values())
    pairs = [
        Pair(f"{each['code']} {each['title']}", earlier[each["key"]], each["score"])
        for area in areas
        for each in area["statements"]
        if each["score"] is not None and earlier.get(each["key"]) is not None
    ]
    if not pairs:
        return None
    rows = dumbbell_rows(pairs, lowest=LOWEST_SCORE, highest=HIGHEST_SCORE)
    return Compared(rows, changes_in_words(pairs))


def _scores(areas: Any) -> dict[str, Any]:
    return {each["key"]: each["score"] for area in areas for each in area["statements"]}


def _sheet(now: Mapping[str, Any], last: Mapping[str, Any] | None) -> Any:
    before = {area["key"]: area for area in last["areas"]} if last else {}
    earlier = _scores(before.values())
    yield "What", "Code", "Title", "Number", "Number last time", "Rating", "Rating last time"
    for area in now["areas"]:
        was = before.get(area["key"])
        words = _words(area["final"]), _words(was["final"]) if was else ""
        yield "Area", area["code"], area["title"], _cell(_number(area)), _cell(_number(was)), *words
        for each in area["statements"]:
            old = earlier.get(each["key"])
            yield "Statement", each["code"], each["title"], _cell(each["score"]), _cell(old), "", ""
    whole = now["overall"]
    words = _words(whole["final"]), _words(last["overall"]["final"]) if last else ""
    old = last["overall"]["percent"] if last else None
    yield "Whole", "", "The whole", _cell(whole["percent"]), _cell(old), *words


def _cell(number: float | None) -> Any:
    return "" if number is None else f"{number:g}"


def _words(rating: Any) -> str:
    return plain(rating) if rating else NOT_RATED
