"""Say who works in the background; exit code 1 when somebody is silent or something lies too long."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from sandbox_portal.casework.heartbeats import SILENCE, signs_of_life
from sandbox_portal.casework.queries import outbox_standing


class Command(BaseCommand):
    help = "Show the signs of life of relay, worker and scheduler, and how the outbox stands. Exit code 1 on trouble."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", nargs="*", choices=[[], *SILENCE], help="look at these only, not at the outbox")

    def handle(self, *args: Any, **options: Any) -> None:
        chosen = options["name"]
        signs = [sign for name, sign in signs_of_life().items() if not chosen or name in chosen]
        for sign in signs:
            seen = "never seen" if sign.age is None else f"seen {sign.age.total_seconds():.0f} seconds ago"
            busy = f", busy with {sign.busy_with}" if sign.busy_with else ""
            self.stdout.write(f"{sign.name}: {seen}{busy}{' – SILENT' if sign.is_silent else ''}")
        if chosen:
            if any(sign.is_silent for sign in signs):
                raise CommandError("It is silent.", returncode=1)
            return
        standing = outbox_standing()
        self.stdout.write(f"outbox: {standing.waiting} waiting, {standing.late} late, {standing.given_up} given up")
        if any(sign.is_silent for sign in signs) or standing.late or standing.given_up:
            raise CommandError("Something in the background needs attention.", returncode=1)
