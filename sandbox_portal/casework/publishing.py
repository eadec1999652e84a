"""The one place that talks to the queue's broker. It never waits long: a frozen broker costs a second or two, once."""

import logging
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from uuid import UUID

import redis
from celery import current_app
from celery.exceptions import CeleryError
from django.conf import settings
from kombu import Connection, Producer
from kombu.exceptions import KombuError

logger = logging.getLogger(__name__)

PATIENCE = 1.0  # seconds for one answer of the broker
IN_ONE_MESSAGE = 100
REST = 15.0  # seconds without another try after the broker has failed
FAULTS = (OSError, redis.RedisError, KombuError, CeleryError)


class Publisher:
    """Hands tasks to the queue while the broker answers."""

    def __init__(self) -> None:
        self.resting_until = 0.0

    def publish(self, entry_ids: Sequence[UUID], *, small: Sequence[UUID] = ()) -> list[UUID]:
        """Publish the ids of entries and nothing else, those of small ones many in one message.

        Returns the ids that were taken, none when the broker does not answer.
        """
        taken: list[UUID] = []
        with self._reached() as connection:
            if connection is None:
                return taken
            producer = current_app.amqp.Producer(connection)  # one for all: each asks the broker for its queues
            for start in range(0, len(small), IN_ONE_MESSAGE):
                some = small[start : start + IN_ONE_MESSAGE]
                _send("casework.perform_together", producer, expires=3600, entry_ids=[str(each) for each in some])
                taken += some
            for entry_id in entry_ids:
                _send("casework.perform", producer, expires=3600, entry_id=str(entry_id))
                taken.append(entry_id)
        return taken

    def ask_worker_for_a_sign(self) -> None:
        """Send the task that writes the worker's heartbeat: it proves the whole way, broker and consumer."""
        with self._reached() as connection:
            if connection:
                _send("casework.worker_lives", current_app.amqp.Producer(connection), expires=30)

    def answers(self) -> bool:
        """True when the broker answers a ping in time and is not being left to rest."""
        if time.monotonic() < self.resting_until:
            return False
        client = redis.Redis.from_url(
            settings.CELERY_BROKER_URL, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE
        )
        try:
            return bool(client.ping())
        except FAULTS:
            self._rest()
            return False
        finally:
            client.close()

    @contextmanager
    def _reached(self) -> Iterator[Connection | None]:
        """Give a connection, or None; a fault inside ends the block quietly and lets the broker rest."""
        if not self.answers():
            yield None
            return
        try:
            # Without max_retries kombu tries for ever to reach a broker that has gone meanwhile.
            options = {"socket_timeout": PATIENCE, "socket_connect_timeout": PATIENCE, "max_retries": 0}
            with current_app.connection_for_write(transport_options=options) as connection:
                yield connection
        except FAULTS:
            self._rest()

    def _rest(self) -> None:
        logger.warning("the queue's broker does not answer; tasks are done without it")
        self.resting_until = time.monotonic() + REST


def _send(task: str, producer: Producer, *, expires: int, **arguments: str | list[str]) -> None:
    current_app.tasks[task].apply_async(kwargs=arguments, producer=producer, retry=False, expires=expires)
