"""manage.py recompute KIND FILE: the door for anyone who wants to check a decision."""

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from sandbox_portal.recompute.answers import answer
from sandbox_portal.recompute.problems import BadInputError, one_problem, shown
from sandbox_portal.recompute.reading import LARGEST_INPUT

BAD_INPUT = 2


class Command(BaseCommand):
    help = "Compute a decision again from its published facts. Needs no database. See docs/recompute.md."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("kind", help="what to compute: draw, selection, deadline …")
        parser.add_argument("file", help="a JSON file, or - for standard input")

    def handle(self, *, kind: str, file: str, **options: Any) -> None:
        try:
            result = answer(kind, _contents(file))
        except BadInputError as bad:
            for problem in bad.problems:
                self.stderr.write(problem.sentence)
            sys.exit(BAD_INPUT)
        # Escapes everything beyond ASCII, so that no terminal's encoding can stop the answer.
        self.stdout.write(json.dumps(result, indent=2))


def _contents(file: str) -> bytes:
    """Read one byte more than is allowed, so that too large an input is seen and never held whole."""
    try:
        if file == "-":
            return sys.stdin.buffer.read(LARGEST_INPUT + 1)
        with Path(file).open("rb") as opened:
            return opened.read(LARGEST_INPUT + 1)
    except (OSError, ValueError, AttributeError) as problem:
        reason = problem.strerror if isinstance(problem, OSError) else "it is not a file that can be opened"
        raise one_problem(f"The file {shown(file)} cannot be read: {reason}.") from problem
