"""Makes a checkout ready to run: once in minutes, afterwards in a blink."""

import fcntl
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from stack import debian, packages, virtualenv
from stack.places import Places
from stack.screen import say
from stack.trouble import Trouble

GIGABYTE = 1_000_000_000
ROOM_TO_INSTALL = 2 * GIGABYTE
ROOM_TO_RUN = GIGABYTE // 4


def set_up(places: Places, *, for_tests: bool) -> None:
    """Install what is missing; says nothing when nothing is."""
    places.prepare()
    check_room(places.var, ROOM_TO_RUN)
    with _one_at_a_time(places):
        lacking = packages.missing(packages.TO_TEST if for_tests else packages.TO_RUN)
        lacking = sorted(set(lacking) - debian.unpacked(places))
        if not lacking and virtualenv.is_ready(places):
            return
        say("Preparing this checkout:")
        check_room(places.root, ROOM_TO_INSTALL)
        if lacking:
            debian.bring(lacking, places)
        if not virtualenv.is_ready(places):
            virtualenv.install(places)


def check_room(folder: Path, needed: int) -> None:
    """Refuse to begin what the disk has no room for."""
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise Trouble(
            f"The disk that holds {folder} has {free / GIGABYTE:.1f} GB free and this needs "
            f"{needed / GIGABYTE:.1f} GB: make room, then run it again."
        )


@contextmanager
def _one_at_a_time(places: Places) -> Iterator[None]:
    with (places.run / "setup.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Another command is preparing this checkout; waiting for it.")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield
