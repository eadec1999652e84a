"""What both imports say and do at the command line."""

import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from sandbox_portal.casework.refusals import Refused
from sandbox_portal.lookup.actions import import_list
from sandbox_portal.lookup.choices import PublicList
from sandbox_portal.people.clock import database_now


class ImportCommand(BaseCommand):
    """Import one public list from a CSV file."""

    which: PublicList

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("csv", type=Path, help="the file as it was downloaded, unpacked")

    def handle(self, **options: Any) -> None:
        started = time.monotonic()
        try:
            outcome = import_list(self.which, path=options["csv"], by=None, at=database_now())
        except FileNotFoundError:
            raise CommandError(f"There is no file {options['csv']}.") from None
        except Refused as refused:
            raise CommandError(refused.sentence) from None
        if outcome.is_the_same:
            self.stdout.write(f"This file is here already: {outcome.rows} rows. Nothing was changed.")
            return
        for bad in outcome.bad:
            self.stderr.write(f"line {bad.line} {bad.sentence}")
        if outcome.refused > len(outcome.bad):
            self.stderr.write(f"and {outcome.refused - len(outcome.bad)} more rows.")
        seconds = max(time.monotonic() - started, 0.001)
        speed = f"in {seconds:.1f} seconds ({outcome.rows / seconds:,.0f} a second)"
        self.stdout.write(f"{outcome.rows} rows came in {speed}; {outcome.refused} were refused.")
