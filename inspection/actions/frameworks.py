"""What can be done with a version of a framework."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from sandbox_portal.people.models import User
from sandbox_portal.people.refusals import Refused

from ..choices.frameworks import FrameworkStatus
from ..framework_file import read_json
from ..models import Framework
from ..queries.frameworks import read_framework
from ..rulebook.checks import findings
from ..rulebook.framework import FrameworkContent

# From a status to those that may follow. What was used once is never a draft again.
FOLLOWING: dict[str, tuple[FrameworkStatus, ...]] = {
    FrameworkStatus.DRAFT: (FrameworkStatus.TEST, FrameworkStatus.LIVE),
    FrameworkStatus.TEST: (FrameworkStatus.LIVE, FrameworkStatus.RETIRED),
    FrameworkStatus.LIVE: (FrameworkStatus.RETIRED,),
    FrameworkStatus.RETIRED: (),
}


@transaction.atomic
def keep_framework(
    framework: FrameworkContent, *, content: Any, by: User | None, at: datetime, status: FrameworkStatus | None = None
) -> Framework:
    """Keep a version as it was read, in the place of the same version that nobody has used (R-352)."""
    row = Framework.objects.select_for_update().filter(slug=framework.slug, version=framework.version).first()
    if row is not None and row.first_used_at is not None:
        raise Refused(f"{row.code} is in use and cannot change. Give your change a new version.")
    row = row or Framework(slug=framework.slug, version=framework.version)
    row.code, row.title, row.content = framework.code, framework.title, content
    row.subject_kind, row.scoring_mode = framework.subject_kind, framework.scoring_mode
    row.status = status or framework.status
    row.loaded_at, row.loaded_by = at, by
    row.save()
    return row


def import_framework(text: str, *, by: User, at: datetime) -> Framework:
    """Keep a version that somebody prepared as a draft, whatever it says of itself; FaultyContent names all faults."""
    file, framework = read_json(text)
    try:
        with transaction.atomic():
            _refuse_what_is_taken(framework)
            return keep_framework(framework, content=file.values, by=by, at=at, status=FrameworkStatus.DRAFT)
    except IntegrityError:  # two sent the same new version at once, and neither saw the other's
        raise Refused(f"Somebody else has just kept {framework.code}. Look at it before you send yours.") from None


def _refuse_what_is_taken(framework: FrameworkContent) -> None:
    for row in Framework.objects.select_for_update().order_by("pk"):
        is_same = (row.slug, row.version) == (framework.slug, framework.version)
        if is_same and row.status != FrameworkStatus.DRAFT:
            raise Refused(f"{row.code} is no draft any more and cannot change. Give your change a new version.")
        if not is_same and row.code == framework.code:
            raise Refused(f"The code {row.code} belongs to version {row.version} of “{row.slug}” already.")


@transaction.atomic
def change_status(framework: Framework, *, status: FrameworkStatus, by: User, at: datetime) -> Framework:
    """Put a version on trial, into use, or out of use. Finished assessments stay by the version they had (R-429)."""
    row = Framework.objects.select_for_update().get(pk=framework.pk)
    if status not in FOLLOWING[row.status]:
        raise Refused(f"{row.code} is marked “{row.get_status_display()}” and cannot be marked “{status.label}”.")
    content = read_framework(row).model_copy(update={"status": status.value})
    fault = next(findings(content), None)
    if fault is not None:
        raise Refused(f"{row.code} is not complete: {fault[1]}")
    row.status = status
    row.save(update_fields=["status"])
    return row


@transaction.atomic
def use_framework(framework: Framework, *, by: User | None, at: datetime) -> Framework:
    """Assess somebody by this version: from now on it cannot change (R-352). A version in use stays as it is."""
    row = Framework.objects.select_for_update().get(pk=framework.pk)
    if row.status in (FrameworkStatus.DRAFT, FrameworkStatus.RETIRED):
        raise Refused(f"{row.code} is marked “{row.get_status_display()}”. Choose a version in use or on trial.")
    if row.first_used_at is None:
        row.first_used_at = at
        row.save(update_fields=["first_used_at"])
    return row
