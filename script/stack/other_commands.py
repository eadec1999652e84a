"""script/manage, script/exec, script/test and script/format: any command in the environment of the portal."""

import os
import subprocess
import sys

from stack import runtime, services
from stack.environment import NOWHERE, for_programs
from stack.places import Places, here
from stack.processes import run_in_foreground
from stack.screen import say
from stack.setup import set_up
from stack.trouble import Trouble

NEEDS_NO_DATABASE = {"recompute", "help", "check", "makemessages", "compilemessages", "--help", "--version"}
TOOLS = {
    "Style": ["ruff", "check"],
    "Layout": ["ruff", "format", "--check"],
    "Types": ["mypy"],
    "Layers": ["lint-imports"],
    "Migrations": ["python", "manage.py", "makemigrations", "--check", "--dry-run"],
}


def manage(arguments: list[str]) -> int:
    """Run a management command; no database is started for those that use none."""
    places = here()
    command = [str(places.python), "manage.py", *arguments]
    set_up(places, for_tests=False)
    if not arguments or arguments[0] in NEEDS_NO_DATABASE:
        return run_in_foreground(command, for_programs(places, NOWHERE | _outside()), places.root)
    return _run_with_kept_services(command, places)


def execute(arguments: list[str]) -> int:
    """Run a program with the services started: those of this checkout, or empty ones that are thrown away."""
    places = here()
    is_throwaway = arguments[:1] == ["--throwaway"]
    command = arguments[1:] if is_throwaway else arguments
    if not command:
        raise Trouble("Say which command to run: script/exec [--throwaway] COMMAND …")
    set_up(places, for_tests=is_throwaway)
    if not is_throwaway:
        return _run_with_kept_services(command, places)
    with services.throwaway(places) as urls:
        return run_in_foreground(command, for_programs(places, urls), places.root)


def test(arguments: list[str]) -> int:
    """Run every check and every test; with arguments, pytest alone."""
    places = here()
    set_up(places, for_tests=True)
    with services.throwaway(places) as urls:
        environment = for_programs(places, urls) | {"TESTING": "1"}
        pytest = [str(places.python), "-m", "pytest"]
        if arguments:
            return run_in_foreground([*pytest, *arguments], environment, places.root)
        failed = [title for title, tool in TOOLS.items() if not _passes(title, tool, environment, places)]
        workers = ["-n", str(min(os.cpu_count() or 1, 4)), "--dist", "loadfile"]
        status = run_in_foreground([*pytest, *workers], environment, places.root)
    return status or len(failed)


def tidy(arguments: list[str]) -> int:
    """Let ruff mend and lay out the code."""
    places = here()
    set_up(places, for_tests=False)
    environment = for_programs(places, NOWHERE)
    mended = run_in_foreground(["ruff", "check", "--fix", *arguments], environment, places.root)
    return run_in_foreground(["ruff", "format", *arguments], environment, places.root) or mended


def _run_with_kept_services(command: list[str], places: Places) -> int:
    if running := runtime.services_running(places):
        return run_in_foreground(command, for_programs(places, running), places.root)
    with services.kept(places) as (_, urls):
        return run_in_foreground(command, for_programs(places, urls), places.root)


def _outside() -> dict[str, str]:
    return {name: os.environ[name] for name in services.NAMES if name in os.environ}


def _passes(title: str, tool: list[str], environment: dict[str, str], places: Places) -> bool:
    tried = subprocess.run(
        tool, env=environment, cwd=places.root, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL
    )
    say(f"{title}: {'in order' if tried.returncode == 0 else 'FAILED'} ({' '.join(tool)})")
    if tried.returncode:
        print(tried.stdout + tried.stderr, file=sys.stderr, flush=True)
    return tried.returncode == 0
