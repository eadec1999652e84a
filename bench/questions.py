"""Measure the pages of a set of very many questions, and how long checking them takes: `script/bench-questions`.

The floor is the first page of a list of the bare Django program, as elsewhere.
"""

import argparse
import contextlib
import tempfile
from pathlib import Path
from typing import Any

from .client import Client
from .operations import Floor, Operation
from .stage import EMPTY, FLOOR, PORTAL, empty_portal, filled, make_database, serving
from .timing import interleaved

MOST_QUERIES, FLOOR_ROWS = 12, 1_000
FIRST = "list, first page"


def operations(client: Client, facts: dict[str, Any]) -> dict[str, Operation]:
    start = f"/cases/{facts['case']}/answers/"
    pages = {
        "task list": start,
        "check answers": f"{start}check/",
        "a question": f"{start}s0/q0/",
        "an address": f"{start}s0/q5/",
        "on paper": f"{start}blank/",
    }
    return {
        name: lambda address=address, **how: client.get(address, facts["cookie"], **how)
        for name, address in pages.items()
    }


def main() -> None:
    parser = argparse.ArgumentParser(prog="script/bench-questions", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[30, 300])
    parser.add_argument("--rounds", type=int, default=20)
    wanted = parser.parse_args()
    empty_portal()
    targets = {}
    checked: dict[int, float] = {}
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        for size in wanted.sizes:
            database = make_database(f"bench_questions_{size}", like=EMPTY)
            facts = filled("bench.questions_seed", size, settings=PORTAL, database=database, TESTING="1")
            checked[size] = facts["checked"]
            web = serving("bench.portal_wsgi", settings=PORTAL, database=database, folder=folder, name=f"asked-{size}")
            targets[f"portal {size}"] = operations(stack.enter_context(web).client(), facts)
        beside = make_database("bench_questions_floor")
        facts = filled("bench.floor.seed", FLOOR_ROWS, settings=FLOOR, database=beside)
        web = serving("bench.floor.wsgi", settings=FLOOR, database=beside, folder=folder, name="bare-questions")
        targets["floor"] = {FIRST: Floor(stack.enter_context(web).client(), facts, FLOOR_ROWS).operations()[FIRST]}
        results = interleaved(targets, rounds=wanted.rounds)
    floor = results["floor"][FIRST].typical
    print(f"| What | {' | '.join(f'{size} questions' for size in wanted.sizes)} | Queries |")
    print("|---|" + "--:|" * (len(wanted.sizes) + 1))
    for name in results[f"portal {wanted.sizes[0]}"]:
        at = [results[f"portal {size}"][name] for size in wanted.sizes]
        cells = " | ".join(f"{each.typical / floor:.1f} × the floor" for each in at)
        print(f"| {name} | {cells} | {max(each.queries for each in at)} (at most {MOST_QUERIES}) |")
    cells = " | ".join(f"{checked[size]:.1f} ms" for size in wanted.sizes)
    print(f"| checking all answers | {cells} | 0 |")


if __name__ == "__main__":
    main()
