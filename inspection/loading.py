"""Publish frameworks and inspection materials: new versions are kept, those in use may not change (R-352, R-415)."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.db import transaction
from pydantic import TypeAdapter

from sandbox_portal.casework.content import Fault, FaultyContent
from sandbox_portal.casework.content_files import (
    ContentFile,
    first_difference,
    read_content_file,
    refuse_faults,
    shape,
)

from .actions.frameworks import keep_framework
from .actions.materials import keep_materials
from .framework_file import FrameworkFile, read_frameworks
from .models import Framework, MaterialsVersion
from .rulebook.materials import MaterialsContent, findings, order_of

MATERIALS = "inspection-materials"
SHAPE: TypeAdapter[MaterialsContent] = TypeAdapter(MaterialsContent)


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


@transaction.atomic
def load_materials(root: Path, at: datetime) -> str:
    """Check every file of materials and keep what is new, or was mended while it is a draft (R-415)."""
    kept = {(row.series, row.number): row for row in MaterialsVersion.objects.select_for_update().order_by("pk")}
    read: list[tuple[ContentFile, MaterialsContent]] = []
    faults: list[Fault] = []
    for path in sorted((root / MATERIALS).glob("*.yaml")):
        try:
            file = read_content_file(path, root=root)
            content = shape(file, SHAPE)
        except FaultyContent as faulty:
            faults += faulty.faults
            continue
        read.append((file, content))
        faults += [file.fault(("parts",), sentence) for sentence in findings(content)]
        faults += _materials_changed(file, content, kept.get((content.series, content.number)))
    refuse_faults(faults)
    changed = [each for _file, each in read if _is_new_or_mended(each, kept.get((each.series, each.number)))]
    for each in sorted(changed, key=lambda content: order_of(content.number)):
        keep_materials(each, by=None, at=at)
    return f"inspection materials: {len(read)} checked, {len(changed)} new or mended"


def _is_new_or_mended(content: MaterialsContent, row: MaterialsVersion | None) -> bool:
    return row is None or (row.is_draft and row.made_by_id is None and row.content != content.model_dump(mode="json"))


def _materials_changed(file: ContentFile, content: MaterialsContent, row: MaterialsVersion | None) -> Iterator[Fault]:
    """What is in use, or was, or was changed here by somebody, is not changed by a file."""
    if row is None or (row.is_draft and row.made_by_id is None):
        return
    if row.status != "draft" and {**row.content, "status": ""} != {**content.model_dump(mode="json"), "status": ""}:
        yield file.fault(("number",), f"Version {content.number} is in use or was. Give your change a new number.")
