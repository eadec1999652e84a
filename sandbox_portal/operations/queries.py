"""Questions about the running portal and the history of its rows."""

import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from sandbox_portal.casework.heartbeats import BROKER, SILENCE, RealNow, SignOfLife, signs_of_life
from sandbox_portal.casework.models import Event, OutboxEntry
from sandbox_portal.casework.queries import OutboxStanding, cases_visible_to, outbox_standing
from sandbox_portal.people.choices import Role
from sandbox_portal.people.models import User
from sandbox_portal.people.queries import roles_of

from .models import RowChange, Trouble

BACKUP = "backup"
CLOCKS_MAY_DIFFER = timedelta(seconds=2)
BACKUP_MAY_BE = timedelta(hours=26)
LEAST_FREE = 0.10


@dataclass(frozen=True)
class Disk:
    """Room for stored files."""

    free: int
    total: int

    @property
    def is_nearly_full(self) -> bool:
        return self.free < self.total * LEAST_FREE


@dataclass(frozen=True)
class Standing:
    """How the portal is, at one moment."""

    signs: tuple[SignOfLife, ...]
    broker: SignOfLife
    backup: SignOfLife
    outbox: OutboxStanding
    oldest: timedelta | None
    clock_difference: timedelta
    database_version: str
    database_size: int
    connections: int
    most_connections: int
    disk: Disk | None
    migrations_waiting: int

    @property
    def clocks_differ(self) -> bool:
        """G12: more than two seconds between this web process and the database."""
        return abs(self.clock_difference) > CLOCKS_MAY_DIFFER

    @property
    def backup_is_old(self) -> bool:
        return self.backup.age is None or self.backup.age > BACKUP_MAY_BE


def standing_now() -> Standing:
    """Everything an administrator wants to know, in a few questions to the database and none to the broker."""
    signs = signs_of_life(*SILENCE, BROKER, BACKUP)
    now, version, size, connections, most, oldest = _database_facts()
    return Standing(
        signs=tuple(signs[name] for name in SILENCE),
        broker=signs[BROKER],
        backup=signs[BACKUP],
        outbox=outbox_standing(),
        oldest=oldest,
        clock_difference=timezone.now() - now,
        database_version=version,
        database_size=size,
        connections=connections,
        most_connections=most,
        disk=disk_for_files(),
        migrations_waiting=migrations_waiting(),
    )


def oldest_wait() -> timedelta | None:
    """How long the oldest entry that could go has been waiting."""
    entry = (
        OutboxEntry.objects.filter(finished_at=None, given_up_at=None, held=False, due_at__lte=RealNow())
        .order_by("due_at")
        .annotate(now=RealNow())
        .values_list("due_at", "now")
        .first()
    )
    return entry[1] - entry[0] if entry else None


def disk_for_files() -> Disk | None:
    """None when files are not kept on a disk of ours."""
    folder = Path(settings.MEDIA_ROOT)
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    usage = shutil.disk_usage(folder)
    return Disk(usage.free, usage.total)


def migrations_waiting() -> int:
    """How many steps of the database's shape this version of the program still wants."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def open_troubles() -> QuerySet[Trouble]:
    """What is wrong now, the newest first."""
    return Trouble.objects.filter(ended_at=None).order_by("-first_seen_at")


def ended_troubles() -> QuerySet[Trouble]:
    """What was wrong and is well again, the newest first."""
    return Trouble.objects.filter(ended_at__isnull=False).order_by("-ended_at")


def row_changes_visible_to(user: User) -> QuerySet[RowChange]:
    """The whole history for auditors and administrators, but for cases they themselves may not see."""
    if not roles_of(user) & {Role.AUDITOR, Role.SYSTEM_ADMINISTRATOR}:
        return RowChange.objects.none()
    return RowChange.objects.filter(Q(case_id=None) | Q(case_id__in=cases_visible_to(user).values("pk"))).order_by(
        "-id"
    )


def names_of(ids: set[UUID]) -> dict[str, str]:
    """The names of people by their id, as text."""
    return {str(pk): name for pk, name in User.objects.filter(pk__in=ids).values_list("pk", "name")}


def counts_for_metrics() -> dict[str, int]:
    """Numbers of things, none of which names anybody."""
    kinds = OutboxEntry.objects.aggregate(
        done=Count("pk", filter=Q(finished_at__isnull=False)), given_up=Count("pk", filter=Q(given_up_at__isnull=False))
    )
    return {**kinds, "events": Event.objects.count(), "troubles": open_troubles().count()}


def _database_facts() -> tuple[datetime, str, int, int, int, timedelta | None]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT clock_timestamp(), current_setting('server_version'), pg_database_size(current_database()),"
            " (SELECT count(*) FROM pg_stat_activity WHERE datname = current_database())::int,"
            " current_setting('max_connections')::int,"
            " (SELECT clock_timestamp() - min(due_at) FROM casework_outboxentry"
            " WHERE finished_at IS NULL AND given_up_at IS NULL AND NOT held AND due_at <= clock_timestamp())"
        )
        row = cursor.fetchone()
    assert row is not None
    return row
