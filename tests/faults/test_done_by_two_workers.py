"""Background work that two workers take at the same moment, and that comes once more later, is done once (C06, C07)."""

import threading

import pytest
from django.db import connection

from sandbox_portal.casework import outbox
from sandbox_portal.casework.models import OutboxEntry
from sandbox_portal.casework.together import perform_all
from sandbox_portal.documents.content import load_letters
from tests.documents.test_scanning import scanner  # noqa: F401 - a fixture
from tests.factories.worlds import build_world
from tests.house_rules.rows import counts
from tests.house_rules.work_in_the_background import CASES, every_handler


@pytest.mark.django_db(transaction=True)
def test_the_same_work_given_to_two_workers_at_once_is_done_once(settings, scanner):  # noqa: F811
    scanner()
    every_handler()
    world = build_world("A")
    load_letters(settings.CONTENT_ROOT, world.at)
    found = {}
    for name in sorted(CASES):
        payload = CASES[name](world)
        OutboxEntry.objects.filter(finished_at=None).update(held=True)
        entry = outbox.queue_task(name, key=f"given-twice-{name}", **payload)
        found[name] = _done_by_two(entry), _done_again(entry)

    assert found == {name: ([], []) for name in CASES}


def _done_by_two(entry: OutboxEntry) -> list[str]:
    """What went wrong when two workers took the entry at the same moment."""
    barrier, problems = threading.Barrier(2), []

    def work() -> None:
        try:
            barrier.wait(timeout=10)
            perform_all([(entry.pk, entry.name)])
        except Exception as error:
            problems.append(repr(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    entry.refresh_from_db()
    mails = OutboxEntry.objects.filter(kind="mail").values_list("key", flat=True)
    problems += [] if entry.finished_at else [f"not finished: {entry.last_error}"]
    return problems + ([] if len(mails) == len(set(mails)) else ["a mail twice"])


def _done_again(entry: OutboxEntry) -> list[str]:
    """The tables in which a third delivery leaves more rows."""
    before = counts()
    perform_all([(entry.pk, entry.name)])
    return [table for table, count in counts().items() if count != before[table]]
