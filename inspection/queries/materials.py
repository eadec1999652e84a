"""Which versions of the materials somebody may read, which one an assessment works with, what was learnt (G.8)."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from sandbox_portal.casework.looks import once_a_look
from sandbox_portal.casework.working_days import day_in_london
from sandbox_portal.people.choices import Place
from sandbox_portal.people.clock import database_now
from sandbox_portal.people.models import Membership, User
from sandbox_portal.people.queries import roles_of
from sandbox_portal.register.choices import Scheme
from sandbox_portal.register.models import StatusEntry
from sandbox_portal.register.queries import statuses_as_at

from ..choices.frameworks import FrameworkStatus
from ..choices.materials import MaterialsStatus
from ..models import Assessment, Framework, MaterialsComment, MaterialsUse, MaterialsVersion
from ..rulebook.materials import MaterialsContent, is_a_number, order_of
from .assessments import STAFF_READERS, assessment_files_visible_to
from .frameworks import read_framework
from .services import is_taking_part

NEWEST_FIRST = ("series", "-major", "-minor")
DRAFT = Q(status=MaterialsStatus.DRAFT)


def materials_visible_to(user: Any) -> QuerySet[MaterialsVersion]:
    """Staff read every version; everybody else those in use or used, and drafts while they are open to comments."""
    rows = MaterialsVersion.objects.order_by(*NEWEST_FIRST)
    if roles_of(user):
        return rows
    return rows.filter(~DRAFT | Q(comments_until__gte=day_in_london(database_now())))


def find_materials(user: Any, *, words: str = "", series: str = "", status: str = "") -> QuerySet[MaterialsVersion]:
    """Those that match, the newest of each series first, with how many inspections used them."""
    found = materials_visible_to(user).defer("content").annotate(inspections=Count("uses"))
    if words:
        found = found.filter(title__icontains=words)
    exact = {"series": series, "status": status}
    return found.filter(**{name: value for name, value in exact.items() if value})


def series_of_materials() -> list[str]:
    return sorted(set(MaterialsVersion.objects.values_list("series", flat=True)))


def frameworks_without_materials() -> list[Framework]:
    """The newest version of each framework that may still be used, has statements, and has no materials yet."""
    rows = Framework.objects.exclude(status=FrameworkStatus.RETIRED).order_by("slug", "-version")
    written = set(series_of_materials())
    waiting = [row for row in rows.distinct("slug") if row.slug not in written]
    return [row for row in waiting if any(read_framework(row).statements())]


def participants_to_ask(version: MaterialsVersion) -> list[tuple[str, str]]:
    """Name and address of whoever owns an organisation that takes part in a sandbox round now and was not asked yet."""
    entries = StatusEntry.objects.filter(scheme=Scheme.SANDBOX, part="").select_related("service")
    standing = statuses_as_at(entries, day_in_london(database_now()))
    organisations = {each.service.organisation_id for each in standing if is_taking_part(each)}
    owners = Membership.objects.filter(
        organisation__in=organisations, place=Place.OWNER, ended_at=None, user__is_active=True
    )
    asked = {email.lower() for email in version.comments.values_list("link__email", flat=True)}
    rows = owners.order_by("organisation__name", "user__email").values_list("organisation__name", "user__email")
    return [(name, email) for name, email in rows if email.lower() not in asked]


def materials_numbered(user: Any, series: str, number: str) -> MaterialsVersion | None:
    """One version by its number, if this person may read it."""
    if not is_a_number(number):
        return None
    major, minor = order_of(number)
    return materials_visible_to(user).filter(series=series, major=major, minor=minor).first()


def read_materials(version: MaterialsVersion) -> MaterialsContent:
    """What a version says, in its shape."""
    return MaterialsContent.model_validate(version.content, strict=False)


def materials_in_use(series: str) -> MaterialsVersion | None:
    return MaterialsVersion.objects.filter(series=series, status=MaterialsStatus.IN_USE).first()


@once_a_look
def materials_use_of(assessment: Assessment) -> MaterialsUse | None:
    """The version an assessment was begun with, and what was learnt from it; none where nobody wrote materials."""
    found = MaterialsUse.objects.select_related("version", "next_version", "closed_by")
    return found.filter(assessment=assessment).first()


def uses_visible_to(user: User) -> QuerySet[MaterialsUse]:
    """Of assessments whose file the person reads: which materials, and what was learnt."""
    files = assessment_files_visible_to(user).values("pk")
    found = MaterialsUse.objects.filter(assessment__in=files)
    return found.select_related(
        "version", "next_version", "assessment__case", "assessment__service", "assessment__organisation"
    )


def find_trials(user: User, *, series: str = "", number: str = "", open_only: bool = False) -> QuerySet[MaterialsUse]:
    """Inspections by the materials they used, the newest first."""
    found = uses_visible_to(user).order_by("-locked_at", "-pk")
    if series:
        found = found.filter(series=series)
    if number:
        major, minor = order_of(number)
        found = found.filter(version__major=major, version__minor=minor)
    return found.filter(is_trial=True, closed_at=None) if open_only else found


def open_record_of(series: str) -> MaterialsUse | None:
    """The trial inspection of a series whose record is not closed, if one is."""
    found = MaterialsUse.objects.select_related("assessment__case")
    return found.filter(series=series, is_trial=True, closed_at=None).first()


def drafts_after(use: MaterialsUse) -> list[MaterialsVersion]:
    """Drafts of the series that are newer than the version this inspection used."""
    rows = MaterialsVersion.objects.filter(DRAFT, series=use.series).order_by("major", "minor")
    return [row for row in rows if (row.major, row.minor) > (use.version.major, use.version.minor)]


def comments_visible_to(user: User) -> QuerySet[MaterialsComment]:
    """What was asked and said of drafts, for staff who inspect or read inspections."""
    found = MaterialsComment.objects.select_related("link__use", "settled_by")
    return found if roles_of(user) & STAFF_READERS else found.none()


def answerable_comment(subject: UUID) -> MaterialsComment | None:
    """A comment that can still be given: of a draft, before its last day is over."""
    found = MaterialsComment.objects.select_related("version", "link").filter(pk=subject, answered_at=None)
    comment = found.filter(declined_at=None, version__status=MaterialsStatus.DRAFT).first()
    return comment if comment and _is_open(comment.version, day_in_london(database_now())) else None


def _is_open(version: MaterialsVersion, day: date) -> bool:
    return version.comments_until is not None and day <= version.comments_until
