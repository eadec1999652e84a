"""The Debian packages the portal cannot do without, and how to see whether they are here."""

import ctypes
import importlib.util
import os
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Need:
    """Something of the machine, the packages that bring it, and how to tell that it is there."""

    packages: tuple[str, ...]
    is_met: Callable[[], bool]


BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser")  # the one without windows needs a fifth less


def browser() -> str | None:
    """The Chromium to drive: what CHROMIUM names, or the first that is here."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)


def _library(*names: str) -> Callable[[], bool]:
    def is_met() -> bool:
        try:
            for name in names:
                ctypes.CDLL(name)
        except OSError:
            return False
        return True

    return is_met


PYTHON = Need(("python3-venv",), lambda: importlib.util.find_spec("ensurepip") is not None)
PDF = Need(
    ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0"),
    _library("libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz-subset.so.0"),
)
BROWSER = Need(BROWSERS[:1], lambda: browser() is not None)
BROWSER_DRIVER = Need(("libatomic1",), _library("libatomic.so.1"))
PDF_READER = Need(("poppler-utils",), lambda: shutil.which("pdftotext") is not None)

TO_RUN = (PYTHON, PDF)
TO_TEST = (*TO_RUN, BROWSER, BROWSER_DRIVER, PDF_READER)


def missing(needs: Iterable[Need]) -> list[str]:
    """Names of the packages that would bring what is not here."""
    return [package for need in needs if not need.is_met() for package in need.packages]
