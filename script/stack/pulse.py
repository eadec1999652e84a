"""Runs in the portal's Python, as `python -m stack.pulse`: how long ago each part spoke, as JSON on one line.

Without Django, because the watchdog asks every few seconds.
"""

import json
import os
import sys

import psycopg2

PATIENCE = 5
AGES = "SELECT name, extract(epoch FROM clock_timestamp() - seen_at)::float, busy_with FROM casework_heartbeat"


def signs() -> dict[str, tuple[float, str]]:
    """How many seconds ago each part spoke, and what it is busy with."""
    options = f"-c statement_timeout={PATIENCE}s"
    connection = psycopg2.connect(os.environ["DATABASE_URL"], connect_timeout=PATIENCE, options=options)
    try:
        with connection.cursor() as cursor:
            cursor.execute(AGES)
            return {name: (age, busy) for name, age, busy in cursor.fetchall()}
    finally:
        connection.close()


def main() -> int:
    """Print {name: [seconds, what it is busy with]}."""
    print(json.dumps(signs()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
