"""Walk the audit trail; exit code 1 and the place when it is not whole."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from sandbox_portal.casework.audit import find_breaks, latest_anchor
from sandbox_portal.casework.models import Event


class Command(BaseCommand):
    help = "Check every event against its seal, every chain against the daily anchors, and an anchor that was mailed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--outside", default="", help="an anchor from a mail or a document, as number:digest")

    def handle(self, *args: Any, outside: str, **options: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET statement_timeout = 0")
        breaks = find_breaks(outside=outside)
        for each in breaks:
            self.stderr.write(str(each))
        if breaks:
            raise CommandError("The record is not whole.", returncode=1)
        anchor = latest_anchor()
        newest = f"newest anchor {anchor}" if anchor else "no anchor has been made yet"
        self.stdout.write(f"The record is whole: {Event.objects.count()} events, {newest}.")
