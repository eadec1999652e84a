"""The relay: sends what the outbox holds. It needs PostgreSQL only; the queue makes tasks faster when it is there."""

import logging
import select
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from django.db.models import QuerySet

from sandbox_portal.people.clock import database_now

from .choices import OutboxKind
from .heartbeats import BROKER, LONGEST_TASK, RELAY, SCHEDULER, WORKER, RealNow, beat, signs_of_life
from .models import OutboxEntry
from .outbox import is_small
from .performing import perform, waiting
from .publishing import Publisher
from .sending import one_connection
from .sweeping import sweep
from .together import perform_all

logger = logging.getLogger(__name__)

POLL = 1.0
BATCH = 50
PUBLISHED_AT_ONCE = 500
MAIL_TURN = 5.0  # seconds


class Relay:
    """One process of it. Several may run at once: they skip each other's rows."""

    def __init__(self) -> None:
        self.publisher = Publisher()
        self.stopping = False
        self._last: dict[str, float] = {}

    def run(self) -> None:
        """Work until told to stop; when the database goes away, wait for it and go on."""
        while not self.stopping:
            try:
                if not self.round():
                    self._wait()
            except (OperationalError, InterfaceError):
                logger.warning("the database does not answer; the relay waits for it")
                connection.close()
                time.sleep(POLL)
            except Exception:
                # A fault in one part must not stop the mails: say it and go on.
                logger.exception("a round of the relay failed")
                time.sleep(POLL)

    def stop(self, *_signal: Any) -> None:
        self.stopping = True

    def round(self) -> bool:
        """Do some of everything that is due; True when more may be waiting."""
        beat(RELAY)
        sent = self._send_mails()
        queue_works = self._queue_works()
        published = self._publish_tasks() if queue_works else 0
        performed = self._perform_some_tasks(anyway=not queue_works)
        self._seldom("worker", 15, self.publisher.ask_worker_for_a_sign)
        self._seldom("scheduler", 60, self._stand_in_for_the_scheduler)
        return sent == BATCH or published == PUBLISHED_AT_ONCE or performed

    def _send_mails(self) -> int:
        """Send some mails, for a few seconds only: a slow mail server must not keep the tasks waiting."""
        entries = list(waiting().filter(kind=OutboxKind.MAIL).values_list("pk", flat=True)[:BATCH])
        until = time.monotonic() + MAIL_TURN
        with one_connection():
            for sent, entry_id in enumerate(entries):
                if time.monotonic() > until:
                    return sent
                beat(RELAY)
                perform(entry_id)
        return len(entries)

    def _queue_works(self) -> bool:
        if not self.publisher.answers():
            return False
        beat(BROKER)
        return not signs_of_life()[WORKER].has_gone_silent

    def _publish_tasks(self) -> int:
        """Mark, then publish: a death between the two costs OUTBOX_PATIENCE and nothing else."""
        entries = dict(_tasks().filter(published_at=None).values_list("pk", "name")[:PUBLISHED_AT_ONCE])
        if not entries:
            return 0
        OutboxEntry.objects.filter(pk__in=entries).update(published_at=RealNow())
        small = [entry_id for entry_id, name in entries.items() if is_small(name)]
        others = [entry_id for entry_id, name in entries.items() if not is_small(name)]
        left = set(entries) - set(self.publisher.publish(others, small=small))
        if left:
            OutboxEntry.objects.filter(pk__in=left, finished_at=None).update(published_at=None)
        return len(entries) - len(left)

    def _perform_some_tasks(self, *, anyway: bool) -> bool:
        """Do small tasks together, and one other, that were published and not finished in time; `anyway`, such as
        nobody else would do."""
        tasks = _tasks()
        if not anyway:
            tasks = tasks.filter(published_at__lte=RealNow() - timedelta(seconds=settings.OUTBOX_PATIENCE))
        entries = list(tasks.values_list("pk", "name")[:BATCH])
        small = [(entry_id, name) for entry_id, name in entries if is_small(name)]
        tried = bool(small) and self._perform(small)
        return any(self._perform([entry]) for entry in entries if entry not in small) or tried

    def _perform(self, entries: list[tuple[UUID, str]]) -> bool:
        beat(RELAY, busy_with=entries[0][1])
        with time_limit(LONGEST_TASK.total_seconds()):
            tried = perform_all(entries)
        beat(RELAY)
        return tried > 0

    def _stand_in_for_the_scheduler(self) -> None:
        if signs_of_life()[SCHEDULER].is_silent:
            sweep(at=database_now())

    def _seldom(self, what: str, seconds: float, work: Callable[[], object]) -> None:
        if time.monotonic() - self._last.get(what, -seconds) >= seconds:
            self._last[what] = time.monotonic()
            work()

    def _wait(self) -> None:
        """Sleep until a row arrives, a second at most."""
        with connection.cursor() as cursor:
            cursor.execute("LISTEN outbox")  # again each time: the connection may be a new one
        listener = connection.connection
        if not listener.notifies and select.select([listener], [], [], POLL)[0]:
            listener.poll()
        listener.notifies.clear()


def drain(*, at_most: int = 1000) -> int:
    """Do everything that is due, here and now, without the queue; how many entries were tried. For tests and demos."""
    done = 0
    while done < at_most:
        tried = perform_all(list(waiting().values_list("pk", "name")[:BATCH]))
        if not tried:
            break
        done += tried
    return done


def _tasks() -> QuerySet[OutboxEntry]:
    return waiting().filter(kind=OutboxKind.TASK)


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Break off what hangs, as the queue's worker does with its own limit; only the main thread can."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def break_off(*_signal: Any) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, break_off)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
