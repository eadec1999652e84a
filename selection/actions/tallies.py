"""Keeping the differences few, and putting them right; what they say does not change."""

from datetime import datetime

from django.db import connection, transaction

from sandbox_portal.people.models import User

from ..queries.tallies import COLUMNS, KEPT, TRUTH

MANY = 300  # rows of one round; so many are added up in less than a millisecond

FOLD = f"""
WITH many AS (SELECT round_id FROM selection_tally GROUP BY 1 HAVING count(*) > %s),
gone AS (DELETE FROM selection_tally WHERE round_id IN (SELECT round_id FROM many) RETURNING {COLUMNS})
INSERT INTO selection_tally ({COLUMNS}) {KEPT.replace("selection_tally", "gone")}
"""  # noqa: S608 - our own words


def fold_tallies(*, by: User | None, at: datetime) -> int:
    """Put one row in the place of many with the same sum; returns how many rows are new. Safe to run twice at once."""
    with connection.cursor() as cursor:
        cursor.execute(FOLD, [MANY])
        return cursor.rowcount


@transaction.atomic
def recount(*, by: User | None, at: datetime) -> None:
    """Count every row again and keep that; for what was put into the database past its triggers."""
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE selection_tally IN ACCESS EXCLUSIVE MODE")
        cursor.execute("DELETE FROM selection_tally")
        cursor.execute(f"INSERT INTO selection_tally ({COLUMNS}) {TRUTH}")
