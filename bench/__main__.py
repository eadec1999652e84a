"""Seed, start, measure, tell: see docs/performance.md."""

import argparse
import contextlib
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from .crowd import crowded
from .operations import Floor, Portal
from .report import table, table_of_crowds
from .stage import EMPTY, FLOOR, PORTAL, Web, empty_portal, filled, make_database, serving
from .timing import interleaved

MOST_ROUNDS = 50  # each draft can be sent once
PAPERS = 8
Stage = tuple[Web, Portal | Floor]


def main() -> None:
    parser = argparse.ArgumentParser(prog="script/bench", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs=2, default=(1_000, 10_000), metavar=("SMALL", "LARGE"))
    parser.add_argument("--rounds", type=int, default=25, help=f"how often each is measured; at most {MOST_ROUNDS}")
    wanted = parser.parse_args()
    told = _teller()
    told("The portal is prepared")
    empty_portal()
    databases: dict[int, str] = {}
    stages: dict[str, Stage] = {}
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        for size in wanted.sizes:
            told(f"{size:,} applications are made")
            databases[size] = make_database(f"bench_portal_{size}", like=EMPTY)
            stages[f"portal {size}"] = _portal(size, databases[size], stack, folder)
            stages[f"floor {size}"] = _floor(size, make_database(f"bench_floor_{size}"), stack, folder)
        told("Everything is measured, in turn")
        targets = {name: pages.operations() for name, (_web, pages) in stages.items()}
        results = interleaved(targets, rounds=min(wanted.rounds, MOST_ROUNDS))
        told("Sixteen ask at once")
        crowds = crowded({name: (web, pages.crowd()) for name, (web, pages) in stages.items()})
    told("PDFs are made")
    paper = filled("bench.paper", PAPERS, settings=PORTAL, database=databases[wanted.sizes[0]])
    told("Done")
    print("\n".join([*table(results, *wanted.sizes, paper), *table_of_crowds(crowds, *wanted.sizes)]))


def _portal(size: int, database: str, stack: contextlib.ExitStack, folder: Path) -> Stage:
    facts = filled("bench.seed", size, settings=PORTAL, database=database, TESTING="1")
    name = f"portal-{size}"
    serves = serving("bench.portal_wsgi", settings=PORTAL, database=database, folder=folder, name=name)
    web = stack.enter_context(serves)
    return web, Portal(web.client(), facts)


def _floor(size: int, database: str, stack: contextlib.ExitStack, folder: Path) -> Stage:
    facts = filled("bench.floor.seed", size, settings=FLOOR, database=database)
    name = f"floor-{size}"
    web = stack.enter_context(serving("bench.floor.wsgi", settings=FLOOR, database=database, folder=folder, name=name))
    return web, Floor(web.client(), facts, size)


def _teller() -> Callable[[str], None]:
    began = time.monotonic()

    def told(words: str) -> None:
        print(f"{time.monotonic() - began:4.0f} s  {words}", file=sys.stderr, flush=True)

    return told


if __name__ == "__main__":
    main()
