"""All rows of all tables as one value, so that a test can say that nothing changed, or what did."""

import hashlib
from collections import Counter
from typing import Any

from django.apps import apps
from django.db import connection

# Signs of life and rows that belong to the one who asks.
BESIDE_THE_POINT = {"casework_heartbeat", "django_session", "cache_entry", "people_user"}


def tables() -> list[str]:
    return sorted({model._meta.db_table for model in apps.get_models(include_auto_created=True)} - BESIDE_THE_POINT)


def rows(*, newer_than: int = -1) -> dict[str, list[dict[str, Any]]]:
    """Table → rows, only those written by later transactions than the mark."""
    parts = [
        f"SELECT '{table}' AS name, to_jsonb(t) AS line FROM \"{table}\" AS t"
        f" WHERE t.xmin::text::bigint > {int(newer_than)}"
        for table in tables()
    ]
    found: dict[str, list[dict[str, Any]]] = {table: [] for table in tables()}
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, line::text FROM (" + " UNION ALL ".join(parts) + ") AS every_row ORDER BY 1, 2")
        for table, line in cursor.fetchall():
            found[table].append(line)
    return found


def newest_mark() -> int:
    """The youngest transaction that has written any row there is."""
    parts = [f'SELECT max(xmin::text::bigint) AS mark FROM "{table}"' for table in tables()]
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(mark) FROM (" + " UNION ALL ".join(parts) + ") AS marks")
        return cursor.fetchone()[0] or 0


def digests() -> dict[str, str]:
    """Table → hash of its rows."""
    return {table: hashlib.sha256("\n".join(lines).encode()).hexdigest() for table, lines in rows().items()}


def changed(before: dict[str, str], after: dict[str, str]) -> list[str]:
    return [table for table in before if before[table] != after[table]]


def counts() -> Counter[str]:
    """Table → how many rows."""
    return Counter({table: len(lines) for table, lines in rows().items()})
