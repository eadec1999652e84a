"""The ceremony of a draw: freeze and commit, witnesses or public values, hold once, void in public (R-181)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction

from sandbox_portal.casework.refusals import Refused
from sandbox_portal.chance.commitment import commitment_of, new_secret, opens, reveal_of
from sandbox_portal.chance.draw import DrawRefusedError
from sandbox_portal.chance.record import announce, hold_draw
from sandbox_portal.chance.sealing import seal, unseal
from sandbox_portal.people.models import User

from ..choices import DrawPurpose, SelectionStage
from ..models import Draw, DrawGroup, Selection, Witness
from ..queries.draws import announcements_of, groups_to_draw, role_in_draw, witnesses_of
from ..workflow import SELECTION

STAGE_OF = {DrawPurpose.REVIEW: SelectionStage.REVIEW_ORDER, DrawPurpose.PLACES: SelectionStage.DRAW}


@dataclass(frozen=True)
class WitnessSeat:
    """Somebody asked to witness, and in what capacity they are named in public."""

    user: User
    capacity: str


@transaction.atomic
def freeze_draw(
    selection: Selection,
    *,
    purpose: DrawPurpose,
    source_names: Sequence[str],
    witnesses: Sequence[WitnessSeat],
    not_before: datetime,
    by: User,
    at: datetime,
) -> Draw:
    """Freeze the tied groups, name the sources or witnesses and the time, and publish the commitment to a secret."""
    SELECTION.take_step(selection, "freeze_draw", by=by, at=at, data={"purpose": purpose.value})
    _refuse_at_another_stage(selection, purpose)
    groups = groups_to_draw(selection, purpose)
    if not groups:
        raise Refused("No group is tied, so there is nothing to draw.")
    earlier = Draw.objects.filter(selection=selection, purpose=purpose).order_by("-attempt").first()
    if earlier is not None and earlier.voided_at is None:
        raise Refused("There is a draw already. Void it, with a reason, before another is held.")
    attempt = earlier.attempt + 1 if earlier else 1
    sealed = bytes(earlier.sealed_secret or b"") if earlier else seal(new_secret(), key=settings.SEALING_KEY)
    draw = Draw.objects.create(
        selection=selection,
        purpose=purpose,
        attempt=attempt,
        sealed_secret=sealed,
        commitment=_ask(commitment_of, _secret(sealed), attempt=attempt),
        source_names=list(source_names),
        uses_witnesses=not source_names,
        not_before=not_before,
        frozen_at=at,
        frozen_by=by,
    )
    for position, seat in enumerate(witnesses):
        Witness.objects.create(draw=draw, user=seat.user, capacity=f"{seat.capacity} ({position + 1})")
    for group in groups:
        _freeze_group(draw, group.label, group.pool, group.places)
    return draw


def _freeze_group(draw: Draw, label: str, pool: Sequence[str], places: int) -> None:
    announced = _ask(
        announce,
        round_name=str(draw.selection.round),
        purpose=f"{draw.get_purpose_display()}: {label}",
        attempt=draw.attempt,
        pool=pool,
        places=places,
        commitment=draw.commitment,
        source_names=draw.source_names,
        witness_names=[witness.capacity for witness in draw.witnesses.order_by("pk")],
        frozen_at=draw.frozen_at,
        draw_after=draw.not_before,
    )
    DrawGroup.objects.create(
        draw=draw, label=label, pool=list(announced.pool), pool_hash=announced.pool_sha256, places=places
    )


@transaction.atomic
def commit_as_witness(draw: Draw, *, commitment: str, by: User, at: datetime) -> Witness:
    """Publish the SHA-256 of a value of one's own; it cannot be changed afterwards."""
    SELECTION.take_step(draw.selection, "commit_as_witness", by=by, at=at, data={"commitment": commitment})
    draw = _open(draw)
    witness = _witness_of(draw, by)
    if witness.commitment:
        raise Refused("You have committed to a value already, and it cannot be changed.")
    witness.commitment, witness.committed_at = commitment.lower(), at
    witness.save(update_fields=["commitment", "committed_at"])
    return witness


@transaction.atomic
def reveal_as_witness(draw: Draw, *, value: str, by: User, at: datetime) -> Witness:
    """Show the value behind the commitment, once every witness has committed."""
    SELECTION.take_step(draw.selection, "commit_as_witness", by=by, at=at, data={"revealed": True})
    draw = _open(draw)
    witness = _witness_of(draw, by)
    if witness.value:
        raise Refused("You have shown your value already.")
    if draw.witnesses.filter(commitment="").exists():
        raise Refused("Nobody may reveal until every witness has committed.")
    if not opens(witness.commitment, value.strip()):
        raise Refused("This is not the value you committed to.")
    witness.value, witness.revealed_at = value.strip().lower(), at
    witness.save(update_fields=["value", "revealed_at"])
    return witness


