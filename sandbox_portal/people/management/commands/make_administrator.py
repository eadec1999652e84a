"""Give a new service its first administrators; from then on they give roles to each other's colleagues on the page."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from sandbox_portal.people.actions import grant_role
from sandbox_portal.people.choices import Role
from sandbox_portal.people.clock import database_now
from sandbox_portal.people.models import User
from sandbox_portal.people.queries import holders_of

ENOUGH = 2


class Command(BaseCommand):
    help = "Make somebody with an account a system administrator, while there are fewer than two."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="the address the person signs in with")
        parser.add_argument("--reason", required=True, help="why; it stands in the record of people")

    def handle(self, *args: Any, email: str, reason: str, **options: Any) -> None:
        holders = list(holders_of(Role.SYSTEM_ADMINISTRATOR))
        if len(holders) >= ENOUGH:
            names = ", ".join(holder.name for holder in holders)
            raise CommandError(f"There are administrators already: {names}. One of them gives the role on the page.")
        user = User.objects.filter(email__iexact=email, is_active=True).first()
        if user is None:
            raise CommandError("Nobody signs in with this address. The person creates an account first.")
        grant_role(user, role=Role.SYSTEM_ADMINISTRATOR, reason=reason, by=None, at=database_now())
        self.stdout.write(f"{user.name} is a system administrator. They set up a second step when they sign in next.")
