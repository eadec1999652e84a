"""The Python packages in .venv, exactly those of the lock files, mended when an installation broke off."""

import csv
import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from stack.debian import pip_without_ensurepip
from stack.packages import PYTHON
from stack.places import Places
from stack.screen import run_step, say
from stack.trouble import Trouble

LOCKS = ("requirements-bootstrap.txt", "requirements.txt")
PIP = ("install", "--quiet", "--disable-pip-version-check", "--no-input", "--require-hashes", "-r")


def is_ready(places: Places) -> bool:
    """True when what the lock files name is installed, whole, and the interpreter runs."""
    finished = places.venv / ".installed"
    return (
        finished.exists()
        and finished.read_text() == _fingerprint(places)
        and not _begun(places).exists()
        and _runs(places.python)
        and not damaged_packages(places)
    )


def install(places: Places) -> None:
    """Bring .venv to what the lock files say."""
    broke_off = _begun(places).exists()
    if places.venv.exists() and not _runs(places.python):
        say("  The Python environment in .venv is damaged and is made again.")
        shutil.rmtree(places.venv)
    again = ["--reinstall"] if broke_off else []
    if not places.python.exists():
        _create(places)
    else:
        again = again or [word for name in damaged_packages(places) for word in ("--reinstall-package", name)]
    _begun(places).touch()
    _install_locked(places, again)
    (places.venv / ".installed").write_text(_fingerprint(places))
    _begun(places).unlink()


def damaged_packages(places: Places) -> list[str]:
    """Packages that have lost a file they installed."""
    packages = places.site_packages()
    return [
        record.parent.name.split("-")[0]
        for record in sorted(packages.glob("*.dist-info/RECORD"))
        if not _is_whole(record, packages)
    ]


def _is_whole(record: Path, packages: Path) -> bool:
    with record.open(newline="") as rows:
        names = (row[0] for row in csv.reader(rows) if row)
        return all(name.endswith(".pyc") or os.path.exists(packages / name) for name in names)


def _create(places: Places) -> None:
    log = places.log / "install.log"
    with_pip = [] if PYTHON.is_met() else ["--without-pip"]
    run_step(
        "Making a Python environment in .venv",
        [sys.executable, "-m", "venv", *with_pip, places.venv],
        log,
    )
    if not with_pip:
        return
    pip = pip_without_ensurepip(places)
    if pip is None:
        raise Trouble("Python here cannot make environments: install Debian's python3-venv, then run this again.")
    site = places.site_packages()
    shutil.unpack_archive(pip, site, "zip")


def _install_locked(places: Places, again: Sequence[str]) -> None:
    bootstrap, everything = (places.root / name for name in LOCKS)
    log = places.log / "install.log"
    wanted = len(re.findall(r"^\S+==", everything.read_text(), re.MULTILINE))
    title = f"Installing {wanted} Python packages"

    def how_far() -> str:
        return f"{sum(1 for _ in places.site_packages().glob('*.dist-info'))} of {wanted}"

    pip: list[str | Path] = [places.python, "-m", "pip", *PIP]
    uv: list[str | Path] = [
        places.venv / "bin" / "uv",
        "pip",
        "install",
        "--quiet",
        "--require-hashes",
        "-p",
        places.python,
        *again,
    ]
    environment = {**os.environ, "UV_PYTHON_DOWNLOADS": "never", "UV_LINK_MODE": "copy"}
    try:
        run_step("Installing the installer", [*pip, bootstrap], log)
        run_step(title, [*uv, "-r", everything], log, environment=environment, how_far=how_far)
    except Trouble as trouble:
        say(f"  {trouble}\n  The slower installer tries instead.")
        forced = ["--force-reinstall"] if again else []
        _with_slower_installer(title, [*pip, everything, *forced], log, how_far)


def _with_slower_installer(title: str, command: list[str | Path], log: Path, how_far: Callable[[], str]) -> None:
    try:
        run_step(title, command, log, how_far=how_far)
    except Trouble as trouble:
        raise Trouble(f"{trouble}. Is there a network? Run the command again when it is mended.") from trouble


def _begun(places: Places) -> Path:
    """A mark that is there while an installation runs, and after one that broke off."""
    return places.venv / ".installing"


def _fingerprint(places: Places) -> str:
    return hashlib.sha256(b"".join((places.root / name).read_bytes() for name in LOCKS)).hexdigest()


def _runs(python: Path) -> bool:
    try:
        return subprocess.run([python, "-c", ""], capture_output=True, check=False).returncode == 0
    except OSError:
        return False
