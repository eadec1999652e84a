"""Copy the whole portal into a folder: database, stored files, and a list that tells whether the copy is whole."""

import os
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from sandbox_portal.casework.heartbeats import beat
from sandbox_portal.operations.backups import BackupTrouble, forget_old, make_backup
from sandbox_portal.operations.queries import BACKUP
from sandbox_portal.people.clock import database_now

KEEP = 14


class Command(BaseCommand):
    help = "Copy database and stored files into a new folder below PLACE. SEALING_KEY and SECRET_KEY are never in it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("place", type=Path, help="the folder of all backups")
        parser.add_argument("--keep", type=int, default=KEEP, help="how many backups stay (%(default)s)")

    def handle(self, *args: Any, place: Path, keep: int, **options: Any) -> None:
        if keep < 1:
            raise CommandError("Keep at least one backup.")
        media = None if getattr(settings, "FILES_BUCKET", "") else Path(settings.MEDIA_ROOT)
        stamp = database_now().strftime("%Y%m%dT%H%M%SZ")
        url = os.environ.get("MIGRATION_DATABASE_URL") or os.environ["DATABASE_URL"]
        try:
            made = make_backup(place, url=url, media=media, stamp=stamp)
        except (BackupTrouble, OSError) as error:
            raise CommandError(f"There is no new backup: {error}") from error
        forgotten = forget_old(place, keep=keep)
        beat(BACKUP)
        self.stdout.write(f"The backup is {made}.")
        if media is None:
            self.stdout.write(
                "Stored files lie in a bucket: let the store keep versions of them, they are not in this copy."
            )
        if forgotten:
            self.stdout.write(f"Taken away: {', '.join(forgotten)}.")
        self.stdout.write("Keep SEALING_KEY apart: it is not in the backup, and draws cannot be revealed without it.")
