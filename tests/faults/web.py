"""A real web process whose machine's clock may be wrong: `python -m tests.faults.web PORT SECONDS`."""

import datetime
import sys
import time

import django.utils.timezone
from gunicorn.app.wsgiapp import run


def shift(seconds: float) -> None:
    """Let this process and its children read a clock that is wrong by so many seconds."""
    really, offset = time.time, datetime.timedelta(seconds=seconds)
    time.time = lambda: really() + seconds
    django.utils.timezone.now = lambda: datetime.datetime.now(datetime.UTC) + offset


if __name__ == "__main__":
    port, wrong_by = sys.argv[1:]
    shift(float(wrong_by))
    sys.argv = ["gunicorn", "sandbox_portal.wsgi", "--bind", f"127.0.0.1:{port}", "--workers", "2", "--threads", "4"]
    run()
