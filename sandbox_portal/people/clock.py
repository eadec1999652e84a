"""The database's clock: the only clock that decides deadlines.

`portal_now()` is clock_timestamp() in the database, moved by the session's `portal.clock_offset` when one is set.
Only a demonstration or a test may set one: that is how the demo shows a round of 2019 as it was.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import DateTimeField, Func


class DatabaseNow(Func):
    """The database's clock inside a query; use it instead of Now() wherever a deadline is decided."""

    function = "portal_now"
    arity = 0
    output_field: Any = DateTimeField()


def database_now() -> datetime:
    """Return the moment PostgreSQL says it is, with its time zone."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT portal_now()")
        row = cursor.fetchone()
    assert row is not None
    return row[0]


@contextmanager
def travelled_to(moment: datetime) -> Iterator[None]:
    """Run the block with this session's clock standing at `moment` and going on from there; demonstration only."""
    if not settings.DEMONSTRATION:
        raise RuntimeError("The clock can only be moved on a demonstration.")
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(current_setting('portal.clock_offset', true), '')")
        row = cursor.fetchone()
        assert row is not None
        before = row[0]
        cursor.execute(
            "SELECT set_config('portal.clock_offset', (%s::timestamptz - clock_timestamp())::text, false)", [moment]
        )
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('portal.clock_offset', %s, false)", [before])
