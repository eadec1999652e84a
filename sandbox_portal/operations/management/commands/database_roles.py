"""Print or give the rights of the four roles of the database; run it as the owner after each migration."""

import os
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, transaction

from sandbox_portal.operations.database_roles import KINDS, REFUSES_CHANGE, Kind, quoted, role_name, statements

PASSWORDS = {
    "web": "WEB_DATABASE_PASSWORD",
    "worker": "WORKER_DATABASE_PASSWORD",
    "readonly": "READONLY_DATABASE_PASSWORD",
}


class Command(BaseCommand):
    help = (
        "Print the statements that give web, worker and reader their rights; --apply runs them. A role that is missing "
        "is made, with the password of WEB_, WORKER_ or READONLY_DATABASE_PASSWORD; without one it cannot sign in."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--apply", action="store_true", help="give the rights, in one transaction")
        parser.add_argument("--prefix", default="portal", help="what the names of the roles begin with (%(default)s)")

    def handle(self, *args: Any, **options: Any) -> None:
        prefix = options["prefix"]
        if not options["apply"]:
            for statement in self._statements(prefix):
                self.stdout.write(f"{statement};")
            return
        if not self._may_make_roles():
            raise CommandError("Run this as the owner of the database, who may make roles: set MIGRATION_DATABASE_URL.")
        with transaction.atomic(), connection.cursor() as cursor:
            # Two starts at once would otherwise both try to make the same role.
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('operations.database_roles'))")
            for kind in KINDS:
                self._make(cursor, prefix, kind)
            for statement in self._statements(prefix):
                cursor.execute(statement)
        self.stdout.write("Web, worker and reader have their rights, and no others.")

    def _statements(self, prefix: str) -> list[str]:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT table_name, array_agg(column_name::text ORDER BY ordinal_position)"
                " FROM information_schema.columns"
                " JOIN information_schema.tables USING (table_schema, table_name)"
                " WHERE table_schema = 'public' AND table_type = 'BASE TABLE' GROUP BY table_name"
            )
            tables = dict(cursor.fetchall())
            cursor.execute(
                "SELECT relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid"
                " WHERE tgname = %s AND NOT tgisinternal",
                [REFUSES_CHANGE],
            )
            only_added = {table for (table,) in cursor.fetchall()}
        database = str(connection.settings_dict["NAME"])
        return list(statements(prefix, database=database, tables=tables, only_added=only_added))

    def _may_make_roles(self) -> bool:
        with connection.cursor() as cursor:
            cursor.execute("SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user")
            return bool(cursor.fetchone()[0])

    def _make(self, cursor: Any, prefix: str, kind: Kind) -> None:
        name = role_name(prefix, kind)
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name])
        if cursor.fetchone() is None:
            cursor.execute(f"CREATE ROLE {quoted(name)} NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION")
        if password := os.environ.get(PASSWORDS[kind.name], ""):
            cursor.execute(f"ALTER ROLE {quoted(name)} LOGIN PASSWORD %s", [password])
