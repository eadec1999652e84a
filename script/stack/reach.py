"""Where root keeps PostgreSQL when its unprivileged user cannot reach into the checkout."""

import dataclasses
import os
import shutil
import subprocess
from pathlib import Path

from stack.places import Places
from stack.postgres import Binaries
from stack.processes import without_privileges


def data_folder(places: Places, name: str) -> Path:
    """A place for data in var/, or outside the checkout when nobody may not walk to var/."""
    if without_privileges() and not _may(["test", "-x", str(places.var)]):
        _open_to_walk_through(places.outside)
        return places.outside / name
    return places.var / name


def within_reach(binaries: Binaries, places: Places) -> Binaries:
    """The same programs, copied with their libraries when nobody may not run them where they are."""
    if not without_privileges() or _may([str(binaries.folder / "postgres"), "--version"]):
        return binaries
    package = binaries.folder.parent.parent
    copy = places.outside / f"binaries-{binaries.version}-{int(package.stat().st_mtime)}"
    if not copy.exists():
        _open_to_walk_through(places.outside)
        unfinished = copy.with_name(copy.name + ".unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        for folder in (package, package.with_name(f"{package.name}.libs")):
            shutil.copytree(folder, unfinished / folder.name, symlinks=True)
        unfinished.rename(copy)
    return dataclasses.replace(binaries, folder=copy / package.name / "pginstall" / "bin")


def _may(command: list[str]) -> bool:
    try:
        tried = subprocess.run(command, capture_output=True, cwd="/", check=False, **without_privileges())
    except PermissionError:
        return False
    return tried.returncode == 0


def _open_to_walk_through(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for one in (folder.parent, folder):
        os.chmod(one, 0o711)
