"""What nobody needs any more, taken away each night: each function returns how many."""

import shutil
from datetime import datetime, timedelta
from pathlib import Path

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection

from sandbox_portal.casework.sweeping import register

from .models import Trouble

LEFT_ALONE = timedelta(days=1)
KEEP_TROUBLES = timedelta(days=365)
TEMPORARY = "*.upload*"


@register("sessions that have run out")
def clear_sessions(*, at: datetime) -> int:
    return Session.objects.filter(expire_date__lt=at).delete()[0]


@register("devices whose session is gone")
def clear_devices(*, at: datetime) -> int:
    """A row of a device says where somebody is signed in; without its session it says nothing."""
    gone = UserSession.objects.exclude(session_key__in=Session.objects.values("session_key"))
    return gone.filter(last_seen_at__lt=at - LEFT_ALONE).delete()[0]


@register("counts of attempts that no longer count")
def clear_cache(*, at: datetime) -> int:
    with connection.cursor() as cursor:
        table = connection.ops.quote_name(settings.CACHES["default"]["LOCATION"])
        cursor.execute(f"DELETE FROM {table} WHERE expires < %s", [at])  # noqa: S608 - the name is a setting
        return cursor.rowcount


@register("uploads that broke off")
def clear_uploads(*, at: datetime) -> int:
    """Django's own temporary files of uploads; those below the stored files are swept by documents."""
    folder = Path(settings.FILE_UPLOAD_TEMP_DIR or "")
    if not settings.FILE_UPLOAD_TEMP_DIR or not folder.is_dir():
        return 0
    old = [path for path in folder.glob(TEMPORARY) if path.stat().st_mtime < (at - LEFT_ALONE).timestamp()]
    for path in old:
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    return len(old)


@register("troubles that ended a year ago")
def clear_troubles(*, at: datetime) -> int:
    return Trouble.objects.filter(ended_at__lt=at - KEEP_TROUBLES).delete()[0]
