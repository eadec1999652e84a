"""Several people at once, each on a connection of their own; and the database without one of its promises."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import DatabaseError, connection

from sandbox_portal.casework.refusals import Refused


def at_once(*deeds: Callable[[], object]) -> list[str]:
    """Do all of them at the same moment; tells how each ended, sorted."""
    barrier, ends = threading.Barrier(len(deeds)), []

    def run(deed: Callable[[], object]) -> None:
        try:
            barrier.wait(30)
            deed()
            ends.append("done")
        except Refused as refused:
            ends.append(refused.sentence)
        except DatabaseError as error:
            ends.append(f"error of the database: {type(error).__name__}")
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[deed]) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return sorted(ends)


@contextmanager
def without_promise(table: str, name: str) -> Iterator[None]:
    """Take one unique index away, and put it back on an empty table."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_indexdef(%s::regclass)", [name])
        (promise,) = cursor.fetchone()
        cursor.execute(f'DROP INDEX "{name}"')
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"TRUNCATE {table} CASCADE")
            cursor.execute(promise)
