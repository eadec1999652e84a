"""Versions of the materials: keep, prepare the next, put into use, and lock the one an inspection begins with."""

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction

from sandbox_portal.casework.refusals import Refused
from sandbox_portal.people.models import User

from ..choices.assessments import AssessedAs
from ..choices.materials import MaterialsStatus
from ..models import Assessment, Framework, MaterialsUse, MaterialsVersion
from ..permissions import is_inspection_manager
from ..queries.feedback import usual_questions
from ..queries.frameworks import read_framework
from ..queries.materials import materials_in_use, open_record_of, read_materials
from ..rulebook.materials import MaterialsContent, findings, first_materials, following, order_of
from ..writing import said

NOT_A_MANAGER = "Only inspection managers look after the materials."
NO_DRAFT = "These materials are in use or were, and stay as they are. Prepare the next version instead."
MOST_LINES = 60
LONGEST_LINE = 2_000


@transaction.atomic
def keep_materials(content: MaterialsContent, *, by: User | None, at: datetime) -> MaterialsVersion:
    """Keep a version as it was read, in the place of the same number while that is a draft (R-415)."""
    major, minor = order_of(content.number)
    rows = MaterialsVersion.objects.select_for_update().filter(series=content.series)
    row = rows.filter(major=major, minor=minor).first()
    if row is not None and not row.is_draft:
        raise Refused(NO_DRAFT)
    row = row or MaterialsVersion(series=content.series, major=major, minor=minor)
    row.title, row.content = content.title, content.model_dump(mode="json")
    row.made_at, row.made_by = at, by
    if content.status == "in_use" and materials_in_use(content.series) is None:
        row.status, row.used_from = MaterialsStatus.IN_USE, at
    row.save()
    return row


@transaction.atomic
def begin_series(framework: Framework, *, title: str, summary: str, by: User, at: datetime) -> MaterialsVersion:
    """Begin the materials of a framework that has none: version 0.1, a draft with a question for each statement."""
    _must_manage(by)
    name, about = said(title, "Give it a title.")[:200], said(summary, "Say what these materials are for.")
    Framework.objects.select_for_update().get(pk=framework.pk)
    if MaterialsVersion.objects.filter(series=framework.slug).exists():
        raise Refused("This framework has materials already. Prepare their next version instead.")
    asked = [(letter, label, found.code, found.version) for letter, label, found in usual_questions()]
    content = first_materials(read_framework(framework), title=name, summary=about, asked=asked)
    return keep_materials(content, by=by, at=at)


@transaction.atomic
def prepare_next(version: MaterialsVersion, *, by: User, at: datetime) -> MaterialsVersion:
    """Begin the next number as a draft that says the same, to be made better."""
    _must_manage(by)
    rows = list(MaterialsVersion.objects.select_for_update().filter(series=version.series))
    newest = max(rows, key=lambda row: (row.major, row.minor))
    if newest.is_draft:
        raise Refused(f"Version {newest.number} is a draft already. Change that one.")
    content = read_materials(version).model_copy(update={"number": following(newest.number), "status": "draft"})
    return keep_materials(content, by=by, at=at)


@transaction.atomic
def change_part(
    version: MaterialsVersion, *, kind: str, key: str, title: str, says: Sequence[str], by: User, at: datetime
) -> MaterialsVersion:
    """Give one piece of a draft other words. Every other version says what it said."""
    _must_manage(by)
    row = MaterialsVersion.objects.select_for_update().get(pk=version.pk)
    if not row.is_draft:
        raise Refused(NO_DRAFT)
    content = read_materials(row)
    lines = tuple(line.strip() for line in says if line.strip())
    if len(lines) > MOST_LINES or any(len(line) > LONGEST_LINE for line in lines):
        raise Refused(f"Use at most {MOST_LINES} lines of {LONGEST_LINE:,} characters each.")
    changed = {"title": title.strip(), "says": lines}
    parts = tuple(each.model_copy(update=changed) if each.place == (kind, key) else each for each in content.parts)
    fault = next(findings(content.model_copy(update={"parts": parts})), None)
    if fault or not changed["title"]:
        raise Refused(fault or "Give it a title.")
    row.content = content.model_copy(update={"parts": parts}).model_dump(mode="json")
    row.made_at, row.made_by = at, by
    row.save(update_fields=["content", "made_at", "made_by"])
    return row


@transaction.atomic
def put_into_use(version: MaterialsVersion, *, by: User, at: datetime) -> MaterialsVersion:
    """Work with a draft from now on; the version before it is replaced. Not while a record of a trial is open."""
    _must_manage(by)
    waiting = open_record_of(version.series)
    if waiting is not None:
        raise Refused(f"Close the record of {waiting.assessment} first. It says whether a new version is needed.")
    return replace_by(version, by=by, at=at)


def replace_by(version: MaterialsVersion, *, by: User, at: datetime) -> MaterialsVersion:
    """Let a draft take the place of what is in use, inside the caller's transaction."""
    rows = {row.pk: row for row in MaterialsVersion.objects.select_for_update().filter(series=version.series)}
    new = rows[version.pk]
    if not new.is_draft:
        raise Refused("This version is no draft any more.")
    for row in rows.values():
        if row.status == MaterialsStatus.IN_USE:
            if (row.major, row.minor) > (new.major, new.minor):
                raise Refused(f"Version {row.number}, which is in use, is newer than this one.")
            row.status = MaterialsStatus.SUPERSEDED
            row.save(update_fields=["status"])
    new.status, new.used_from = MaterialsStatus.IN_USE, at
    new.save(update_fields=["status", "used_from"])
    return new


@transaction.atomic
def lock_materials(assessment: Assessment, *, by: User, at: datetime) -> MaterialsUse | None:
    """Tie an assessment that begins to the version in use; a trial waits for the record of the one before (R-416).

    None where nobody has written materials for its framework.
    """
    series = assessment.framework.slug
    version = MaterialsVersion.objects.select_for_update().filter(series=series, status=MaterialsStatus.IN_USE).first()
    if version is None:
        return None
    is_trial = assessment.assessed_as == AssessedAs.SANDBOX
    waiting = open_record_of(series) if is_trial else None
    if waiting is not None:
        raise Refused(_not_yet(str(waiting.assessment)))
    try:
        with transaction.atomic():
            return MaterialsUse.objects.create(
                assessment=assessment, version=version, series=series, is_trial=is_trial, locked_at=at
            )
    except IntegrityError as race:
        if "one_trial_inspection_at_a_time" not in str(race):
            raise
        raise Refused(_not_yet("Another trial inspection")) from None


def _not_yet(before: str) -> str:
    return (
        f"{before} is not looked back on yet. Close its record with a new version, or say why no change is needed. "
        "Then the next trial inspection can begin."
    )


def _must_manage(by: User) -> None:
    if not is_inspection_manager.test(by):
        raise Refused(NOT_A_MANAGER)
