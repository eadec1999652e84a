"""Run the relay until it is told to stop."""

import signal
from typing import Any

from django.core.management.base import BaseCommand

from sandbox_portal.casework.outbox import load_handlers
from sandbox_portal.casework.relay import Relay


class Command(BaseCommand):
    help = "Send what the outbox holds. Needs PostgreSQL only; stops cleanly on SIGTERM and Ctrl-C."

    def handle(self, *args: Any, **options: Any) -> None:
        load_handlers()
        relay = Relay()
        for stop in (signal.SIGTERM, signal.SIGINT):
            signal.signal(stop, relay.stop)
        self.stdout.write("The relay is running.")
        self.stdout.flush()
        relay.run()
