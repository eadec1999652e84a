"""script/manage and script/exec: any command in the environment of the portal."""

import os

from stack import runtime, services
from stack.environment import NOWHERE, for_programs
from stack.places import Places, here
from stack.processes import run_in_foreground
from stack.setup import set_up
from stack.trouble import Trouble

NEEDS_NO_DATABASE = {
    *("recompute", "wind_back", "help", "check", "makemessages", "compilemessages", "--help", "--version"),
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


def _run_with_kept_services(command: list[str], places: Places) -> int:
    if running := runtime.services_running(places):
        return run_in_foreground(command, for_programs(places, running), places.root)
    with services.kept(places) as (_, urls):
        return run_in_foreground(command, for_programs(places, urls), places.root)


def _outside() -> dict[str, str]:
    return {name: os.environ[name] for name in services.NAMES if name in os.environ}
