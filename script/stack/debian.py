"""Brings Debian packages: installed when we are root, unpacked into the checkout when we are not."""

import os
import platform
import re
import shutil
from collections.abc import Sequence
from pathlib import Path

from stack.packages import BROWSERS
from stack.places import Places
from stack.screen import run_step
from stack.trouble import Trouble

QUIETLY = {"DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C"}
INSTALL = ("install", "-y", "-q", "--no-install-recommends")


def bring(packages: Sequence[str], places: Places) -> None:
    """Install the packages for everybody, or fetch and unpack them for this checkout alone."""
    if not shutil.which("apt-get"):
        raise Trouble(
            f"Something is missing that Debian has in {', '.join(packages)}: install it, then run this again."
        )
    log = places.log / "install.log"
    try:
        if os.geteuid() == 0:
            _install(packages, log)
        else:
            _unpack(packages, places, log)
    except Trouble as trouble:
        wanted = f"apt-get install {' '.join(packages)}"
        raise Trouble(f"{trouble}. Is there a network? An administrator can also run: {wanted}") from trouble


def environment_for(places: Places) -> dict[str, str]:
    """What programs need to find the packages that were unpacked into the checkout."""
    tree = places.debian / "tree"
    if not tree.exists():
        return {}
    library = f"lib/{platform.machine()}-linux-gnu"
    folders = [tree / library, tree / "usr" / library, tree / "usr" / library / "pulseaudio"]
    before = os.environ.get("LD_LIBRARY_PATH", "")
    found = {
        "PATH": f"{places.debian / 'bin'}:{os.environ.get('PATH', os.defpath)}:{tree / 'usr' / 'bin'}",
        "LD_LIBRARY_PATH": ":".join([*map(str, folders), before]).rstrip(":"),
    }
    fonts = places.debian / "fonts"
    return found | {"FONTCONFIG_PATH": str(fonts)} if fonts.exists() else found


def unpacked(places: Places) -> set[str]:
    """Names of the packages that were unpacked into the checkout."""
    mark = _mark(places)
    return set(mark.read_text().split()) if mark.exists() else set()


def pip_without_ensurepip(places: Places) -> Path | None:
    """The pip that Debian ships beside ensurepip; a wheel can be run as it is."""
    return next(places.debian.glob("tree/usr/share/python-wheels/pip-*.whl"), None)


def _install(packages: Sequence[str], log: Path) -> None:
    environment = {**os.environ, **QUIETLY}
    run_step("Reading the lists of Debian packages", ["apt-get", "update", "-q"], log, environment=environment)
    run_step(f"Installing {', '.join(packages)}", ["apt-get", *INSTALL, *packages], log, environment=environment)


def _unpack(packages: Sequence[str], places: Places, log: Path) -> None:
    lists, cache, tree = (places.debian / name for name in ("lists", "cache", "tree"))
    for folder in (lists / "partial", cache / "archives" / "partial", tree, places.debian / "bin"):
        folder.mkdir(parents=True, exist_ok=True)
    options = {
        "Dir::State::lists": lists,
        "Dir::Cache": cache,
        "Dir::Log": places.log,
        "Debug::NoLocking": 1,
        "APT::Sandbox::User": "",
    }
    apt = ["apt-get", *(word for name, value in options.items() for word in ("-o", f"{name}={value}"))]
    environment = {**os.environ, **QUIETLY}
    run_step("Reading the lists of Debian packages", [*apt, "update", "-q"], log, environment=environment)
    run_step(
        f"Fetching {', '.join(packages)} for this checkout",
        [*apt, *INSTALL, "--download-only", *packages],
        log,
        environment=environment,
    )
    unpack_all = 'for archive in "$1"/*.deb; do dpkg-deb -x "$archive" "$2" || exit 1; done'
    run_step("Unpacking them", ["sh", "-c", unpack_all, "sh", cache / "archives", tree], log)
    shutil.rmtree(cache)
    _point_at_the_tree(places, tree)
    _mark(places).write_text("\n".join(sorted(unpacked(places) | set(packages))))


def _mark(places: Places) -> Path:
    return places.debian / "unpacked"


def _point_at_the_tree(places: Places, tree: Path) -> None:
    """Two files of Debian name absolute places: the list of font folders and the starter of the browser."""
    fonts = tree / "etc" / "fonts" / "fonts.conf"
    if fonts.exists():
        here = re.sub(r"<dir>/usr", f"<dir>{tree}/usr", fonts.read_text())
        (places.debian / "fonts").mkdir(exist_ok=True)
        (places.debian / "fonts" / "fonts.conf").write_text(here.replace(">conf.d<", f">{tree}/etc/fonts/conf.d<"))
    for name in BROWSERS:
        browser = tree / "usr" / "lib" / "chromium" / name
        if not browser.exists():
            continue
        starter = places.debian / "bin" / name
        starter.write_text(f'#!/bin/sh\nexec "{browser}" "$@"\n')
        starter.chmod(0o755)
