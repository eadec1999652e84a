"""Which frameworks somebody may read, and what one version says."""

from typing import Any

from django.db.models import QuerySet

from sandbox_portal.people.queries import roles_of

from ..choices.frameworks import FrameworkStatus, SubjectKind
from ..models import Framework
from ..rulebook.framework import FrameworkContent

IN_WORK = (FrameworkStatus.LIVE, FrameworkStatus.TEST)


def frameworks_visible_to(user: Any) -> QuerySet[Framework]:
    """Staff read every version; everybody else those that are no draft any more."""
    rows = Framework.objects.all()
    return rows if roles_of(user) else rows.exclude(status=FrameworkStatus.DRAFT)


def frameworks_to_use(subject_kind: SubjectKind) -> QuerySet[Framework]:
    """The versions by which somebody of this kind can be assessed now (R-352)."""
    return Framework.objects.filter(subject_kind=subject_kind, status__in=IN_WORK)


def read_framework(row: Framework) -> FrameworkContent:
    """What a version says, in its shape."""
    return FrameworkContent.model_validate(row.content, strict=False)
