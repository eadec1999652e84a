"""The web's own clock decides nothing: jobs, rules and steps get their moment from the database."""

import ast
from collections.abc import Iterator

import pytest

from .source import breaches, python_files

CLOCKS = {
    ("timezone", "now"),
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("datetime", "today"),
    ("date", "today"),
    ("time", "time"),
}
# Codes on a phone and the age of a sign-in belong to the web process; no deadline hangs on them.
OWN_CLOCK = {
    "sandbox_portal/operations/queries.py",  # compares its clock with the database's
    "sandbox_portal/people/adapter.py",
    "sandbox_portal/people/demo.py",
    "sandbox_portal/people/middleware.py",
    "sandbox_portal/people/second_factor.py",
}


def reads_its_own_clock(tree: ast.Module, text: str) -> Iterator[str]:
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        owner = node.func.value
        name = owner.attr if isinstance(owner, ast.Attribute) else getattr(owner, "id", "")
        if (name, node.func.attr) in CLOCKS:
            yield f"line {node.lineno} asks this machine for the time; use people.clock.database_now()"


def test_no_deadline_is_decided_by_the_clock_of_a_web_process():
    found = breaches(reads_its_own_clock, python_files())

    assert [each for each in found if each.split(":")[0] not in OWN_CLOCK] == []


@pytest.mark.parametrize(
    "line", ["timezone.now()", "datetime.now(UTC)", "date.today()", "datetime.datetime.utcnow()", "time.time()"]
)
def test_a_file_that_reads_its_own_clock_is_reported(line):
    assert len(list(reads_its_own_clock(ast.parse(line), line))) == 1


def test_asking_the_database_is_not_reported():
    assert list(reads_its_own_clock(ast.parse("database_now()"), "")) == []
