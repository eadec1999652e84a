"""Keeps the parts of the portal running, and ends them in the order they need each other."""

import subprocess
import time
from dataclasses import dataclass, field

from stack.processes import Program, ask_to_stop, see_off
from stack.screen import last_line, say
from stack.trouble import Trouble

SHORTEST_PAUSE = 0.5
LONGEST_PAUSE = 30.0
STEADY_AFTER = 30.0
TRIES_BEFORE_READY = 3


@dataclass
class Child:
    """A program, the process it runs in now, and how often it has ended."""

    program: Program
    process: subprocess.Popen[bytes]
    started: float
    pause: float = SHORTEST_PAUSE
    ended: int = 0
    due: float | None = None


@dataclass
class Supervisor:
    """Starts programs, starts them again when they end, and stops them."""

    children: list[Child] = field(default_factory=list)

    def start(self, program: Program) -> Child:
        child = Child(program, program.start(), time.monotonic())
        self.children.append(child)
        return child

    def look_after(self) -> None:
        """Start again what has ended: soon the first time, later each time after."""
        for child in self.children:
            if child.process.poll() is None:
                if time.monotonic() - child.started > STEADY_AFTER:
                    child.pause = SHORTEST_PAUSE
            elif child.due is None:
                self._note_end(child)
            elif time.monotonic() >= child.due:
                child.process, child.started, child.due = child.program.start(), time.monotonic(), None

    def refuse_if_hopeless(self) -> None:
        """Before the portal has ever answered, a part that keeps ending will not mend itself."""
        for child in self.children:
            if child.ended >= TRIES_BEFORE_READY:
                log = child.program.log
                raise Trouble(f"{child.program.name} does not start: {last_line(log)} (the whole story is in {log})")

    def stop_all(self) -> None:
        """Stop the portal first, all parts at once, and what it stands on last."""
        for carries_others in (False, True):
            layer = [child for child in reversed(self.children) if child.program.carries_others == carries_others]
            for child in layer:
                ask_to_stop(child.process, child.program)
            asked_at = time.monotonic()
            for child in layer:
                see_off(child.process, child.program, asked_at=asked_at)
        self.children.clear()

    def _note_end(self, child: Child) -> None:
        child.ended += 1
        child.due = time.monotonic() + child.pause
        how = f"ended with status {child.process.returncode}"
        say(f"  {child.program.name} {how}; it starts again in {child.pause:.1f} s ({child.program.log})")
        child.pause = min(child.pause * 2, LONGEST_PAUSE)
