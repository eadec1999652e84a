"""Tables as a server that looks after itself keeps them, for tests that hold one transaction open for minutes.

What earlier tests undid still lies in the tables, and PostgreSQL last counted them when they were empty. Left so, it
walks all of it once for each row, and a page that takes a millisecond on any real server runs into its time limit.
A table that PostgreSQL itself is sweeping at this moment is left to it.
"""

from django.db import connection


def sweep_tables() -> None:
    """Throw out what was undone; only outside a transaction."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (SKIP_LOCKED)")


def count_rows() -> None:
    """Let PostgreSQL know what is in the tables now, as its own background process does within a minute."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE (SKIP_LOCKED)")
