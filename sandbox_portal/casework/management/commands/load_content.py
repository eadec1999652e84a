"""Load the regulator's words from `content/`: everything, or nothing when one file has a fault."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from sandbox_portal.casework.content import FaultyContent, loaders
from sandbox_portal.people.clock import database_now


class Command(BaseCommand):
    help = "Load question sets, rounds, letters and the other files of content/. Safe to run again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--root", type=Path, default=settings.CONTENT_ROOT, help="the folder to load from")

    def handle(self, *args: Any, root: Path, **options: Any) -> None:
        try:
            with transaction.atomic():
                at = database_now()
                for name, load in loaders():
                    self.stdout.write(f"{name}: {load(root, at)}")
        except FaultyContent as faulty:
            raise CommandError(f"Nothing was loaded. Please put right:\n{faulty}") from None
