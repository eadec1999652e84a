"""Numbers for a monitoring system, in the text form that Prometheus reads. No label names a person."""

from collections.abc import Iterator

from .queries import Standing, counts_for_metrics, standing_now

Sample = tuple[str, str, float]


def metrics_text() -> str:
    """Every number with its help line, once for each name."""
    lines: list[str] = []
    told = set()
    for name, labels, value in _samples(standing_now()):
        if name not in told:
            told.add(name)
            lines += [
                f"# HELP {name} {HELP[name]}",
                f"# TYPE {name} {'counter' if name.endswith('_total') else 'gauge'}",
            ]
        lines.append(f"{name}{labels} {value:.15g}")
    return "\n".join(lines) + "\n"


HELP = {
    "portal_heartbeat_age_seconds": "Seconds since a part last spoke.",
    "portal_outbox_waiting": "Entries of the outbox that wait to leave.",
    "portal_outbox_late": "Entries that have waited for more than five minutes.",
    "portal_outbox_given_up": "Entries that were given up and need a person.",
    "portal_outbox_oldest_seconds": "Seconds the oldest entry that could go has waited.",
    "portal_outbox_done_total": "Entries that have gone.",
    "portal_events_total": "Events on all timelines.",
    "portal_troubles": "Things that are wrong now.",
    "portal_database_bytes": "Size of the database.",
    "portal_database_connections": "Connections to the database.",
    "portal_database_connections_limit": "Connections the database allows.",
    "portal_clock_difference_seconds": "The clock of the web less the clock of the database.",
    "portal_media_free_bytes": "Free room on the disk of stored files.",
    "portal_migrations_waiting": "Steps of the database's shape that were not taken yet.",
}


def _samples(now: Standing) -> Iterator[Sample]:
    for sign in (*now.signs, now.broker, now.backup):
        if sign.age is not None:
            yield "portal_heartbeat_age_seconds", f'{{part="{sign.name}"}}', sign.age.total_seconds()
    counts = counts_for_metrics()
    yield "portal_outbox_waiting", "", now.outbox.waiting
    yield "portal_outbox_late", "", now.outbox.late
    yield "portal_outbox_given_up", "", now.outbox.given_up
    yield "portal_outbox_oldest_seconds", "", now.oldest.total_seconds() if now.oldest else 0
    yield "portal_outbox_done_total", "", counts["done"]
    yield "portal_events_total", "", counts["events"]
    yield "portal_troubles", "", counts["troubles"]
    yield "portal_database_bytes", "", now.database_size
    yield "portal_database_connections", "", now.connections
    yield "portal_database_connections_limit", "", now.most_connections
    yield "portal_clock_difference_seconds", "", now.clock_difference.total_seconds()
    if now.disk:
        yield "portal_media_free_bytes", "", now.disk.free
    yield "portal_migrations_waiting", "", now.migrations_waiting
