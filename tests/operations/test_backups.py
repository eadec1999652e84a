"""A backup put back is row for row and file for file what was there; what is not empty is not overwritten (C27)."""

import os
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import psycopg2
import pytest
from django.db import connection

from programme.actions import open_window
from sandbox_portal.documents import storage
from sandbox_portal.documents.models import EvidenceFile
from sandbox_portal.operations.backups import (
    DUMP,
    MANIFEST,
    BackupTrouble,
    Manifest,
    fingerprints,
    forget_old,
    look_at_backup,
    make_backup,
    restore_backup,
    sha256,
)
from sandbox_portal.people.clock import database_now
from tests.factories.rounds import make_round
from tests.factories.selection import make_application
from tests.faults.processes import ROOT, database_url_of_the_test

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]
ELSEWHERE = "portal_restored"


@pytest.fixture
def scene(settings):
    """An application that was sent, and a stored file."""
    application = make_application(open_window(make_round(), by=None, at=database_now()))
    name, sha256, size = storage.keep(BytesIO(b"evidence"), folder="evidence")
    EvidenceFile.objects.create(sha256=sha256, size=size, media_type="text/plain", stored_name=name)
    return application


@pytest.fixture
def empty_database():
    """Another database in the same cluster; gives its address."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {ELSEWHERE} WITH (FORCE)")
        cursor.execute(f"CREATE DATABASE {ELSEWHERE} TEMPLATE template0")
    yield f"{database_url_of_the_test().rsplit('/', 1)[0]}/{ELSEWHERE}"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE {ELSEWHERE} WITH (FORCE)")


def rows_of(url: str) -> dict:
    there = psycopg2.connect(url)
    with there.cursor() as cursor:
        cursor.execute("SET timezone = 'UTC'")
        found = fingerprints(cursor)
    there.close()
    return found


def files_below(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_drill(scene, empty_database, settings, tmp_path):
    media, restored = Path(settings.MEDIA_ROOT), tmp_path / "restored"
    backup = make_backup(tmp_path / "backups", url=database_url_of_the_test(), media=media, stamp="20260104T101500Z")

    command = [sys.executable, "manage.py", "restore", str(backup)]
    environment = {**os.environ, "DATABASE_URL": empty_database, "MEDIA_ROOT": str(restored)}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (0, "")
    assert "The record of what was done is whole." in done.stdout
    assert rows_of(empty_database) == rows_of(database_url_of_the_test())
    assert files_below(restored) == files_below(media)
    assert rows_of(empty_database)["selection_application"][0] == 1
    again = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert (again.returncode, "The database is not empty" in again.stderr) == (1, True)
    sequences_ahead(empty_database)
    assert secrets_in(backup) == []


def sequences_ahead(url: str) -> None:
    """A new row after the restore takes a number nobody has."""
    there = psycopg2.connect(url)
    with there, there.cursor() as cursor:
        cursor.execute("UPDATE people_organisation SET town = 'Elmbridge'")
        cursor.execute("SELECT count(*) FROM operations_rowchange WHERE after ->> 'town' = 'Elmbridge'")
        assert cursor.fetchone()[0] == 1
    there.close()


def secrets_in(backup: Path) -> list[str]:
    whole = b"".join(files_below(backup).values())
    return [name for name in ("SEALING_KEY", "SECRET_KEY") if os.environ[name].encode() in whole]


def test_replace_says_that_what_is_there_may_go(scene, empty_database, tmp_path):
    backup = make_backup(tmp_path / "backups", url=database_url_of_the_test(), media=None, stamp="20260104T101500Z")
    restore_backup(backup, url=empty_database, media=None, replace=False)

    with pytest.raises(BackupTrouble, match="not empty"):
        restore_backup(backup, url=empty_database, media=None, replace=False)
    restore_backup(backup, url=empty_database, media=None, replace=True)

    assert rows_of(empty_database) == rows_of(database_url_of_the_test())


@pytest.mark.parametrize("damaged", [DUMP, MANIFEST, "files"])
def test_a_damaged_backup_is_found_before_anything_is_touched(tmp_path, damaged):
    backup = small_backup(tmp_path, "20260104T101500Z")
    path = backup / damaged if damaged != "files" else backup / "files" / "one"
    path.write_bytes(path.read_bytes()[:-1] + b"?")

    with pytest.raises(BackupTrouble, match=r"damaged|cannot be read"):
        restore_backup(backup, url="postgres://nobody@127.0.0.1:9/none", media=None, replace=True)


def small_backup(tmp_path: Path, stamp: str) -> Path:
    backup = tmp_path / stamp
    (backup / "files").mkdir(parents=True)
    (backup / "files" / "one").write_bytes(b"words")
    (backup / DUMP).write_bytes(b"dump")
    files = {"one": sha256(backup / "files" / "one")}
    Manifest(stamp, 18, [], sha256(backup / DUMP), {}, files, files_elsewhere=False).write(backup)
    assert look_at_backup(backup).files == files
    return backup


def test_old_backups_and_broken_off_ones_go_and_the_newest_stay(tmp_path):
    stamps = [f"2026010{day}T101500Z" for day in range(1, 6)]
    for stamp in stamps:
        small_backup(tmp_path, stamp)
    (tmp_path / "20260103T111500Z.unfinished").mkdir()
    (tmp_path / "something else").mkdir()

    forgotten = forget_old(tmp_path, keep=2)

    assert forgotten == [*stamps[:3], "20260103T111500Z.unfinished"]
    assert sorted(path.name for path in tmp_path.iterdir()) == [*stamps[3:], "something else"]
