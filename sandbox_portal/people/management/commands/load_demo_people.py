"""Make the demonstration's accounts."""

from typing import Any

from django.core.management.base import BaseCommand

from sandbox_portal.people.clock import database_now
from sandbox_portal.people.demo import demo_people


class Command(BaseCommand):
    help = "Make every demonstration account that is missing."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{len(demo_people(at=database_now()))} demonstration accounts are ready.")
