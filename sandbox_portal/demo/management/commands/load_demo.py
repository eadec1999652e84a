"""Load the demonstration; again does nothing, and in production it refuses."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from sandbox_portal.people.clock import database_now
from sandbox_portal.people.demo import demo_people

from ...scenes import play
from ...story import story


class Command(BaseCommand):
    help = "Load the made-up people, organisations and rounds of the demonstration. Safe to run again."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMONSTRATION:
            raise CommandError("This portal is not a demonstration: set DEMONSTRATION=1 only where nothing is real.")
        people = demo_people(at=database_now())
        self.stdout.write(f"People: {len(people)}.")
        for line in play(story()):
            self.stdout.write(line)
