"""Outcomes and reasons of decisions as the regulator wrote them in content/reasons/, a version at a time."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from pydantic import BaseModel, ConfigDict, TypeAdapter

from .content import Fault
from .content_files import ContentFile, first_difference, read_content_file, refuse_faults, shape, twice
from .models import ReasonList

FOLDER = "reasons"
KEYS = frozenset({"code", "version", "title", "outcomes", "reasons", "label"})


class Outcome(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    code: str
    label: str


class Reason(BaseModel):
    """A reason, and the outcomes it can stand for."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: str
    label: str
    outcomes: tuple[str, ...]


class Reasons(BaseModel):
    """One file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: str
    version: int
    title: str
    outcomes: tuple[Outcome, ...]
    reasons: tuple[Reason, ...]

    def problem(self, outcome: str, reasons: list[str]) -> str | None:
        """None when these reasons can carry this outcome; otherwise one sentence."""
        if outcome not in {each.code for each in self.outcomes}:
            return "Choose what is decided."
        allowed = {each.code for each in self.reasons if outcome in each.outcomes}
        if not reasons:
            return "Choose at least one reason."
        return None if set(reasons) <= allowed else "One of the reasons does not belong to this outcome."

    def label_of(self, code: str) -> str:
        labels = {each.code: each.label for each in self.outcomes} | {each.code: each.label for each in self.reasons}
        return labels.get(code, code)


@transaction.atomic
def load_reasons(root: Path, at: datetime) -> str:
    """Check every file and keep versions that are new; FaultyContent when one that is kept was changed."""
    files = [read_content_file(path, root=root) for path in sorted((root / FOLDER).glob("*.yaml"))]
    refuse_faults(fault for file in files for fault in _faults(file, shape(file, TypeAdapter(Reasons), keys=KEYS)))
    kept = [ReasonList.objects.get_or_create(**_row(file))[1] for file in files]
    return f"reasons: {len(files)} checked, {sum(kept)} new"


def newest_reason_list(code: str) -> ReasonList | None:
    return ReasonList.objects.filter(code=code).order_by("-version").first()


def reasons_of(row: ReasonList) -> Reasons:
    """The outcomes and reasons of a version that is kept."""
    return TypeAdapter(Reasons).validate_python(row.content)


def _row(file: ContentFile) -> dict[str, Any]:
    values = file.values
    return {"code": values["code"], "version": values["version"], "defaults": {"content": values}}


def _faults(file: ContentFile, reasons: Reasons) -> Iterator[Fault]:
    outcomes = [each.code for each in reasons.outcomes]
    for name, codes in (("outcomes", outcomes), ("reasons", [each.code for each in reasons.reasons])):
        yield from twice(file, (name,), codes)
    for index, reason in enumerate(reasons.reasons):
        for place, outcome in enumerate(reason.outcomes):
            if outcome not in outcomes:
                yield file.fault(("reasons", index, "outcomes", place), f"There is no outcome “{outcome}”.")
    for index, outcome in enumerate(outcomes):
        if not any(outcome in reason.outcomes for reason in reasons.reasons):
            yield file.fault(("outcomes", index), f"No reason can stand for “{outcome}”.")
    there = ReasonList.objects.filter(code=reasons.code, version=reasons.version).first()
    change = first_difference(there.content, file.values) if there else None
    if change is not None:
        sentence = f"Version {reasons.version} is in use and cannot change. Give your change a new version."
        yield file.fault(tuple(change), sentence)
