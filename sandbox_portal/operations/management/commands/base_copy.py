"""Copy the folder of the database, from which every later moment can be reached again."""

import os
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from sandbox_portal.operations.backups import BackupTrouble
from sandbox_portal.operations.point_in_time import make_base


class Command(BaseCommand):
    help = "Copy the whole database folder below PLACE. With the archived log it leads back to any later moment."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("place", type=Path, help="the folder of all such copies")

    def handle(self, *args: Any, place: Path, **options: Any) -> None:
        url = os.environ.get("MIGRATION_DATABASE_URL") or os.environ["DATABASE_URL"]
        try:
            made = make_base(place, url=url)
        except (BackupTrouble, OSError) as error:
            raise CommandError(f"There is no new copy: {error}") from error
        self.stdout.write(f"The copy is {made}. Every moment from now on can be reached, as far as the log is kept.")
