"""The lock files name every package by version and hash, and no place to fetch it from."""

import re
import tomllib
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parent.parent.parent
LOCKS = ["requirements-bootstrap.txt", "requirements.txt", "requirements-production.txt"]
ONLY_ELSEWHERE = "run script/lock to write the lock files again"


def locked(name: str) -> dict[str, str]:
    """Package → version and marker of a lock file."""
    lines = re.findall(r"^([A-Za-z0-9._-]+)(==.*?) ?\\?$", (CHECKOUT / name).read_text(), re.MULTILINE)
    return dict(lines)


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_file_holds_no_address(name):
    assert re.findall(r"https?://\S+|--(?:index-url|extra-index-url|find-links)", (CHECKOUT / name).read_text()) == []


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_package_has_a_hash(name):
    entries = re.split(r"^(?=[A-Za-z0-9])", (CHECKOUT / name).read_text(), flags=re.MULTILINE)[1:]

    assert entries
    assert [entry.split("==")[0] for entry in entries if "--hash=sha256:" not in entry] == []


def test_lock_files_that_record_addresses_are_not_kept():
    assert [path.name for path in [CHECKOUT / "uv.lock", *CHECKOUT.glob("pylock*.toml")] if path.exists()] == []


def test_production_runs_the_versions_that_were_tested():
    tested, deployed = locked("requirements.txt"), locked("requirements-production.txt")

    assert {name: version for name, version in deployed.items() if tested.get(name) != version} == {}, ONLY_ELSEWHERE


def test_production_gets_everything_the_project_asks_for_and_no_test_tools():
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())
    asked, tools = (
        {re.split(r"[^A-Za-z0-9._-]", entry)[0].lower() for entry in entries}
        for entries in (project["project"]["dependencies"], project["dependency-groups"]["dev"])
    )
    deployed = set(locked("requirements-production.txt"))

    assert (asked - deployed, tools & deployed) == (set(), set()), ONLY_ELSEWHERE
