"""Show that the timeline is whole: walk the chains, and tell their heads to somebody outside."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection, transaction

from sandbox_portal.people.models import PersonEvent

from .clockwork import every_day
from .models import AuditAnchor, Event
from .outbox import queue_mail

Head = tuple[str, int, str]

WALK = """
SELECT case_id::text, sequence,
       CASE WHEN sequence <> place THEN 'an event before it is missing'
            WHEN previous_hash <> hash_before THEN 'it does not follow from the event before it'
            ELSE 'its words or its seal were changed' END
FROM (
    SELECT case_id, sequence, hash, previous_hash,
           row_number() OVER chain AS place,
           coalesce(lag(hash) OVER chain, '') AS hash_before,
           casework_event_digest(case_id, sequence, verb, from_stage, to_stage, by_id, actor_kind, at, recorded_at,
                                 note, data, previous_hash) AS digest
    FROM casework_event {which} WINDOW chain AS (PARTITION BY case_id ORDER BY sequence)
) AS events
WHERE sequence <> place OR previous_hash <> hash_before OR hash <> digest
ORDER BY case_id, sequence LIMIT 100
"""

# The record of accounts, teams and roles is sealed the same way; its chains belong to people and organisations.
WALK_PEOPLE = """
SELECT chain::text, sequence,
       CASE WHEN sequence <> place THEN 'an event before it is missing'
            WHEN previous_hash <> hash_before THEN 'it does not follow from the event before it'
            ELSE 'its words or its seal were changed' END
FROM (
    SELECT chain, sequence, hash, previous_hash,
           row_number() OVER of_chain AS place,
           coalesce(lag(hash) OVER of_chain, '') AS hash_before,
           people_event_digest(chain, sequence, verb, person_id, organisation_id, by_id, at, recorded_at,
                               note, data, previous_hash) AS digest
    FROM people_personevent WINDOW of_chain AS (PARTITION BY chain ORDER BY sequence)
) AS events
WHERE sequence <> place OR previous_hash <> hash_before OR hash <> digest
ORDER BY chain, sequence LIMIT 100
"""

RECENT = "WHERE case_id IN (SELECT case_id FROM casework_event WHERE recorded_at > clock_timestamp() - %s::interval)"

HEADS = """
(SELECT DISTINCT ON (case_id) case_id::text, sequence, hash FROM casework_event ORDER BY case_id, sequence DESC)
UNION ALL
(SELECT DISTINCT ON (chain) chain::text, sequence, hash FROM people_personevent ORDER BY chain, sequence DESC)
"""

MISSING_HEADS = """
SELECT CASE WHEN EXISTS (SELECT FROM casework_case WHERE id = (head->>0)::uuid)
            THEN 'Case ' ELSE 'Record of people ' END || (head->>0), (head->>1)::integer, anchor.number
FROM casework_auditanchor AS anchor CROSS JOIN jsonb_array_elements(anchor.heads) AS head
LEFT JOIN casework_event AS event ON event.case_id = (head->>0)::uuid AND event.sequence = (head->>1)::integer
LEFT JOIN people_personevent AS of_people
       ON of_people.chain = (head->>0)::uuid AND of_people.sequence = (head->>1)::integer
WHERE coalesce(event.hash, of_people.hash) IS DISTINCT FROM head->>2
ORDER BY anchor.number, 1 LIMIT 100
"""


@dataclass(frozen=True)
class Break:
    """Where the record is no longer what it was."""

    place: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.place}: {self.sentence}."


def find_breaks(*, outside: str = "") -> list[Break]:
    """Every place where the record was changed or cut; `outside` is an anchor “number:digest” from a mail."""
    breaks = [
        Break(f"Case {case}, event {sequence}", reason) for case, sequence, reason in _rows(WALK.format(which=""))
    ]
    breaks += [Break(f"Record of people {chain}, event {place}", why) for chain, place, why in _rows(WALK_PEOPLE)]
    breaks += _broken_anchors()
    breaks += [
        Break(f"{chain}, event {sequence}", f"it was there when anchor {number} was made and is not there now")
        for chain, sequence, number in _rows(MISSING_HEADS)
    ]
    return breaks + _missing_outside(outside)


def find_recent_breaks(*, within: timedelta) -> list[Break]:
    """The same for the chains of those cases alone to which something happened lately: quick enough for every hour."""
    rows = _rows(WALK.format(which=RECENT), [within])
    return [Break(f"Case {case}, event {sequence}", reason) for case, sequence, reason in rows]


@every_day("audit-anchor", at=time(6, 30))
@transaction.atomic
def anchor_audit(*, at: datetime) -> AuditAnchor:
    """Keep the heads of all chains and mail their digest; a second call on a day returns the first anchor."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('casework.anchor_audit'))")
    latest = latest_anchor()
    if latest and _local_day(latest.recorded_at) == _local_day(at):
        return latest
    anchor = _next_anchor(latest, at)
    if settings.AUDIT_ADDRESS:
        _mail_anchor(anchor)
    return anchor


def latest_anchor() -> AuditAnchor | None:
    """The newest anchor, to be printed on issued documents; str() of it is “number:digest”."""
    return AuditAnchor.objects.order_by("-number").first()


def digest_of(anchor: AuditAnchor) -> str:
    """The digest as it must be: over the heads, the count, the moment and the anchor before."""
    parts = [anchor.number, anchor.recorded_at.timestamp(), anchor.events, anchor.heads, anchor.previous_digest]
    return hashlib.sha256(json.dumps(parts, separators=(",", ":")).encode()).hexdigest()


def _next_anchor(latest: AuditAnchor | None, at: datetime) -> AuditAnchor:
    known = {head[0]: head for anchor in AuditAnchor.objects.order_by("number") for head in anchor.heads}
    anchor = AuditAnchor(
        number=latest.number + 1 if latest else 1,
        recorded_at=at,
        events=Event.objects.count() + PersonEvent.objects.count(),
        heads=[list(head) for head in _rows(HEADS) if known.get(head[0]) != list(head)],
        previous_digest=latest.digest if latest else "",
    )
    anchor.digest = digest_of(anchor)
    anchor.save()
    return anchor


def _mail_anchor(anchor: AuditAnchor) -> None:
    context = {
        "number": anchor.number,
        "digest": anchor.digest,
        "events": anchor.events,
        "recorded_at": anchor.recorded_at.isoformat(),
    }
    queue_mail("casework/audit_anchor", to=settings.AUDIT_ADDRESS, key=f"audit-anchor-{anchor.number}", context=context)


def _broken_anchors() -> list[Break]:
    breaks, before = [], ""
    for number, anchor in enumerate(AuditAnchor.objects.order_by("number"), start=1):
        if anchor.number != number or anchor.previous_digest != before or anchor.digest != digest_of(anchor):
            breaks.append(Break(f"Anchor {anchor.number}", "it was changed, or one before it is missing"))
            break
        before = anchor.digest
    return breaks


def _missing_outside(outside: str) -> list[Break]:
    if not outside:
        return []
    number, _, digest = outside.strip().partition(":")
    if number.isdecimal() and AuditAnchor.objects.filter(number=int(number), digest=digest).exists():
        return []
    return [Break(f"Anchor {number}", "what was mailed is not what is stored here")]


def _local_day(moment: datetime) -> Any:
    return moment.astimezone(ZoneInfo(settings.TIME_ZONE)).date()


def _rows(query: str, values: list[Any] | None = None) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return cursor.fetchall()
