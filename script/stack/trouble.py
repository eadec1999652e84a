"""What a person is told when a command cannot go on."""

import sys
from collections.abc import Callable


class Trouble(Exception):  # noqa: N818 - read aloud: "raise Trouble(sentence)"
    """One sentence that says what is wrong and what to do; the command ends with it and a non-zero status."""


def run(command: Callable[[list[str]], int]) -> None:
    """Run a command of script/ and leave the process with its status."""
    try:
        status = command(sys.argv[1:])
    except Trouble as trouble:
        print(trouble, file=sys.stderr)
        status = 1
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        status = 130
    sys.exit(status)
