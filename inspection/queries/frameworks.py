"""Which frameworks somebody may read, and what one version says."""

from typing import Any

from django.db.models import Q, QuerySet

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


def frameworks_in_work() -> QuerySet[Framework]:
    """The versions by which anybody can be assessed now."""
    return Framework.objects.filter(status__in=IN_WORK)


def read_framework(row: Framework) -> FrameworkContent:
    """What a version says, in its shape."""
    return FrameworkContent.model_validate(row.content, strict=False)


def framework_of(slug: str, version: int, *, user: Any) -> Framework | None:
    """One version, if this person may read it."""
    return frameworks_visible_to(user).filter(slug=slug, version=version).first()


def frameworks_wanted(
    user: Any, *, words: str = "", subject_kind: str = "", status: str = "", scoring_mode: str = ""
) -> QuerySet[Framework]:
    """Those that match, without their content; the newest version of each first."""
    found = frameworks_visible_to(user).defer("content")
    if words:
        found = found.filter(Q(code__icontains=words) | Q(title__icontains=words))
    narrow = {"subject_kind": subject_kind, "status": status, "scoring_mode": scoring_mode}
    return found.filter(**{name: value for name, value in narrow.items() if value})


def framework_codes(user: Any) -> list[tuple[str, str]]:
    """Code and title of every version this person may read."""
    return [(code, f"{code}: {title}") for code, title in frameworks_visible_to(user).values_list("code", "title")]


def framework_with_code(code: str, *, user: Any) -> Framework | None:
    """The version of this code, if this person may read it."""
    return frameworks_visible_to(user).filter(code=code).first() if code else None
