"""Measure the history of a case with few and with a thousand events; the floor is the page of one row.

`script/bench --all` runs it with the others.
"""

import argparse
import contextlib
import tempfile
from pathlib import Path
from typing import Any

from .casework import DETAIL, FIRST, LAST, table
from .operations import Floor
from .stage import EMPTY, FLOOR, PORTAL, empty_portal, filled, make_database, serving
from .timing import interleaved

FLOOR_AIM, FLOOR_ROWS = 4.0, 1_000


def fill(events: int) -> dict[str, Any]:
    """A case with this many events, each with a note, and somebody who oversees it."""
    # Known only inside the portal; the floor's process reads this file too.
    from django.db import transaction  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415

    from sandbox_portal.casework.events import record  # noqa: PLC0415
    from sandbox_portal.people.choices import Role  # noqa: PLC0415
    from sandbox_portal.people.clock import database_now  # noqa: PLC0415
    from tests.factories.people import make_staff  # noqa: PLC0415
    from tests.factories.selection import make_selection  # noqa: PLC0415
    from tests.signing_in import sign_in  # noqa: PLC0415

    _selection, (application,) = make_selection(1)
    lead = make_staff(Role.PROGRAMME_LEAD)
    with transaction.atomic():
        for number in range(events):
            record(application.case, verb="looked at", by=lead, at=database_now(), note=f"Look number {number}.")
    return {"lead": sign_in(Client(), lead).cookies["sessionid"].value, "case": str(application.pk)}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.timeline", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10, 1_000])
    parser.add_argument("--rounds", type=int, default=20)
    wanted = parser.parse_args()
    empty_portal()
    targets = {}
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        beside = make_database("bench_events_floor")
        bare = filled("bench.floor.seed", FLOOR_ROWS, settings=FLOOR, database=beside)
        web = serving("bench.floor.wsgi", settings=FLOOR, database=beside, folder=folder, name="bare-events")
        floor = Floor(stack.enter_context(web).client(), bare, FLOOR_ROWS).operations()
        for size in wanted.sizes:
            database = make_database(f"bench_events_{size}", like=EMPTY)
            facts = filled("bench.timeline", size, settings=PORTAL, database=database, TESTING="1")
            web = serving("bench.portal_wsgi", settings=PORTAL, database=database, folder=folder, name=f"events-{size}")
            client, address = stack.enter_context(web).client(), f"/cases/{facts['case']}/timeline/"
            targets[f"portal {size}"] = {
                "history of one case": lambda client=client, address=address, lead=facts["lead"], **how: client.get(
                    address, lead, **how
                )
            }
            targets[f"floor {size}"] = {name: floor[name] for name in (FIRST, LAST, DETAIL)}
        results = interleaved(targets, rounds=wanted.rounds)
    print("\n".join(table(results, wanted.sizes, FLOOR_AIM)))


if __name__ == "__main__":
    main()
