"""Keep what a person was told, and note that they have read it (R-804)."""

from collections.abc import Collection
from datetime import datetime

from ..models import Notice, User
from ..queries.notices import notices_visible_to
from ..refusals import Refused


def tell_in_portal(
    email: str, *, key: str, kind: str, title: str, address: str, by: User | None, at: datetime
) -> Notice | None:
    """Add a notice for whoever has an account with this address, once a key; None for somebody without one."""
    user = User.objects.filter(email=email.lower(), is_active=True).first()
    if user is None:
        return None
    words = {"kind": kind[:80], "title": title[:250], "address": address[:300], "at": at}
    return Notice.objects.get_or_create(user=user, key=key[:200], defaults=words)[0]


def mark_read(user: User, *, only: Collection[int] | None = None, by: User, at: datetime) -> int:
    """Note that the person has read these, or all when none are named; how many were new to them."""
    if user.pk != by.pk:
        raise Refused("Everybody reads their own notices.")
    notices = notices_visible_to(user).filter(read_at=None)
    if only is not None:
        notices = notices.filter(pk__in=only)
    return notices.update(read_at=at)
