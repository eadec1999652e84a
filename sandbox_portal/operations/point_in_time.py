"""Back to any moment: a copy of the whole database folder, and every change since from the archived log (C28).

PostgreSQL's own tools do it: pg_basebackup, archive_command, recovery_target_time. What is put back is a new data
folder beside the old one, so that nothing is lost by trying.
"""

import re
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import psycopg2

from .backups import UNFINISHED, BackupTrouble, run_program

STAMP = "%Y%m%dT%H%M%SZ"
BASE = re.compile(r"base-(\d{8}T\d{6}Z)\Z")
AUTO_CONF, SIGNAL = "postgresql.auto.conf", "recovery.signal"


def make_base(place: Path, *, url: str) -> Path:
    """Copy the whole data folder of the running server below `place`; named by the moment it was finished.

    From that moment on any later one can be reached, as far as the archive holds.
    """
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    unfinished = place / f"base{UNFINISHED}"
    shutil.rmtree(unfinished, ignore_errors=True)
    connection = psycopg2.connect(url)
    try:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("SHOW archive_mode")
            if cursor.fetchone()[0] == "off":
                raise BackupTrouble("The server does not keep its log: set archive_mode and archive_command first.")
            run_program(
                ["pg_basebackup", f"--pgdata={unfinished}", "--wal-method=fetch", "--checkpoint=fast", "--no-password"],
                url,
                connection.server_version // 10000,
            )
            cursor.execute("SELECT clock_timestamp() AT TIME ZONE 'UTC'")
            finished: datetime = cursor.fetchone()[0]
    finally:
        connection.close()
    whole = place / f"base-{finished.strftime(STAMP)}"
    unfinished.rename(whole)
    return whole


def bases(place: Path) -> list[tuple[datetime, Path]]:
    """Every whole copy, the oldest first, with the moment from which on it can be wound forward."""
    return sorted(_bases(place))


def wind_back(place: Path, *, archive: Path, to: datetime, data: Path) -> Path:
    """Make `data` a folder that PostgreSQL, once started on it, brings to the moment and opens there."""
    if data.exists() and any(data.iterdir()):
        raise BackupTrouble(f"{data} is not empty. Name a new folder: nothing that is there is touched.")
    if any("'" in str(each) or "%" in str(each) for each in (archive, data)):
        raise BackupTrouble("The folders may have no quote and no percent sign in their names.")
    if not archive.is_dir():
        raise BackupTrouble(f"There is no archived log at {archive}.")
    before = [folder for moment, folder in bases(place) if moment < to]
    if not before:
        raise BackupTrouble(f"No copy below {place} was finished before that moment, so it cannot be reached.")
    shutil.copytree(before[-1], data, dirs_exist_ok=True)
    data.chmod(0o700)
    with (data / AUTO_CONF).open("a") as settings:
        settings.writelines(f"{name} = '{value}'\n" for name, value in _recovery(archive, to))
    (data / SIGNAL).touch(mode=0o600)
    return before[-1]


def _recovery(archive: Path, to: datetime) -> Iterator[tuple[str, str]]:
    """Up to the moment and not a change further; then it is a database of its own, which leaves the archive alone."""
    yield "restore_command", f'cp "{archive}/%f" "%p"'
    yield "recovery_target_time", to.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f+00")
    yield "recovery_target_inclusive", "off"
    yield "recovery_target_action", "promote"
    yield "archive_mode", "off"


def _bases(place: Path) -> Iterator[tuple[datetime, Path]]:
    for folder in place.glob("base-*"):
        if named := BASE.match(folder.name):
            yield datetime.strptime(named[1], STAMP).replace(tzinfo=UTC), folder
