"""The queue. It only makes the outbox faster: every promise is kept without it."""

import os
import signal

from celery import Celery
from celery.signals import worker_shutting_down
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sandbox_portal.settings")

app = Celery("sandbox_portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_shutting_down.connect
def end_in_time(**_: object) -> None:
    """A worker that was told to end is gone after `WORKER_SECONDS_TO_END`, whatever it does; its tasks come again.

    Celery waits for its child without listening to it any more. A child that has a long error to tell then waits
    for Celery, and both would stand there for ever.
    """
    signal.setitimer(signal.ITIMER_REAL, settings.WORKER_SECONDS_TO_END)
