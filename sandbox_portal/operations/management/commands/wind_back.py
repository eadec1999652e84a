"""Make a new database folder that stands at one moment, from a copy and the archived log."""

from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from sandbox_portal.casework.moments import in_words
from sandbox_portal.casework.working_days import LONDON
from sandbox_portal.operations.backups import BackupTrouble
from sandbox_portal.operations.point_in_time import wind_back


class Command(BaseCommand):
    help = "Make DATA a database folder that stands just before a moment. Nothing that is there is touched."
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("place", type=Path, help="the folder of the copies made by base_copy")
        parser.add_argument("--to", required=True, help="the moment, such as “2026-11-22 10:00”, in London")
        parser.add_argument("--archive", type=Path, required=True, help="the folder of the archived log")
        parser.add_argument("--data", type=Path, required=True, help="the new folder")

    def handle(self, *args: Any, place: Path, to: str, archive: Path, data: Path, **options: Any) -> None:
        try:
            moment = datetime.fromisoformat(to)
        except ValueError as error:
            raise CommandError("Write the moment like “2026-11-22 10:00”.") from error
        moment = moment if moment.tzinfo else moment.replace(tzinfo=LONDON)
        try:
            used = wind_back(place.resolve(), archive=archive.resolve(), to=moment, data=data.resolve())
        except (BackupTrouble, OSError) as error:
            raise CommandError(f"Nothing was put back: {error}") from error
        self.stdout.write(f"{data} holds {used.name} and winds forward to just before {in_words(moment)}.")
        self.stdout.write("Give it to the user PostgreSQL runs as, start PostgreSQL on it, then: verify_audit.")
