"""Four roles in the database (G10): the owner changes its shape, the web and the worker only rows, the reader nothing.

What is not granted here is refused by the database, whatever a fault or an intruder in the program tries. A new table
belongs to nobody but the owner until the command ran again after its migration; script/server, the migrate service of
docker-compose.yml and script/restore run it each time. A table whose trigger refuses changes needs no line here: its
rows may be added and read, and nothing else.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

ROWS = frozenset({"SELECT", "INSERT", "UPDATE", "DELETE"})
ADD = frozenset({"SELECT", "INSERT"})
READ = frozenset({"SELECT"})
NOTHING: frozenset[str] = frozenset()

REFUSES_CHANGE = "refuse_change"  # the name of the trigger of tables whose rows are only ever added
# Rows that an action locks before it adds the next: PostgreSQL wants UPDATE for that, and the trigger holds the rest.
LOCKED_BY_ACTIONS = frozenset({"register_statusentry"})

# Tables that one role alone writes, or that nobody changes.
WEB_EXCEPTIONS = {
    "django_migrations": READ,
    "casework_auditanchor": READ,
    "casework_heartbeat": READ,
    "casework_accessrecord": ADD,
    "operations_rowchange": READ,
    "operations_trouble": READ,
}
WORKER_EXCEPTIONS = {
    "django_migrations": READ,
    "casework_auditanchor": ADD,
    "casework_accessrecord": ADD | {"DELETE"},  # a trigger lets go only of what is older than two years
    "operations_rowchange": READ,
}
# Secrets that no reader needs: sessions, second steps, codes in mails, counts of attempts.
READER_EXCEPTIONS = {
    "django_session": NOTHING,
    "mfa_authenticator": NOTHING,
    "account_emailconfirmation": NOTHING,
    "usersessions_usersession": NOTHING,
    "cache_entry": NOTHING,
    "casework_outboxentry": NOTHING,
}
# Of these tables the reader sees all columns but the named.
READER_BLIND_COLUMNS = {
    "people_user": frozenset({"password"}),
    "selection_draw": frozenset({"sealed_secret", "reveal"}),
}
WEB_LIMITS = {"statement_timeout": "10s", "lock_timeout": "3s", "idle_in_transaction_session_timeout": "30s"}
WORKER_LIMITS = {"statement_timeout": "120s", "lock_timeout": "10s", "idle_in_transaction_session_timeout": "660s"}


@dataclass(frozen=True)
class Kind:
    """One of the roles that are not the owner."""

    name: str
    usual: frozenset[str]
    exceptions: Mapping[str, frozenset[str]]
    limits: Mapping[str, str]

    def rights(self, table: str, *, only_added: Collection[str] = ()) -> frozenset[str]:
        """What this role may do with a table; `only_added` are the tables whose trigger refuses changes."""
        usual = self.usual & ADD if table in only_added and table not in LOCKED_BY_ACTIONS else self.usual
        return self.exceptions.get(table, usual)


WEB = Kind("web", ROWS, WEB_EXCEPTIONS, WEB_LIMITS)
WORKER = Kind("worker", ROWS, WORKER_EXCEPTIONS, WORKER_LIMITS)
READER = Kind("readonly", READ, READER_EXCEPTIONS, WEB_LIMITS)
KINDS = (WEB, WORKER, READER)


def role_name(prefix: str, kind: Kind) -> str:
    """portal_web, portal_worker, portal_readonly."""
    return f"{prefix}_{kind.name}"


def statements(
    prefix: str, *, database: str, tables: Mapping[str, Iterable[str]], only_added: Collection[str]
) -> Iterator[str]:
    """Everything that gives the roles exactly their rights, whatever they had; `tables` names the columns of each."""
    yield "REVOKE CREATE ON SCHEMA public FROM PUBLIC"
    yield f"REVOKE ALL ON DATABASE {quoted(database)} FROM PUBLIC"
    for kind in KINDS:
        role = quoted(role_name(prefix, kind))
        yield f"GRANT CONNECT ON DATABASE {quoted(database)} TO {role}"
        yield f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role}"
        yield f"REVOKE ALL ON SCHEMA public FROM {role}"
        yield f"GRANT USAGE ON SCHEMA public TO {role}"
        for table, columns in sorted(tables.items()):
            yield from _grants(kind, role, table, columns, only_added)
        if kind is not READER:
            yield f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}"
        for setting, value in sorted(kind.limits.items()):
            yield f"ALTER ROLE {role} SET {setting} = '{value}'"
        yield f"ALTER ROLE {role} SET synchronous_commit = 'on'"


def quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _grants(kind: Kind, role: str, table: str, columns: Iterable[str], only_added: Collection[str]) -> Iterator[str]:
    rights = kind.rights(table, only_added=only_added)
    if kind is READER and table in READER_BLIND_COLUMNS:
        seen = ", ".join(quoted(column) for column in columns if column not in READER_BLIND_COLUMNS[table])
        yield f"GRANT SELECT ({seen}) ON {quoted(table)} TO {role}"
    elif rights:
        yield f"GRANT {', '.join(sorted(rights))} ON {quoted(table)} TO {role}"
