"""Starts again a part that runs but no longer speaks: trust.md C05."""

import contextlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from stack.screen import say
from stack.supervisor import Child, Supervisor

SECONDS_OF_SILENCE = 60.0
SECONDS_BETWEEN_LOOKS = 15.0
SECONDS_FOR_ONE_TASK = 600.0
# Each part is heard through others, and is judged only while those speak: no restart mends what is not broken.
HEARD_THROUGH = {
    "relay": (),
    "broker": ("relay",),
    "worker": ("relay", "broker"),
    "scheduler": ("relay", "broker", "worker"),
}

Signs = Mapping[str, tuple[float, str]]


def silence() -> float:
    """How many seconds a part may be silent; a test sets fewer."""
    return float(os.environ.get("WATCHDOG_SILENCE") or SECONDS_OF_SILENCE)


def is_silent(name: str, signs: Signs, *, may_be_silent: float) -> bool:
    """Silent for too long; work in hand excuses a longer silence. Never spoken is silent too."""
    age, busy_with = signs.get(name, (float("inf"), ""))
    return age > (SECONDS_FOR_ONE_TASK if busy_with else may_be_silent)


@dataclass
class Pulse:
    """Asks the database how long ago each part spoke, without making anybody wait."""

    command: Sequence[str | Path]
    environment: Mapping[str, str]
    folder: Path
    every: float = SECONDS_BETWEEN_LOOKS
    asked_at: float = field(default=float("-inf"))
    asking: subprocess.Popen[str] | None = None

    def answer(self) -> Signs | None:
        """What the last question brought, once; None while there is nothing new or the database does not answer."""
        now = time.monotonic()
        if self.asking is None:
            if now - self.asked_at >= self.every:
                self.asked_at, self.asking = now, self._ask()
            return None
        if self.asking.poll() is None:
            if now - self.asked_at > self.every:
                self.asking.kill()
            return None
        printed, _ = self.asking.communicate()
        done, self.asking = self.asking, None
        return _read(printed) if done.returncode == 0 else None

    def close(self) -> None:
        """End a question that is still on its way."""
        if self.asking is not None:
            self.asking.kill()
            self.asking.communicate()
            self.asking = None

    def _ask(self) -> subprocess.Popen[str]:
        return subprocess.Popen(
            self.command,
            env=self.environment,
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            start_new_session=True,
        )


def pulse_of(python: str | Path, environment: Mapping[str, str], root: Path) -> Pulse:
    """The question asked with the portal's own Python and in its environment."""
    every = min(SECONDS_BETWEEN_LOOKS, silence() / 2)
    environment = {**environment, "PYTHONPATH": str(root / "script")}
    return Pulse([python, "-m", "stack.pulse"], environment, root, every=every)


@dataclass
class Watchdog:
    """Ends a part that has been silent for too long; the supervisor then starts it again."""

    supervisor: Supervisor
    answer: Callable[[], Signs | None]
    may_be_silent: float = field(default_factory=silence)
    may_start_in: float = field(default_factory=silence)

    def look(self) -> list[str]:
        """Judge every part by the newest answer; the names of those that were ended."""
        signs = self.answer()
        if signs is None:
            return []
        return [child.program.name for child in self.supervisor.children if self._end_if_silent(child, signs)]

    def _end_if_silent(self, child: Child, signs: Signs) -> bool:
        name = child.program.name
        if name not in HEARD_THROUGH or child.process.poll() is not None:
            return False
        is_new = time.monotonic() - child.started <= self.may_start_in
        if is_new or not is_silent(name, signs, may_be_silent=self.may_be_silent):
            return False
        if not all(self._can_be_believed(other, signs) for other in HEARD_THROUGH[name]):
            return False
        say(f"  {name} has not spoken for more than {self.may_be_silent:.0f} s; it is ended and starts again")
        end_for_good(child.process)
        return True

    def _can_be_believed(self, name: str, signs: Signs) -> bool:
        """Speaks now and is not busy, so that what is heard through it can be trusted."""
        age, busy_with = signs.get(name, (float("inf"), ""))
        return age <= self.may_be_silent and not busy_with


def end_for_good(process: subprocess.Popen[bytes]) -> None:
    """kill -9 of the whole group: a frozen part takes no other signal."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, 9)
    process.wait()


def _read(printed: str) -> Signs | None:
    try:
        return {name: (float(age), str(busy)) for name, (age, busy) in json.loads(printed).items()}
    except (ValueError, TypeError):
        print("The pulse of the portal cannot be read.", file=sys.stderr)
        return None
