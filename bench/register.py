"""Measure the public register at several sizes, as somebody without an account: `script/bench-register --help`.

The floor is the bare Django program of bench/floor with as many rows; the aims are those of a public page.
"""

import argparse
import contextlib
import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import quote

from .casework import DETAIL, FIRST, LAST, table
from .client import Client
from .operations import Floor, Operation
from .stage import EMPTY, FLOOR, PORTAL, empty_portal, filled, make_database, serving
from .timing import interleaved

FLOOR_AIM = 2.5


def operations(client: Client, facts: dict[str, Any]) -> dict[str, Operation]:
    def page(address: str) -> Operation:
        return lambda **how: client.get(address, "", **how)

    return {
        "register, first page": page("/register/"),
        "register, last page": page(f"/register/?after={quote(facts['last_mark'])}"),
        "register, a word that one in fifty has": page("/register/?words=river"),
        "register, words of every name": page("/register/?words=valley+teams"),
        "register, words of nobody": page("/register/?words=nowhere"),
        "register, by postcode": page("/register/?place=CA3"),
        "register, by town": page("/register/?place=dunmere"),
        "register, a kind and a common status": page("/register/?kind=extra_care&status=registration:registered"),
        "register, a rare status": page("/register/?status=registration:suspended"),
        "register, as it was": page("/register/?status=registration:registered&as_at=2022-04-01"),
        "register, all as it was": page("/register/?as_at=2022-04-01"),
        "register, page of one service": page(f"/register/services/{facts['service']}/"),
    }


def main() -> None:
    parser = argparse.ArgumentParser(prog="script/bench-register", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--rounds", type=int, default=20)
    wanted = parser.parse_args()
    empty_portal()
    targets = {}
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        for size in wanted.sizes:
            database = make_database(f"bench_register_{size}", like=EMPTY)
            facts = filled("bench.register_seed", size, settings=PORTAL, database=database, TESTING="1")
            name = f"register-{size}"
            web = serving("bench.portal_wsgi", settings=PORTAL, database=database, folder=folder, name=name)
            targets[f"portal {size}"] = operations(stack.enter_context(web).client(), facts)
            beside = make_database(f"bench_register_floor_{size}")
            facts = filled("bench.floor.seed", size, settings=FLOOR, database=beside)
            web = serving("bench.floor.wsgi", settings=FLOOR, database=beside, folder=folder, name=f"bare-{size}")
            floor = Floor(stack.enter_context(web).client(), facts, size).operations()
            targets[f"floor {size}"] = {name: floor[name] for name in (FIRST, LAST, DETAIL)}
        results = interleaved(targets, rounds=wanted.rounds)
    print("\n".join(table(results, wanted.sizes, FLOOR_AIM)))


if __name__ == "__main__":
    main()
