"""Tell whoever tries the demonstration which values its witnesses must show."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from selection.models import Witness

from ...walk import witness_value


class Command(BaseCommand):
    help = "Print who witnesses the announced draws of the demonstration, and the value each has to show."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMONSTRATION:
            raise CommandError("This portal is not a demonstration, so only the witnesses know their values.")
        waiting = Witness.objects.filter(draw__drawn_at=None, draw__voided_at=None, value="")
        for witness in waiting.select_related("user", "draw__selection__round").order_by("pk"):
            value = witness_value(witness.user.email)
            self.stdout.write(f"{witness.draw.selection.round.title}: {witness.user.email} shows {value}")
