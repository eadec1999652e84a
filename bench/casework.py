"""Measure the queue, its search, the stuck list and the file at several sizes: `script/bench-casework --help`.

The floor is the bare Django program of bench/floor with as many rows; the aims are those of any list.
"""

import argparse
import contextlib
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

from .client import Client
from .operations import Floor, Operation
from .stage import EMPTY, FLOOR, PORTAL, empty_portal, filled, make_database, serving
from .timing import Results, interleaved

FLOOR_AIM, GROWTH_AIM = 3.0, 1.3
MOST_QUERIES, MOST_KILOBYTES = 12, 60
FIRST, LAST, DETAIL = "list, first page", "list, last page", "detail"


def operations(client: Client, facts: dict[str, Any]) -> dict[str, Operation]:
    def page(address: str) -> Operation:
        return lambda **how: client.get(address, facts["lead"], **how)

    return {
        "queue, first page": page("/cases/"),
        "queue, last page": page(f"/cases/?after={quote(facts['last_mark'])}"),
        "queue, by date": page("/cases/?sort=due"),
        "queue, filtered": page("/cases/?kind=sandbox_application&owner=nobody&age=0"),
        "queue, searched for many": page("/cases/?q=valley+teams"),
        "queue, searched for many, by date": page("/cases/?q=valley+teams&sort=due"),
        "queue, searched for one": page("/cases/?q=R99-77"),
        "stuck list, first page": page("/cases/stuck/"),
        "stuck list, last page": page(f"/cases/stuck/?after={quote(facts['last_stuck'])}"),
        "what to do next": page("/my-actions/"),
    }


def table(results: Results, sizes: list[int], aim: float = FLOOR_AIM) -> Iterator[str]:
    small, large = sizes[0], sizes[-1]
    heads = " | ".join(f"Against the floor, {size:,}" for size in sizes)
    yield f"| What | {heads} | Aim | Growth, {small:,} to {large:,} | Aim | Queries | KB |"
    yield "|---|" + "--:|" * (len(sizes) + 5)
    for name in results[f"portal {small}"]:
        beside = LAST if "last" in name else DETAIL if "of one" in name else FIRST
        at = {size: results[f"portal {size}"][name] for size in sizes}
        cells = [_marked(at[s].typical / results[f"floor {s}"][beside].typical, aim) for s in sizes]
        grown = _marked(at[large].typical / at[small].typical, GROWTH_AIM)
        queries = _marked_count(at[large].queries, MOST_QUERIES)
        size = _marked_count(at[large].size // 1024, MOST_KILOBYTES)
        yield f"| {name} | {' | '.join(cells)} | {aim} | {grown} | {GROWTH_AIM} | {queries} | {size} |"


def main() -> None:
    parser = argparse.ArgumentParser(prog="script/bench-casework", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--rounds", type=int, default=20)
    wanted = parser.parse_args()
    empty_portal()
    targets = {}
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        for size in wanted.sizes:
            database = make_database(f"bench_cases_{size}", like=EMPTY)
            facts = filled("bench.casework_seed", size, settings=PORTAL, database=database, TESTING="1")
            web = serving("bench.portal_wsgi", settings=PORTAL, database=database, folder=folder, name=f"cases-{size}")
            targets[f"portal {size}"] = operations(stack.enter_context(web).client(), facts)
            beside = make_database(f"bench_cases_floor_{size}")
            facts = filled("bench.floor.seed", size, settings=FLOOR, database=beside)
            web = serving("bench.floor.wsgi", settings=FLOOR, database=beside, folder=folder, name=f"bare-{size}")
            floor = Floor(stack.enter_context(web).client(), facts, size).operations()
            targets[f"floor {size}"] = {name: floor[name] for name in (FIRST, LAST)}
        results = interleaved(targets, rounds=wanted.rounds)
    print("\n".join(table(results, wanted.sizes)))


def _marked(ratio: float, most: float) -> str:
    return f"{ratio:.2f}" + (" !" if ratio > most else "")


def _marked_count(number: int, most: int) -> str:
    return f"{number}" + (" !" if number > most else "")


if __name__ == "__main__":
    main()
