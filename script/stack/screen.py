"""One line for each step of an installation, and a sign of life during the long ones."""

import contextlib
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType

from stack.trouble import Trouble

SECONDS_BETWEEN_LINES = 15


def say(text: str) -> None:
    """Write a line where it does not mix with what a command prints as its result."""
    print(text, file=sys.stderr, flush=True)


class Step:
    """A piece of work that takes a while: `with Step("Installing …") as step: step.progress("3 of 9")`."""

    def __init__(self, title: str) -> None:
        self.title = title
        self.began = self.last_shown = time.monotonic()
        self.redraws = sys.stderr.isatty()

    def __enter__(self) -> "Step":
        if self.redraws:
            self.progress("")
        return self

    def progress(self, note: str) -> None:
        """Show how far it is: often on a terminal, now and then in a log."""
        now = time.monotonic()
        line = f"  {self.title} … {note}".rstrip()
        if self.redraws:
            print(f"\r\033[K{line} ({now - self.began:.0f} s)", end="", file=sys.stderr, flush=True)
        elif now - self.last_shown >= SECONDS_BETWEEN_LINES:
            self.last_shown = now
            say(f"{line} ({now - self.began:.0f} s)")

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.redraws:
            print("\r\033[K", end="", file=sys.stderr)
        outcome = "done" if kind is None else "stopped" if kind is KeyboardInterrupt else "failed"
        say(f"  {self.title}: {outcome} ({time.monotonic() - self.began:.0f} s)")


def run_step(
    title: str,
    command: Sequence[str | Path],
    log: Path,
    *,
    environment: Mapping[str, str] | None = None,
    folder: Path | None = None,
    how_far: Callable[[], str] = str,
) -> None:
    """Run one command as a step; what it prints goes to the log, whose last line explains a failure."""
    with log.open("ab") as output, Step(title) as step:
        output.write(f"\n$ {' '.join(map(str, command))}\n".encode())
        output.flush()
        try:
            process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, env=environment, cwd=folder
            )
        except OSError as error:
            raise Trouble(f"{title} failed: {error.strerror}: {error.filename}") from error
        _see_through(process, step, how_far)
        if process.returncode:
            raise Trouble(f"{title} failed: {last_line(log)} (the whole story is in {log})")


def last_line(log: Path) -> str:
    """The last line that says something."""
    lines = log.read_bytes()[-20_000:].decode(errors="replace").splitlines()
    return next((line.strip() for line in reversed(lines) if line.strip()), "it printed nothing")


def _see_through(process: subprocess.Popen[bytes], step: Step, how_far: Callable[[], str]) -> None:
    """Wait for its end and show how far it is; when we are stopped, it is stopped too."""
    try:
        while process.poll() is None:
            step.progress(how_far())
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(timeout=0.25)
    except BaseException:
        process.terminate()
        process.wait()
        raise
