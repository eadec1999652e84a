"""How long a session lasts (trust.md B04). Plain numbers of seconds, so that it is true on paper."""

STAFF_IDLE = 30 * 60
PROVIDER_IDLE = 60 * 60
ABSOLUTE = 12 * 60 * 60
TOUCH_EVERY = 60


def has_run_out(*, started: float, seen: float, now: float, is_staff: bool) -> bool:
    """True when nobody was there for too long, or when the session is older than a working day."""
    idle = STAFF_IDLE if is_staff else PROVIDER_IDLE
    return now - seen > idle or now - started > ABSOLUTE


def needs_touch(*, seen: float, now: float) -> bool:
    """Write "still here" at most once a minute, not at every page."""
    return now - seen >= TOUCH_EVERY
