"""Run every part of the measurements in turn and print all tables: `script/bench --all [--quick]`.

The empty database is made once for all parts. What each is at is said on the error output, and its table is printed as
soon as it ends, so that a run that is broken off leaves what it has measured.
"""

import os
import subprocess
import sys
import time

from .stage import MADE_BEFORE, empty_portal

# What each part measures, how it is run, and how it is run for a quick look.
PARTS = (
    ("Rounds and selections", "bench", (), ("--sizes", "100", "300", "--rounds", "4")),
    ("Queues, search, the stuck list", "bench.casework", (), ("--sizes", "100", "300", "--rounds", "4")),
    ("A form of many questions", "bench.questions", (), ("--rounds", "4")),
    ("The rules of registration", "bench.registration", (), ("--rounds", "20")),
    ("Ratings worked out again", "bench.ratings", (), ("--ratings", "2000", "--assessments", "50")),
    ("The scores of an assessment", "bench.scoring", (), ("--sizes", "20", "60", "--rounds", "4")),
    ("A report and its PDF", "bench.reports", (), ("--paragraphs", "4", "--looks", "5")),
    ("What a tablet brings back", "bench.offline", (), ("--notes", "50", "--photos", "5")),
    ("The public register", "bench.register", (), ("--sizes", "100", "300", "--rounds", "4")),
    ("The history of a case", "bench.timeline", (), ("--sizes", "10", "100", "--rounds", "4")),
    ("Mail and background work", "bench.relay", (), ("--rows", "300")),
)


def main(arguments: list[str]) -> int:
    failed = []
    print("The portal is prepared", file=sys.stderr, flush=True)
    empty_portal()
    os.environ[MADE_BEFORE] = "1"
    for title, module, whole, quick in PARTS:
        began = time.monotonic()
        print(f"       {title} …", file=sys.stderr, flush=True)
        options = quick if "--quick" in arguments else whole
        done = subprocess.run([sys.executable, "-m", module, *options], stdout=subprocess.PIPE, text=True, check=False)
        print(f"\n## {title}\n\n{done.stdout}", flush=True)
        print(f"{time.monotonic() - began:4.0f} s  {title}", file=sys.stderr, flush=True)
        failed += [title] if done.returncode else []
    if failed:
        print(f"Not measured to the end: {', '.join(failed)}.", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
