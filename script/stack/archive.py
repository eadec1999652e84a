"""Keep the write-ahead log, so that the database can be put back as it was at any moment (docs/backup.md)."""

import os
from pathlib import Path

from stack.processes import without_privileges
from stack.trouble import Trouble

MOST_SECONDS_LOST = 300


def archiving(folder: Path) -> tuple[str, ...]:
    """The settings that make PostgreSQL put each finished piece of its log there, whole, and never over another."""
    if "'" in str(folder) or "%" in str(folder):
        raise Trouble("The folder of the write-ahead log may have no quote and no percent sign in its name.")
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        run_as = without_privileges()
        os.chown(folder, run_as.get("user", -1), run_as.get("group", -1))
    except OSError as error:
        raise Trouble(f"The folder of the write-ahead log cannot be made: {error}.") from error
    keep = f"test ! -f '{folder}/%f' && cp '%p' '{folder}/%f.part' && mv '{folder}/%f.part' '{folder}/%f'"
    return ("wal_level=replica", "archive_mode=on", f"archive_timeout={MOST_SECONDS_LOST}", f"archive_command={keep}")


def wanted_archive() -> tuple[str, ...]:
    """The same when WAL_ARCHIVE names a folder; nothing otherwise."""
    named = os.environ.get("WAL_ARCHIVE", "")
    return archiving(Path(named).resolve()) if named else ()
