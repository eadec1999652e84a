"""What the worker and the relay of the fault tests run: the real ones, with a few tasks that can be caught in the act.

celery -A tests.faults.postman worker        python -m tests.faults.postman
"""

import os
import sys
import time
from pathlib import Path

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from sandbox_portal.casework.models import Deadline  # noqa: E402
from sandbox_portal.casework.outbox import handler, load_handlers  # noqa: E402
from sandbox_portal.casework.reminders import Recipient, audience  # noqa: E402
from sandbox_portal.celery import app  # noqa: E402

__all__ = ["app"]

load_handlers()  # first the product's own, so that what is named here again takes their place

BEGUN = Path(os.environ["FAULT_FOLDER"])  # a file here says: the task of that name is in the middle of its work


@handler("faults.leave_mark")
def leave_mark(*, mark: str, seconds: float) -> None:
    """Have the effect, then be slow about the rest."""
    _insert(mark)
    _say_begun(mark)
    _be_slow(mark, seconds)


@handler("faults.leave_small_mark", small=True)
def leave_small_mark(*, mark: str, seconds: float) -> None:
    """The same, as one of many in a transaction."""
    leave_mark(mark=mark, seconds=seconds)


@handler("faults.leave_mark_at_once")
def leave_mark_at_once(*, mark: str, seconds: float) -> None:
    """The twin: the effect is committed on its own, apart from the mark “finished”."""
    with connection.copy().cursor() as cursor:
        cursor.execute("INSERT INTO fault_mark VALUES (%s, %s)", [mark, _who()])
    _say_begun(mark)
    _be_slow(mark, seconds)


@app.task(name="faults.without_outbox", acks_late=False, reject_on_worker_lost=False)
def without_outbox(mark: str, seconds: float) -> None:
    """The twin: an ordinary task of the queue, with no row that remembers it."""
    _say_begun(mark)
    _be_slow(mark, seconds)
    _insert(mark)


@audience("owners_of_drafts")
def everybody_here(deadline: Deadline) -> list[Recipient]:
    return [Recipient("ada@providers.example", "Ada Alder", "/applications/")]


if "FAULT_HURRY" in os.environ:  # the scheduler's hours, as seconds
    for entry in app.conf.beat_schedule.values():
        entry["schedule"] = 1.0


def _insert(mark: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO fault_mark VALUES (%s, %s)", [mark, _who()])


def _say_begun(mark: str) -> None:
    (BEGUN / mark).touch()


def _be_slow(mark: str, seconds: float) -> None:
    """Be slow the first time only, so that whoever does it again is soon done."""
    again = BEGUN / f"{mark}.again"
    if seconds and not again.exists():
        again.touch()
        time.sleep(seconds)


def _who() -> str:
    return os.environ["FAULT_PROCESS"]


if __name__ == "__main__":
    sys.exit(call_command("relay"))
