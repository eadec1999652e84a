"""Where words go in the record of a visit, which is held already: in the place of what stands, or beside it (E03, E04).

Nothing is written over. What stood before stays as an earlier entry; what a tablet wrote without knowing what stands is
kept beside it until somebody has chosen.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from sandbox_portal.casework.events import record
from sandbox_portal.people.models import User

from ..choices.offline import Standing
from ..models import AssessmentVisit, CapturedEntry, Device, RecordEntry
from ..queries.record import beside_of, proof_of
from ..rulebook.visit_record import AGREED


@dataclass(frozen=True)
class Proof:
    """What a tablet says of one field it saved: the very text, its fingerprint, its counter and both clocks."""

    capture_id: UUID
    device: Device
    counter: int
    content: str
    fingerprint: str
    captured_at: datetime
    received_at: datetime
    clock_behind: int
    came_by: str


@dataclass(frozen=True)
class Said:
    """One field as somebody writes it. `base_version` is what they knew of it.

    `is_in_doubt` says that other words came under the same number: a person has to look at both.
    """

    field: str
    words: str
    base_version: int
    proof: Proof | None = None
    is_in_doubt: bool = False

    def is_of_same_tablet(self, entry: RecordEntry | None) -> bool:
        there = proof_of(entry)
        return there is not None and self.proof is not None and there.device_id == self.proof.device.pk

    def is_later_than(self, entry: RecordEntry | None) -> bool:
        there = proof_of(entry)
        return there is None or self.proof is None or self.proof.counter > there.counter


def put(
    visit: AssessmentVisit,
    *,
    said: Said,
    standing: RecordEntry | None,
    settled: RecordEntry | None = None,
    by: User,
    at: datetime,
) -> RecordEntry:
    """Put the words where they belong. Gives their entry, or what stands when it says the same.

    `settled` stood beside it, and does so no longer: somebody has chosen.
    """
    if settled is not None:
        _settle(RecordEntry.objects.filter(pk=settled.pk))
    own = said.is_of_same_tablet(standing) and not said.is_in_doubt
    if standing is not None and standing.words == said.words and not own:
        _settle_own(visit, said)
        return standing
    place = _place_of(visit, said, standing, own=own)
    if place == Standing.STANDS and standing is not None:
        standing.standing = Standing.EARLIER
        standing.save(update_fields=["standing"])
    if place != Standing.EARLIER:
        _settle_own(visit, said)
    after = max(said.base_version, standing.version if standing else 0) + 1
    entry = RecordEntry.objects.create(
        visit=visit,
        field=said.field,
        version=after if place == Standing.STANDS else 0,
        words=said.words,
        standing=place,
        written_at=at,
        written_by=by,
    )
    if said.proof is not None:
        CapturedEntry.objects.create(entry=entry, **vars(said.proof))
    if place == Standing.STANDS and said.field == AGREED:
        _agree(visit, said.words, by=by, at=at)
    return entry


def _settle(entries: QuerySet[RecordEntry]) -> None:
    """Somebody has chosen: these stand beside nothing any more, and stay readable."""
    keys = list(entries.values_list("pk", flat=True))
    if keys:
        RecordEntry.objects.filter(pk__in=keys).update(standing=Standing.SETTLED)


def _place_of(visit: AssessmentVisit, said: Said, standing: RecordEntry | None, *, own: bool) -> str:
    """A tablet's own earlier words give way to its later ones, in whatever order they come (E02)."""
    if standing is None or (own and said.is_later_than(standing)):
        return Standing.STANDS
    if own:
        return Standing.EARLIER
    if said.base_version >= standing.version and not said.is_in_doubt:
        return Standing.STANDS
    if said.proof is None:
        return Standing.BESIDE
    later = {"captured__device": said.proof.device, "captured__counter__gt": said.proof.counter}
    has_said_more = beside_of(visit).filter(field=said.field, **later).exists()
    return Standing.EARLIER if has_said_more else Standing.BESIDE


def _settle_own(visit: AssessmentVisit, said: Said) -> None:
    if said.proof is not None:
        own = {"captured__device": said.proof.device, "captured__counter__lt": said.proof.counter}
        _settle(beside_of(visit).filter(field=said.field, **own))


def _agree(visit: AssessmentVisit, how: str, *, by: User, at: datetime) -> None:
    """A visit to a home counts by this, so it stands with the visit itself."""
    visit.agreed_how = how
    visit.agreed_at, visit.agreed_by = (at, by) if how else (None, None)
    visit.another_day = "" if how else visit.another_day
    visit.save(update_fields=["agreed_how", "agreed_at", "agreed_by", "another_day"])
    if how:
        record(visit.case, verb="visit agreed", by=by, at=at, note=f"{visit}")
