"""From seconds to the ratios of docs/performance.md; milliseconds say something about one machine only."""

from collections.abc import Iterator, Mapping

from .crowd import Crowded
from .operations import COMPARED_WITH
from .timing import Measured, Results

# Against the floor (the most), and growth from 1,000 to 10,000 (the most).
AIMS = {
    "list, first page": (3.0, 1.3),
    "list, last page": (3.0, 1.3),
    "list, one name searched": (3.0, 1.3),
    "list, words of every name searched": (3.0, 1.3),
    "selection, overview": (4.0, 1.3),
    "application to score": (4.0, 1.2),
    "save a score": (2.5, 1.2),
    "ranking and cut-off": (2.5, 2.0),
    "save while typing": (2.5, 1.2),
    "check answers": (4.0, 1.2),
    "send an application": (None, 1.2),
}
PAPER_AIM = 1.15
MOST_QUERIES, MOST_KILOBYTES = 12, 60
FEWEST_AGAINST_THE_FLOOR, FEWEST_LEFT_WHEN_GROWN = 0.4, 0.8  # of the requests a second
MOST_MEGABYTES = 150


def table(results: Results, small: int, large: int, paper: Mapping[str, float]) -> Iterator[str]:
    """The lines of the table, an exclamation mark at what misses its aim."""
    yield f"| What | Against the floor, {small:,} | Against the floor, {large:,} | Aim | Growth | Aim | Queries | KB |"
    yield "|---|--:|--:|--:|--:|--:|--:|--:|"
    for name, (most, growth) in AIMS.items():
        yield _row(name, results, small, large, most, growth)
    ratio = paper["ours"] / paper["alone"]
    yield f"| an application as PDF, against WeasyPrint alone | {_marked(ratio, PAPER_AIM)} | | {PAPER_AIM} | | | | |"


def table_of_crowds(found: Mapping[str, Crowded], small: int, large: int) -> Iterator[str]:
    """Requests a second with sixteen at once, and the memory of the process that answered them."""
    yield ""
    sizes = f"Against the floor, {small:,} | Against the floor, {large:,}"
    yield f"| Sixteen at once | {sizes} | At least | Growth | At least |"
    yield "|---|--:|--:|--:|--:|--:|"
    for name in ("list", "detail"):
        at = {size: found[f"portal {size}"].rates[name] for size in (small, large)}
        against = [_too_few(at[size] / found[f"floor {size}"].rates[name], FEWEST_AGAINST_THE_FLOOR) for size in at]
        grown = _too_few(at[large] / at[small], FEWEST_LEFT_WHEN_GROWN)
        ends = f"{FEWEST_AGAINST_THE_FLOOR} | {grown} | {FEWEST_LEFT_WHEN_GROWN} |"
        yield f"| requests a second, {name} | {' | '.join(against)} | {ends}"
    weights = [found[f"portal {size}"].megabytes for size in (small, large)]
    shown = " | ".join(f"{weight:.0f}" + (" !" if weight > MOST_MEGABYTES else "") for weight in weights)
    grown = f"{weights[1] / weights[0]:.2f}"
    yield f"| megabytes of the web process afterwards | {shown} | at most {MOST_MEGABYTES} | {grown} | |"


def _too_few(ratio: float, fewest: float) -> str:
    return f"{ratio:.2f}" + (" !" if ratio < fewest else "")


def _row(name: str, results: Results, small: int, large: int, most: float | None, growth: float) -> str:
    beside = COMPARED_WITH[name]
    at = {size: results[f"portal {size}"][name] for size in (small, large)}
    against = {size: at[size].typical / results[f"floor {size}"][beside].typical for size in at}
    grown = at[large].typical / at[small].typical
    cells = [*(_marked(against[size], most) for size in (small, large)), str(most or "–"), _marked(grown, growth)]
    return f"| {name} | {' | '.join(cells)} | {growth} | {_queries(at[small], at[large])} | {_size(at[large])} |"


def _marked(ratio: float, most: float | None) -> str:
    return f"{ratio:.2f}" + (" !" if most and ratio > most else "")


def _queries(small: Measured, large: Measured) -> str:
    same = f"{small.queries}" if small.queries == large.queries else f"{small.queries} → {large.queries} !"
    return same + (" !" if large.queries > MOST_QUERIES else "")


def _size(measured: Measured) -> str:
    return f"{measured.size // 1024}" + (" !" if measured.size > MOST_KILOBYTES * 1024 else "")
