"""Runs in the container of a part, as `python -m stack.alive relay`: exit code 0 when that part has spoken lately.

Without Django, because it is asked every minute in each container and Django takes seconds to start.
"""

import sys

import psycopg2

from stack.pulse import signs
from stack.watchdog import HEARD_THROUGH, is_silent, silence


def main(arguments: list[str]) -> int:
    """Say in one line how the part is."""
    if len(arguments) != 1 or arguments[0] not in HEARD_THROUGH:
        print(f"Say which part: python -m stack.alive {'|'.join(HEARD_THROUGH)}", file=sys.stderr)
        return 2
    (name,) = arguments
    try:
        found = signs()
    except (psycopg2.Error, KeyError):
        print("The database does not answer.", file=sys.stderr)
        return 1
    seen = f"seen {found[name][0]:.0f} seconds ago" if name in found else "never seen"
    silent = is_silent(name, found, may_be_silent=silence())
    print(f"{name}: {seen}{' – SILENT' if silent else ''}")
    return 1 if silent else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
