"""Runs inside Django, as `python -m stack.django_steps`: in one process, because starting Django takes longest."""

import argparse
import contextlib
import io
import os
import sys
import threading
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

import django
from django.core.management import call_command

from stack.screen import Step

STEPS = {
    "Bringing the database up to date": ["migrate", "--no-input", "--verbosity=0"],
    "Giving each part its rights in the database": ["database_roles", "--apply"],
    "Loading the regulator's words and numbers": ["load_content"],
    "Loading the demonstration": ["load_demo"],
    "Collecting style sheets, scripts and pictures": ["collectstatic", "--no-input", "--verbosity=0"],
}
DEMO_STEPS = {"Loading the demonstration"}
ROLE_STEPS = {"Giving each part its rights in the database"}


def main() -> int:
    """Take every step, the log holding what each says; list the demonstration's people for later."""
    parser = argparse.ArgumentParser()
    parser.add_argument("log", type=Path)
    parser.add_argument("--sign-ins", type=Path, help="load the demonstration too, and list its people in this file")
    wanted = parser.parse_args()
    with wanted.log.open("a") as log:
        try:
            _take_steps(log, wanted.sign_ins)
        except KeyboardInterrupt:
            return 130
        except Exception:
            traceback.print_exc(file=log)
            return 1
    return 0


class Told(io.TextIOBase):
    """Keeps what a command says in the log, and its last line for the person who waits."""

    def __init__(self, log: TextIO) -> None:
        self.log = log
        self.last = ""

    def write(self, text: str) -> int:
        self.last = text.strip() or self.last
        return self.log.write(text)


def _take_steps(log: TextIO, sign_ins: Path | None) -> None:
    django.setup()
    for title, command in STEPS.items():
        if sign_ins is None and title in DEMO_STEPS:
            continue
        if title in ROLE_STEPS and not os.environ.get("WEB_DATABASE_PASSWORD"):
            continue  # a database of somebody else's, whose roles are theirs
        told = Told(log)
        with Step(title) as step, _showing(step, told), contextlib.redirect_stdout(told):
            call_command(*command, stderr=log)
    if sign_ins is not None:
        with sign_ins.open("w") as table:
            call_command("demo_sign_ins", stdout=table, stderr=log)


@contextlib.contextmanager
def _showing(step: Step, told: Told) -> Iterator[None]:
    """Show each second how far a command is."""
    done = threading.Event()

    def show() -> None:
        while not done.wait(1):
            step.progress(told.last)

    shower = threading.Thread(target=show, daemon=True)
    shower.start()
    try:
        yield
    finally:
        done.set()
        shower.join()


if __name__ == "__main__":
    sys.exit(main())