@transaction.atomic
def enter_draw_values(draw: Draw, *, values: Sequence[Sequence[int]], by: User, at: datetime) -> Draw:
    """Type in the public values after the announced time; a second person confirms them when the draw is held."""
    SELECTION.take_step(draw.selection, "enter_draw_values", by=by, at=at)
    draw = _open(draw)
    if draw.uses_witnesses:
        raise Refused("This draw has witnesses and no public source.")
    if at < draw.not_before:
        raise Refused("The announced time of the draw has not come yet.")
    if len(values) != len(draw.source_names):
        raise Refused("Every announced source needs its values.")
    draw.source_values = [list(source) for source in values]
    draw.entered_at, draw.entered_by, draw.operator = at, by, role_in_draw(by, draw.selection)
    draw.save(update_fields=["source_values", "entered_at", "entered_by", "operator"])
    return draw


@transaction.atomic
def hold_the_draw(draw: Draw, *, values: Sequence[Sequence[int]], by: User, at: datetime) -> Draw:
    """Confirm the values, reveal the secret and draw every group, once."""
    SELECTION.take_step(draw.selection, "hold_draw", by=by, at=at)
    draw = _open(draw)
    _confirm(draw, values, by)
    draw.confirmer = role_in_draw(by, draw.selection)
    reveal = _ask(reveal_of, _secret(bytes(draw.sealed_secret or b"")), attempt=draw.attempt)
    witnesses = witnesses_of(draw)
    for group, announced in announcements_of(draw):
        record = _ask(
            hold_draw,
            announced,
            values=draw.source_values or [],
            witnesses=witnesses,
            reveal=reveal,
            drawn_at=at,
            operator=draw.operator,
            confirmed_by=draw.confirmer,
        )
        assert record.drawn is not None
        group.order = list(record.drawn.order)
        group.save(update_fields=["order"])
        draw.key = record.key or ""
    draw.reveal, draw.drawn_at, draw.confirmed_by = reveal, at, by
    draw.save(update_fields=["key", "reveal", "drawn_at", "confirmed_by", "confirmer"])
    return draw


@transaction.atomic
def void_the_draw(draw: Draw, *, reason: str, by: User, at: datetime) -> Draw:
    """Void a draw with a written reason; it stays public, and the next attempt uses the next secret of the chain."""
    if not reason.strip():
        raise Refused("Write the reason. It is published with the draw.")
    SELECTION.take_step(draw.selection, "void_draw", by=by, at=at, note=reason.strip(), data={"draw": str(draw.pk)})
    draw = _standing(draw)
    draw.voided_at, draw.voided_by, draw.void_reason = at, by, reason.strip()
    draw.save(update_fields=["voided_at", "voided_by", "void_reason"])
    return draw


def _confirm(draw: Draw, values: Sequence[Sequence[int]], by: User) -> None:
    if draw.uses_witnesses:
        return
    if draw.entered_by_id is None:
        raise Refused("The public values have not been entered yet.")
    if draw.entered_by_id == by.pk:
        raise Refused("A second person must confirm the values. You entered them.")
    if [list(source) for source in values] != draw.source_values:
        raise Refused("These values differ from those entered. Look at the source again, both of you.")


def _standing(draw: Draw) -> Draw:
    """Lock the draw and look again: it has not been voided, and its result is not in use yet."""
    locked = (
        Draw.objects.select_for_update(of=("self",))
        .select_related("selection__round", "selection__case", "frozen_by")
        .get(pk=draw.pk)
    )
    if locked.voided_at is not None:
        raise Refused("This draw has been voided.")
    _refuse_at_another_stage(locked.selection, DrawPurpose(locked.purpose))
    return locked


def _open(draw: Draw) -> Draw:
    standing = _standing(draw)
    if standing.drawn_at is not None:
        raise Refused("This draw has been held. It cannot be held again.")
    return standing


def _refuse_at_another_stage(selection: Selection, purpose: DrawPurpose) -> None:
    """A draw that has been used stays: the order of review cannot be drawn again once step 3 has begun."""
    if selection.case.stage != STAGE_OF[purpose]:
        raise Refused(f"This draw belongs to the stage “{STAGE_OF[purpose].label}”.")


def _witness_of(draw: Draw, by: User) -> Witness:
    witness = draw.witnesses.select_for_update().filter(user=by).first()
    if witness is None:
        raise Refused("You were not asked to be a witness of this draw.")
    return witness


def _secret(sealed: bytes) -> bytes:
    return _ask(unseal, sealed, key=settings.SEALING_KEY)


def _ask(function, *args, **kwargs):  # type: ignore[no-untyped-def]
    """Call the rulebook of the draw; what it refuses is refused in its own words."""
    try:
        return function(*args, **kwargs)
    except DrawRefusedError as refusal:
        raise Refused(str(refusal)) from refusal
