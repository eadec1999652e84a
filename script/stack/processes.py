"""A program that runs beside us, and never outlives us."""

import contextlib
import ctypes
import os
import pwd
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypedDict

from stack.trouble import Trouble

PR_SET_PDEATHSIG = 1
LOG_LIMIT = 5_000_000
libc = ctypes.CDLL(None)


class RunAs(TypedDict, total=False):
    """Arguments of subprocess that drop root's rights; empty when there are none to drop."""

    user: int
    group: int
    extra_groups: list[int]


def without_privileges() -> RunAs:
    """PostgreSQL refuses root, so root runs it as nobody."""
    if os.geteuid() != 0:
        return RunAs()
    nobody = pwd.getpwnam("nobody")
    return RunAs(user=nobody.pw_uid, group=nobody.pw_gid, extra_groups=[])


@dataclass(frozen=True)
class Program:
    """What to run, and how to end it."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    log: Path
    folder: Path
    run_as: RunAs = field(default_factory=RunAs)
    stop_signal: signal.Signals = signal.SIGTERM
    patience: float = 10.0
    carries_others: bool = False

    def start(self) -> subprocess.Popen[bytes]:
        """Start it in a session of its own, so that Ctrl-C reaches only us and we end it in order."""
        _keep_small(self.log)
        with self.log.open("ab") as log:
            return subprocess.Popen(
                self.command,
                env=self.environment,
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=_end_with_parent(self.stop_signal),
                **self.run_as,
            )


def ask_to_stop(process: subprocess.Popen[bytes], program: Program) -> None:
    """Send the signal it ends on in good order."""
    if process.poll() is None:
        process.send_signal(program.stop_signal)


def see_off(process: subprocess.Popen[bytes], program: Program, *, asked_at: float) -> None:
    """Wait for it, but not for ever and not against a second Ctrl-C; then end whatever it left behind.

    Its patience counts from when it was asked, so that parts asked together take no longer than the slowest of them.
    """
    left = max(asked_at + program.patience - time.monotonic(), 0.1)
    with contextlib.suppress(subprocess.TimeoutExpired, KeyboardInterrupt):
        process.wait(timeout=left)
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def run_in_foreground(command: Sequence[str | Path], environment: Mapping[str, str], folder: Path) -> int:
    """Run a command the person is looking at; Ctrl-C is its to answer, and a stop is passed on to it."""
    try:
        process = subprocess.Popen(command, env=environment, cwd=folder, preexec_fn=_end_with_parent(signal.SIGTERM))
    except FileNotFoundError as error:
        raise Trouble(f"There is no command {error.filename}.") from error
    before = {
        signal.SIGINT: signal.signal(signal.SIGINT, lambda *_: None),
        signal.SIGTERM: signal.signal(signal.SIGTERM, lambda *_: process.terminate()),
    }
    try:
        return process.wait()
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _end_with_parent(stop_signal: signal.Signals) -> Callable[[], None]:
    """The kernel sends the signal when we die, even by kill -9; a parent already gone is noticed too."""
    parent = os.getpid()

    def prepare() -> None:
        libc.prctl(PR_SET_PDEATHSIG, int(stop_signal))
        if os.getppid() != parent:
            os._exit(1)

    return prepare


def _keep_small(log: Path) -> None:
    if log.exists() and log.stat().st_size > LOG_LIMIT:
        log.replace(log.with_suffix(".previous.log"))
