"""Runs in the portal's Python, as `python -m stack.pulse`: how long ago each part spoke, as JSON on one line.

Without Django, because the watchdog asks every few seconds.
"""

import json
import os
import sys

import psycopg2

PATIENCE = 5
AGES = "SELECT name, extract(epoch FROM clock_timestamp() - seen_at)::float, busy_with FROM casework_heartbeat"


def main() -> int:
    """Print {name: [seconds, what it is busy with]}."""
    options = f"-c statement_timeout={PATIENCE}s"
    connection = psycopg2.connect(os.environ["DATABASE_URL"], connect_timeout=PATIENCE, options=options)
    with connection, connection.cursor() as cursor:
        cursor.execute(AGES)
        print(json.dumps({name: [age, busy] for name, age, busy in cursor.fetchall()}))
    connection.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
