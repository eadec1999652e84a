"""Put a backup back: into an empty database and folder, or over what is there when --replace says so."""

import os
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from sandbox_portal.casework.audit import find_breaks
from sandbox_portal.operations.backups import BackupTrouble, restore_backup


class Command(BaseCommand):
    help = (
        "Restore a backup, compare every table and file with its list, and walk the audit trail. Stop the portal first."
    )
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, help="one backup: the folder that holds manifest.json")
        parser.add_argument("--replace", action="store_true", help="lose what the database holds now")

    def handle(self, *args: Any, folder: Path, replace: bool, **options: Any) -> None:
        url = os.environ.get("MIGRATION_DATABASE_URL") or os.environ["DATABASE_URL"]
        connection.close()
        media = None if getattr(settings, "FILES_BUCKET", "") else Path(settings.MEDIA_ROOT)
        try:
            manifest = restore_backup(folder, url=url, media=media, replace=replace)
        except (BackupTrouble, OSError) as error:
            raise CommandError(f"Nothing can be relied on yet: {error}") from error
        rows = sum(count for count, _ in manifest.tables.values())
        self.stdout.write(
            f"{rows} rows and {len(manifest.files)} files are back, each compared with the list of the backup."
        )
        call_command("migrate", verbosity=0)
        if os.environ.get("WEB_DATABASE_PASSWORD"):
            call_command("database_roles", apply=True, stdout=self.stdout)
        breaks = find_breaks()
        for each in breaks:
            self.stderr.write(str(each))
        if breaks:
            raise CommandError("The record of what was done is not whole.")
        self.stdout.write("The record of what was done is whole. Sessions are not restored: everybody signs in again.")
