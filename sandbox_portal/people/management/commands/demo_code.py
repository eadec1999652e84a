"""Print the second-step code of a demonstration account."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sandbox_portal.people.demo import demo_accounts, demo_code


class Command(BaseCommand):
    help = "Show the code that the account's app would show now."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")

    def handle(self, *args: Any, email: str, **options: Any) -> None:
        if email not in {account.email for account in demo_accounts() if account.role}:
            raise CommandError(f"{email} is no demonstration account with a second step. script/manage demo_sign_ins")
        self.stdout.write(demo_code(email))
