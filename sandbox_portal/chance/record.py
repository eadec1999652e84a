"""What is announced before a draw, what is recorded after it, and the form in which both are published (R-182)."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sandbox_portal.chance.commitment import (
    FEWEST_WITNESSES,
    Witness,
    canonical_json,
    opens,
    pool_hash,
    witness_values,
)
from sandbox_portal.chance.draw import METHOD, Drawn, DrawRefusedError, Member, draw, sorted_pool, source_string

SHORTEST_NOTICE = timedelta(hours=1)  # REG-DRAW-1, step 2: between the freeze and the draw
VERIFIER = Path(__file__).with_name("verify_draw.py")


def verifier_hash() -> str:
    """Give the SHA-256 of the stand-alone program that is served with every draw."""
    return hashlib.sha256(VERIFIER.read_bytes()).hexdigest()


@dataclass(frozen=True)
class Announcement:
    """Everything that is public before any random value is known. Make it with `announce`."""

    round: str
    purpose: str
    attempt: int
    pool: tuple[Member, ...]
    places: int
    commitment: str
    source_names: tuple[str, ...]
    witness_names: tuple[str, ...]
    frozen_at: datetime
    draw_after: datetime
    program_sha256: str

    @property
    def pool_sha256(self) -> str:
        return pool_hash(round_name=self.round, purpose=self.purpose, pool=self.pool, places=self.places)

    def to_published(self) -> dict[str, Any]:
        return {
            "method": METHOD,
            "program_sha256": self.program_sha256,
            "round": self.round,
            "purpose": self.purpose,
            "attempt": self.attempt,
            "pool": list(self.pool),
            "places": self.places,
            "pool_sha256": self.pool_sha256,
            "commitment": self.commitment,
            "frozen_at": _published(self.frozen_at),
            "draw_after": _published(self.draw_after),
        }


def announce(
    *,
    round_name: str,
    purpose: str,
    attempt: int,
    pool: Sequence[Member],
    places: int,
    commitment: str,
    source_names: Sequence[str] = (),
    witness_names: Sequence[str] = (),
    frozen_at: datetime,
    draw_after: datetime,
) -> Announcement:
    """Freeze a pool: sort and number it, and name where the randomness will come from."""
    if not source_names and len(set(witness_names)) < FEWEST_WITNESSES:
        raise DrawRefusedError(f"Name a public source, or at least {FEWEST_WITNESSES} different witnesses.")
    if draw_after - frozen_at < SHORTEST_NOTICE:
        raise DrawRefusedError("The draw must be announced at least one hour before it is held.")
    frozen = sorted_pool(pool)
    if not 0 <= places <= len(frozen):
        raise DrawRefusedError(f"The number of places must be from 0 to {len(frozen)}, the size of the pool.")
    return Announcement(
        round=round_name,
        purpose=purpose,
        attempt=attempt,
        pool=frozen,
        places=places,
        commitment=commitment.lower(),
        source_names=tuple(source_names),
        witness_names=tuple(witness_names),
        frozen_at=frozen_at,
        draw_after=draw_after,
        program_sha256=verifier_hash(),
    )


@dataclass(frozen=True)
class DrawRecord:
    """One draw as it is kept and published. Make it with `hold_draw`, `void_draw` or `void_after`."""

    announced: Announcement
    values: tuple[tuple[int, ...], ...]
    witnesses: tuple[Witness, ...]
    reveal: str | None
    key: str | None
    drawn: Drawn | None
    drawn_at: datetime | None
    operator: str
    confirmed_by: str
    void_reason: str | None = None

    def to_published(self) -> dict[str, Any]:
        """Give the record as plain JSON values, ending with the hash of all the rest."""
        record = self.announced.to_published() | {
            "sources": [
                {"name": name, "values": list(values)}
                for name, values in zip(self.announced.source_names, self.values, strict=True)
            ],
            "witnesses": [
                {"name": witness.name, "commitment": witness.commitment, "value": witness.value}
                for witness in self.witnesses
            ],
            "reveal": self.reveal,
            "key": self.key,
            "order": list(self.drawn.order) if self.drawn else None,
            "drawn_at": _published(self.drawn_at),
            "operator": self.operator,
            "confirmed_by": self.confirmed_by,
            "void_reason": self.void_reason,
        }
        return record | {"record_sha256": record_hash(record)}


def record_hash(published: Mapping[str, Any]) -> str:
    """Give the hash of a published record: canonical JSON of everything but the hash itself."""
    rest = {name: value for name, value in published.items() if name != "record_sha256"}
    return hashlib.sha256(canonical_json(rest)).hexdigest()


def draw_key(
    announced: Announcement, *, values: Sequence[Sequence[int]], witnesses: Sequence[Witness], reveal: str
) -> str:
    """Build the key: sources, then witnesses, then the reveal in upper case, all in the announced order."""
    if len(values) != len(announced.source_names):
        raise DrawRefusedError("Every announced source needs its values, and no other source may be used.")
    if tuple(witness.name for witness in witnesses) != announced.witness_names:
        raise DrawRefusedError("The witnesses must be the announced ones, in the announced order.")
    if not opens(announced.commitment, reveal):
        raise DrawRefusedError("The revealed value does not open the published commitment.")
    from_witnesses = witness_values(witnesses) if announced.witness_names else ()
    return source_string((*values, *from_witnesses)) + reveal.upper() + "./"


def hold_draw(
    announced: Announcement,
    *,
    values: Sequence[Sequence[int]] = (),
    witnesses: Sequence[Witness] = (),
    reveal: str,
    drawn_at: datetime,
    operator: str,
    confirmed_by: str,
) -> DrawRecord:
    """Draw once, after the announced time, from the announced sources and nothing else."""
    if drawn_at < announced.draw_after:
        raise DrawRefusedError("The announced time of the draw has not come yet.")
    key = draw_key(announced, values=values, witnesses=witnesses, reveal=reveal)
    return DrawRecord(
        announced=announced,
        values=tuple(tuple(source) for source in values),
        witnesses=tuple(witnesses),
        reveal=reveal.lower(),
        key=key,
        drawn=draw(announced.pool, key=key, places=announced.places),
        drawn_at=drawn_at,
        operator=operator,
        confirmed_by=confirmed_by,
    )


def void_draw(
    announced: Announcement, *, witnesses: Sequence[Witness] = (), operator: str, confirmed_by: str, reason: str
) -> DrawRecord:
    """Record in public that this attempt drew nobody, for example because a witness refused to reveal."""
    return DrawRecord(
        announced=announced,
        values=tuple(() for _ in announced.source_names),
        witnesses=tuple(witnesses) or tuple(Witness(name) for name in announced.witness_names),
        reveal=None,
        key=None,
        drawn=None,
        drawn_at=None,
        operator=operator,
        confirmed_by=confirmed_by,
        void_reason=_written(reason),
    )


def void_after(record: DrawRecord, *, reason: str) -> DrawRecord:
    """Set aside a draw that was held; its result stays public beside that of the next attempt."""
    return replace(record, void_reason=_written(reason))


def _written(reason: str) -> str:
    if not reason.strip():
        raise DrawRefusedError("A draw is only made void with a written reason.")
    return reason


def _published(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z") if moment else None
