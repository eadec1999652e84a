"""The database's clock: the only clock that decides deadlines."""

from datetime import datetime

from django.db import connection


def database_now() -> datetime:
    """Return the moment PostgreSQL says it is, with its time zone."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        row = cursor.fetchone()
    assert row is not None
    return row[0]
