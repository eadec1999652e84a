"""Measure how many rows of the outbox a second are asked for, handed to the queue, and done, where no PDF is made.

`python -m bench.relay --rows 5000`; `script/bench --all` runs it with the others.
"""

import argparse
import time
from collections.abc import Callable
from typing import Any

from .stage import EMPTY, PORTAL, empty_portal, filled, make_database

AIM = 1_000  # rows a second, speed.md 2
TASK = "bench.touch"


def fill(rows: int) -> dict[str, float]:
    """Ask for this many tasks in one transaction, publish them, and do them in one process; rows a second of each."""
    # Known only inside the portal.
    from django.db import transaction  # noqa: PLC0415

    from sandbox_portal.casework.heartbeats import beat  # noqa: PLC0415
    from sandbox_portal.casework.outbox import handler, queue_task  # noqa: PLC0415
    from sandbox_portal.casework.relay import Relay, drain  # noqa: PLC0415

    @handler(TASK)
    def touch(*, number: int) -> None:
        """One small write, as most tasks are."""
        beat(f"bench {number % 10}")

    @transaction.atomic
    def ask() -> None:
        for number in range(rows):
            queue_task(TASK, key=f"bench-{number}", number=number)

    def publish() -> None:
        relay = Relay()
        relay.publisher = _Taken()  # type: ignore[assignment]
        while relay._publish_tasks():
            pass

    return {
        "asked for": rows / _seconds(ask),
        "handed to the queue": rows / _seconds(publish),
        "done, by one process": rows / _seconds(lambda: drain(at_most=rows)),
    }


class _Taken:
    """A queue that takes everything at once: what is measured is the relay, not a broker."""

    def publish(self, entries: list[Any]) -> list[Any]:
        return entries


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.relay", description=__doc__)
    parser.add_argument("--rows", type=int, default=5_000)
    wanted = parser.parse_args()
    empty_portal()
    database = make_database("bench_relay", like=EMPTY)
    speeds = filled("bench.relay", wanted.rows, settings=PORTAL, database=database, TESTING="1")
    print(f"| Rows of the outbox, {wanted.rows:,} | Rows a second | Aim |\n|---|--:|--:|")
    for what, speed in speeds.items():
        print(f"| {what} | {speed:,.0f}{'' if speed >= AIM else ' !'} | {AIM:,} |")


if __name__ == "__main__":
    main()
