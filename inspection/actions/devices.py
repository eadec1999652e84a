"""Tablets: add one, take a visit along on it, say that it is ready, report what is left, take it off the list."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from sandbox_portal.casework.events import record
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.people.models import User
from sandbox_portal.people.sealing import seal_for

from ..models import AssessmentVisit, Device, PackTaken
from ..queries.offline import RECOVERY, hash_of, may_revoke
from ..rulebook.captured import FIRST_NUMBER_OF_A_TABLET, NUMBERS_FOR_A_TABLET
from ..workflow.visit_locks import locked

MOST_DEVICES = 20
SECRET_LENGTH = 64
KEY_LENGTH = 64
REVOKED = "This tablet was taken off the list. What it holds can still be saved to a file and brought in at a desk."


@transaction.atomic
def add_device(*, device_id: UUID, secret: str, name: str, by: User, at: datetime) -> Device:
    """Know a tablet by its secret from now on. Said twice, as when the answer was lost, it is the same tablet."""
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    if len(secret) != SECRET_LENGTH:
        raise Refused("This tablet did not say who it is. Open the page again.")
    there = Device.objects.filter(pk=device_id).first()
    if there is not None:
        if there.person_id != by.pk or there.secret_hash != hash_of(secret):
            raise Refused("This tablet is known by another name. Open the page again.")
        return there
    if Device.objects.filter(person=by, revoked_at=None).count() >= MOST_DEVICES:
        raise Refused(f"You have {MOST_DEVICES} tablets on your list. Take one off it first.")
    named = name.strip()[:100] or "A tablet"
    return Device.objects.create(
        pk=device_id, person=by, name=named, secret_hash=hash_of(secret), added_at=at, seen_at=at
    )


@transaction.atomic
def revoke_device(device: Device, *, by: User, at: datetime) -> Device:
    """Take a tablet off the list: it sends nothing any more, and clears what it had taken along."""
    device = Device.objects.select_for_update().get(pk=device.pk)
    if not may_revoke(device, by):
        raise Refused("Only the person whose tablet it is, or an inspection manager, can do this.")
    if device.revoked_at is not None:
        raise Refused("This tablet is off the list already.")
    device.revoked_at, device.revoked_by, device.recovery = at, by, ""
    device.save(update_fields=["revoked_at", "revoked_by", "recovery"])
    return device


@transaction.atomic
def keep_recovery(device: Device, *, key: str, by: User, at: datetime) -> Device:
    """Keep the key of a sealed tablet under our own seal, for the day its PIN is forgotten."""
    device = _standing(device, by=by)
    if len(key) != KEY_LENGTH:
        raise Refused("The key of this tablet cannot be read.")
    device.recovery = seal_for(RECOVERY).encrypt(key.encode()).decode()
    device.save(update_fields=["recovery"])
    return device


@transaction.atomic
def take_visit_along(visit: AssessmentVisit, *, device: Device, by: User, at: datetime) -> PackTaken:
    """Put a visit on a tablet, with numbers of its own for the codes of people met there. Once for each tablet."""
    device = _standing(device, by=by)
    visit, rules = locked(visit)
    if not rules.works_on(visit.case, by):
        raise Refused(rules.not_yours)
    there = PackTaken.objects.filter(device=device, visit=visit).first()
    if there is not None:
        return there
    if visit.cancelled_at is not None:
        raise Refused("This visit is cancelled.")
    refusal = rules.not_taken(visit.case)
    if refusal:
        raise Refused(refusal)
    numbers = {"first_number": _first_number(visit, device)}
    pack = PackTaken.objects.create(device=device, visit=visit, taken_at=at, **numbers)
    record(visit.case, verb="visit taken along", by=by, at=at, note=f"{visit} on {device}")
    return pack


def _first_number(visit: AssessmentVisit, device: Device) -> int:
    """One tablet keeps its numbers over all visits of a case, and no other tablet has them."""
    packs = PackTaken.objects.filter(visit__case=visit.case_id)
    own = packs.filter(device=device).values_list("first_number", flat=True).first()
    if own is not None:
        return own
    last = packs.aggregate(Max("first_number"))["first_number__max"]
    return FIRST_NUMBER_OF_A_TABLET if last is None else last + NUMBERS_FOR_A_TABLET


@transaction.atomic
def note_ready(pack: PackTaken, *, by: User, at: datetime) -> PackTaken:
    """Write down that the tablet has checked that it can work without signal."""
    _standing(pack.device, by=by)
    pack.ready_at = at
    pack.save(update_fields=["ready_at"])
    return pack


@transaction.atomic
def note_report(device: Device, *, waiting: Mapping[int, int], by: User, at: datetime) -> Device:
    """Write down how many things of each visit are still on the tablet."""
    device = _standing(device, by=by)
    for pack in PackTaken.objects.filter(device=device, visit__in=list(waiting)):
        pack.waiting, pack.reported_at = waiting[pack.visit_id], at
        pack.save(update_fields=["waiting", "reported_at"])
    device.seen_at = at
    device.save(update_fields=["seen_at"])
    return device


def _standing(device: Device, *, by: User) -> Device:
    device = Device.objects.select_for_update().get(pk=device.pk)
    if device.revoked_at is not None or device.person_id != by.pk:
        raise Refused(REVOKED)
    return device
