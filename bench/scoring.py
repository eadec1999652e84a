"""Measure the pages of scoring with few and with 500 pieces of evidence; 34 statements, each with six scores.

Beside them what everybody reads: a published report of some sixty pages, and the list of as many reports.

`script/bench --all` runs it with the others.
"""

import argparse
import contextlib
import tempfile
from pathlib import Path
from typing import Any

from .casework import DETAIL, FIRST, LAST, table
from .client import Client
from .operations import Floor, Operation
from .stage import EMPTY, FLOOR, PORTAL, empty_portal, filled, make_database, serving
from .timing import interleaved

FLOOR_AIM, FLOOR_ROWS = 4.0, 1_000
PAGES = {
    "all statements": "",
    "one statement": "statements/S1/",
    "how the rating came about": "trace/",
    "the same, with the statements of one area": "trace/?area=safe",
    "what if": "what-if/",
    "charts": "charts/",
}


def operations(client: Client, facts: dict[str, Any]) -> dict[str, Operation]:
    def page(address: str, cookie: str) -> Operation:
        return lambda **how: client.get(address, cookie, **how)

    base = f"/inspection/assessments/{facts['case']}/scores/"
    public = {"reports, first page": "/reports/", "reports, searched": "/reports/?q=a+service"}
    public["page of one report, 60 printed pages"] = f"/reports/{facts['report']}/"
    return {
        **{name: page(base + address, facts["lead"]) for name, address in PAGES.items()},
        **{name: page(address, "") for name, address in public.items()},
    }


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.scoring", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[50, 500])
    parser.add_argument("--rounds", type=int, default=20)
    wanted = parser.parse_args()
    empty_portal()
    targets: dict[str, Any] = {}
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        beside = make_database("bench_scoring_floor")
        bare = filled("bench.floor.seed", FLOOR_ROWS, settings=FLOOR, database=beside)
        web = serving("bench.floor.wsgi", settings=FLOOR, database=beside, folder=folder, name="bare-scoring")
        floor = Floor(stack.enter_context(web).client(), bare, FLOOR_ROWS).operations()
        for size in wanted.sizes:
            database = make_database(f"bench_scoring_{size}", like=EMPTY)
            facts = filled("bench.scoring_seed", size, settings=PORTAL, database=database, TESTING="1")
            web = serving(
                "bench.portal_wsgi", settings=PORTAL, database=database, folder=folder, name=f"scoring-{size}"
            )
            targets[f"portal {size}"] = operations(stack.enter_context(web).client(), facts)
            targets[f"floor {size}"] = {name: floor[name] for name in (FIRST, LAST, DETAIL)}
        results = interleaved(targets, rounds=wanted.rounds)
    print("\n".join(table(results, wanted.sizes, FLOOR_AIM)))


if __name__ == "__main__":
    main()
