"""A table whose rows cannot be told apart from a second time, and the processes that fill it."""

import pytest
from django.db import connection

from .processes import Processes


@pytest.fixture
def marks(transactional_db):
    """`marks(name)` gives who left this mark, once for each time it was left."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE fault_mark (mark text, by text)")

    def left(mark):
        with connection.cursor() as cursor:
            cursor.execute("SELECT by FROM fault_mark WHERE mark = %s", [mark])
            return [row[0] for row in cursor.fetchall()]

    yield left
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE fault_mark")


@pytest.fixture
def processes(marks, tmp_path):
    running = Processes(tmp_path)
    yield running
    running.stop_all()
