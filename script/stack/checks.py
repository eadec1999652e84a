"""script/test, script/format and script/lock: the project looks after itself."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

from stack import services
from stack.environment import NOWHERE, for_programs
from stack.places import Places, here
from stack.processes import run_in_foreground
from stack.screen import say
from stack.setup import set_up

TOOLS = {
    "Style": ["ruff", "check"],
    "Layout": ["ruff", "format", "--check"],
    "Types": ["mypy"],
    "Layers": ["lint-imports"],
    "Migrations": ["python", "manage.py", "makemigrations", "--check", "--dry-run"],
}
# Each worker begins with a copy of the database that this makes; never done to one that somebody else named.
ON_OUR_DATABASE = {"Database": ["python", "manage.py", "migrate", "--verbosity", "0"]}
COMPILE = (
    *("uv", "pip", "compile", "--quiet", "--universal", "--python-version", "3.11", "--generate-hashes"),
    *("--no-header", "--no-annotate", "pyproject.toml"),
)


def test(arguments: list[str]) -> int:
    """Run every check and every test; with arguments, pytest alone."""
    places = here()
    set_up(places, for_tests=True)
    with services.throwaway(places) as urls:
        environment = for_programs(places, urls) | {"TESTING": "1"}
        pytest = [str(places.python), "-m", "pytest"]
        if arguments:
            return run_in_foreground([*pytest, *arguments], environment, places.root)
        is_ours = "DATABASE_URL" in urls
        failed = _count_failing(TOOLS | ON_OUR_DATABASE if is_ours else TOOLS, environment, places)
        if is_ours:
            environment["TEST_DATABASE_TEMPLATE"] = urlsplit(urls["DATABASE_URL"]).path.lstrip("/")
        workers = ["-n", str(min(os.cpu_count() or 1, 4)), "--dist", "loadfile", "--no-loadscope-reorder"]
        status = run_in_foreground([*pytest, *workers], environment, places.root)
    return status or failed


def tidy(arguments: list[str]) -> int:
    """Let ruff mend and lay out the code."""
    places = here()
    set_up(places, for_tests=False)
    environment = for_programs(places, NOWHERE)
    mended = run_in_foreground(["ruff", "check", "--fix", *arguments], environment, places.root)
    return run_in_foreground(["ruff", "format", *arguments], environment, places.root) or mended


def lock(arguments: list[str]) -> int:
    """Write both lock files from pyproject.toml; --upgrade looks for newer versions."""
    places = here()
    set_up(places, for_tests=False)
    environment = for_programs(places, NOWHERE)
    whole = [*COMPILE, "--group", "dev", "-o", "requirements.txt", *arguments]
    deployed = [*COMPILE, "--constraint", "requirements.txt", "-o", "requirements-production.txt"]
    return run_in_foreground(whole, environment, places.root) or run_in_foreground(deployed, environment, places.root)


def _count_failing(tools: dict[str, list[str]], environment: dict[str, str], places: Places) -> int:
    """Run the tools side by side: the types take longer than all the others together."""
    with ThreadPoolExecutor() as pool:
        tried = [pool.submit(_passes, title, tool, environment, places) for title, tool in tools.items()]
    return sum(not each.result() for each in tried)


def _passes(title: str, tool: list[str], environment: dict[str, str], places: Places) -> bool:
    tried = subprocess.run(
        tool, env=environment, cwd=places.root, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL
    )
    say(f"{title}: {'in order' if tried.returncode == 0 else 'FAILED'} ({' '.join(tool)})")
    if tried.returncode:
        print(tried.stdout + tried.stderr, file=sys.stderr, flush=True)
    return tried.returncode == 0
