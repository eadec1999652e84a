"""What the clock brings: a look at the portal each minute, at its promises each hour, at its files each night."""

import logging
from datetime import datetime, time

from sandbox_portal.casework import clockwork, invariants, sweeping
from sandbox_portal.casework.heartbeats import signs_of_life
from sandbox_portal.casework.queries import outbox_standing
from sandbox_portal.casework.queries.outbox import LATE

from . import clearing, promises  # noqa: F401 - clearing names its functions to the sweeper
from .actions import note_what_is_wrong
from .choices import TroubleKind
from .queries import disk_for_files, oldest_wait

logger = logging.getLogger(__name__)


@clockwork.every_minute("look at the portal")
def look_at_the_portal(*, at: datetime) -> None:
    """Tell of parts that are silent, work that is late or given up, and a disk that fills."""
    silent = {
        sign.name: f"The {sign.name} does not speak." for sign in signs_of_life().values() if sign.has_gone_silent
    }
    note_what_is_wrong(TroubleKind.SILENT, wrong=silent, by=None, at=at)
    waited = oldest_wait()
    late = {"outbox": "Mail or background work has been waiting for more than five minutes."}
    note_what_is_wrong(TroubleKind.LATE, wrong=late if waited and waited > LATE else {}, by=None, at=at)
    given_up = outbox_standing().given_up
    words = {"outbox": "Mail or background work was given up after many tries. Look at it, and try again."}
    note_what_is_wrong(TroubleKind.GIVEN_UP, wrong=words if given_up else {}, by=None, at=at)
    disk = disk_for_files()
    full = {"media": "Less than a tenth of the disk for stored files is free."}
    note_what_is_wrong(TroubleKind.DISK, wrong=full if disk and disk.is_nearly_full else {}, by=None, at=at)


@clockwork.every_hour("look at what must always be true")
def look_at_promises(*, at: datetime) -> None:
    """Tell of each broken promise once; the log has every sentence."""
    breaches = invariants.breaches()
    for name, sentences in breaches.items():
        logger.error("a promise is broken", extra={"promise": name, "breaches": sentences})
    wrong = {name: f"This should always be true, and is not: {name}. {found[0]}" for name, found in breaches.items()}
    note_what_is_wrong(TroubleKind.PROMISE, wrong=wrong, by=None, at=at)


@clockwork.every_day("clear what nobody needs", at=time(2, 30))
def clear(*, at: datetime) -> None:
    _, failed = sweeping.clear_everything(at=at)
    wrong = {name: f"The nightly clearing could not take away: {name}." for name in failed}
    note_what_is_wrong(TroubleKind.CLEARING, wrong=wrong, by=None, at=at)


@clockwork.every_day("look at stored files", at=time(3, 15))
def scrub_files(*, at: datetime) -> None:
    """Compare every stored file with the SHA-256 of its row (C29)."""
    wrong = {
        each: f"A stored file is damaged or gone: {each}. Take it from the backup." for each in promises.damaged_files()
    }
    note_what_is_wrong(TroubleKind.DAMAGED_FILE, wrong=wrong, by=None, at=at)
