"""Signs of life of relay, worker and scheduler, by the database's real clock."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import connection
from django.db.models import DateTimeField, DurationField, ExpressionWrapper, F, Func

from .models import Heartbeat

RELAY, WORKER, SCHEDULER = "relay", "worker", "scheduler"
BROKER = "broker"  # does not speak itself: the relay writes down that it answered

# Longer than a beat may take on a loaded machine.
LONGEST_SILENCE = timedelta(seconds=60)
SILENCE = dict.fromkeys((RELAY, WORKER, SCHEDULER), LONGEST_SILENCE)
LONGEST_TASK = timedelta(seconds=600)


class RealNow(Func):
    """The real time, even while a demonstration shows another."""

    function = "clock_timestamp"
    arity = 0
    output_field = DateTimeField()


@dataclass(frozen=True)
class SignOfLife:
    """What is known of one process. `age` is None when it has never spoken."""

    name: str
    age: timedelta | None
    busy_with: str = ""

    @property
    def is_silent(self) -> bool:
        """Has never spoken, or not for longer than it may be silent; work in hand excuses a longer silence."""
        may_be_silent = LONGEST_TASK if self.busy_with else SILENCE.get(self.name, LONGEST_SILENCE)
        return self.age is None or self.age > may_be_silent

    @property
    def has_gone_silent(self) -> bool:
        """Has spoken once, and no longer does."""
        return self.age is not None and self.is_silent


def beat(name: str, *, busy_with: str = "") -> None:
    """Say that a process lives, and what it is about to do if that may take long."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO casework_heartbeat (name, seen_at, busy_with) VALUES (%s, clock_timestamp(), %s) "
            "ON CONFLICT (name) DO UPDATE SET seen_at = excluded.seen_at, busy_with = excluded.busy_with",
            [name, busy_with[:250]],
        )


def signs_of_life(*names: str) -> dict[str, SignOfLife]:
    """The named processes, the three that work in the background when none is named; spoken or not."""
    names = names or tuple(SILENCE)
    age = ExpressionWrapper(RealNow() - F("seen_at"), output_field=DurationField())
    rows = {row.name: row for row in Heartbeat.objects.filter(name__in=names).annotate(age=age)}
    return {
        name: SignOfLife(name, rows[name].age, rows[name].busy_with) if name in rows else SignOfLife(name, None)
        for name in names
    }
