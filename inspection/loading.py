"""Publish the frameworks of content/frameworks/: new versions are kept, versions in use may not change (R-352)."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.db import transaction

from sandbox_portal.casework.content import Fault, FaultyContent
from sandbox_portal.casework.content_files import first_difference

from .actions.frameworks import keep_framework
from .framework_file import FrameworkFile, read_frameworks
from .models import Framework


@transaction.atomic
def load_frameworks(root: Path, at: datetime) -> str:
    """Check every file and keep what is new or was mended; FaultyContent when a version in use was changed."""
    read = read_frameworks(root)
    kept = {(row.slug, row.version): row for row in Framework.objects.select_for_update().order_by("pk")}
    rows = [kept.get((framework.slug, framework.version)) for _file, framework in read]
    faults = [fault for (file, _), row in zip(read, rows, strict=True) for fault in _changed(file, row)]
    if faults:
        raise FaultyContent(faults)
    changed = [
        (file, framework)
        for (file, framework), row in zip(read, rows, strict=True)
        if row is None or (row.first_used_at is None and row.content != file.values)
    ]
    for file, framework in changed:
        keep_framework(framework, content=file.values, by=None, at=at)
    return f"frameworks: {len(read)} checked, {len(changed)} new or mended"


def _changed(file: FrameworkFile, row: Framework | None) -> Iterator[Fault]:
    """A version in use: only its status may differ, which is the portal's from then on."""
    if row is None or row.first_used_at is None:
        return
    status = {"status": row.content["status"]}
    change = first_difference(row.content, {**file.values, **status})
    if change is not None:
        yield file.fault(
            change,
            f"{row.code} is in use and cannot change. Give your change a new version, in a new file.",
        )
