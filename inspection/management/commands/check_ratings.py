"""Reckon every stored result again from what was given; exit code 1 and the places when one comes out otherwise."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ...queries.results import results_that_differ


class Command(BaseCommand):
    help = (
        "Reckon the result of every assessment again from its stored scores. `recompute rating` does one from a file."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        checked, differing = results_that_differ()
        for each in differing:
            self.stderr.write(f"{each.assessment}, result {each.number}: it comes out otherwise today.")
        if differing:
            raise CommandError("Not every stored result comes out again.", returncode=1)
        self.stdout.write(f"Every stored result comes out again: {checked}.")
