"""script/watched: one part of a portal in a container, ended when it no longer speaks, so that it is started again."""

import os
import signal
import sys
import time
from pathlib import Path

from stack.places import CHECKOUT
from stack.processes import Program
from stack.supervisor import Supervisor
from stack.trouble import Trouble
from stack.watchdog import HEARD_THROUGH, Watchdog, pulse_of

SECONDS_BETWEEN_LOOKS = 0.5
STOP_PATIENCE = 50.0


def watch(arguments: list[str]) -> int:
    """Run a command until it ends, is asked to stop, or falls silent; its status, or 1 for silence."""
    name, *command = arguments or [""]
    if name not in HEARD_THROUGH or not command:
        raise Trouble(f"Say which part it is and its command: script/watched {'|'.join(HEARD_THROUGH)} COMMAND …")
    stopping: list[int] = []
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda number, _frame: stopping.append(number))
    environment = dict(os.environ)
    program = Program(name, command, environment, Path("/dev/stdout"), CHECKOUT, patience=STOP_PATIENCE)
    supervisor = Supervisor()
    process = supervisor.start(program).process
    pulse = pulse_of(sys.executable, environment, CHECKOUT)
    watchdog = Watchdog(supervisor, pulse.answer)
    try:
        while process.poll() is None and not stopping:
            if watchdog.look():
                return 1
            time.sleep(SECONDS_BETWEEN_LOOKS)
    finally:
        pulse.close()
        supervisor.stop_all()
    return 0 if stopping else process.returncode
