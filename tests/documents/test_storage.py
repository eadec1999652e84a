"""Files are there whole or not at all (C14 to C16)."""

import contextlib
import hashlib
import io
import os
import resource
import signal
import subprocess
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage

from sandbox_portal.documents import storage
from sandbox_portal.documents.actions import sweep_files
from sandbox_portal.documents.storage import NoRoom


def files_under(folder) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


@contextlib.contextmanager
def no_file_may_grow_beyond(size: int):
    """The kernel refuses the write in the middle of the file, as a full disk does."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, ignored)


def test_a_file_is_kept_under_its_sha256_and_only_its_owner_may_read_it(settings):
    content = b"a plan"
    digest = hashlib.sha256(content).hexdigest()

    kept = storage.keep(io.BytesIO(content), folder="evidence")

    assert kept == (f"evidence/{digest[:2]}/{digest}", digest, 6)
    path = storage.root() / kept[0]
    assert path.read_bytes() == content
    assert path.stat().st_mode & 0o777 == 0o600
    assert files_under(storage.root()) == [kept[0]]


def test_the_same_bytes_are_kept_once():
    first = storage.keep(io.BytesIO(b"a plan"), folder="evidence")

    assert storage.keep(io.BytesIO(b"a plan"), folder="evidence") == first
    assert files_under(storage.root()) == [first[0]]


def test_a_write_that_breaks_off_leaves_no_file_at_all():
    with no_file_may_grow_beyond(500_000), pytest.raises(NoRoom):
        storage.keep(io.BytesIO(bytes(2_000_000)), folder="evidence")

    assert files_under(storage.root()) == []


def test_twin_the_ordinary_storage_leaves_half_a_file_behind(tmp_path):
    with no_file_may_grow_beyond(500_000), pytest.raises(OSError, match="File too large"):
        FileSystemStorage(location=tmp_path).save("plan", ContentFile(bytes(2_000_000)))

    assert files_under(tmp_path) == ["plan"]


def test_a_full_disk_leaves_no_half_file_and_recovers(settings, tmp_path):
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = os.geteuid() == 0 and subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(disk)], capture_output=True, check=False
    )
    if not mounted or mounted.returncode:
        pytest.skip("Only an administrator can make a tiny disk here.")
    try:
        settings.MEDIA_ROOT = disk
        with pytest.raises(NoRoom):
            storage.keep(io.BytesIO(bytes(3_000_000)), folder="evidence")
        assert files_under(disk) == []
        name, _, _ = storage.keep(io.BytesIO(b"small"), folder="evidence")
        assert files_under(storage.root()) == [name]
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_a_damaged_file_is_noticed():
    name, digest, _ = storage.keep(io.BytesIO(b"a plan"), folder="evidence")
    whole = storage.is_whole(name, digest)
    (storage.root() / name).write_bytes(b"a plot")

    assert (whole, storage.is_whole(name, digest)) == (True, False)


def test_the_night_takes_away_what_no_row_points_to(at):
    storage.keep(io.BytesIO(b"undone"), folder="evidence")
    (storage.root() / "incoming" / "broken-off").write_bytes(b"half")

    assert sweep_files(at=at) == 0
    assert sweep_files(at=at + timedelta(hours=25)) == 2
    assert files_under(storage.root()) == []
