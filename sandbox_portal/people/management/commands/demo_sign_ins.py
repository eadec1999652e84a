"""Print who can be signed in as on the demonstration."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from sandbox_portal.people.demo import PASSWORD, demo_accounts, demo_code


class Command(BaseCommand):
    help = "List the demonstration's accounts, and the code of the second step for now."

    def handle(self, *args: Any, **options: Any) -> None:
        accounts = demo_accounts()
        if not accounts:
            raise CommandError("There are no demonstration accounts here. script/server loads them.")
        width = max(len(account.what) for account in accounts)
        self.stdout.write(f"Sign in at {settings.PORTAL_URL}/account/login/   Password of everybody: {PASSWORD}\n\n")
        for account in accounts:
            code = demo_code(account.email) if account.role else "not asked"
            self.stdout.write(f"{account.what:<{width}}  {account.name:<16}  {account.email:<44}  {code}")
        self.stdout.write("\nThe last column is the code of the second step; it changes every 30 seconds.")
        self.stdout.write("A new one: script/manage demo_code EMAIL")
