"""Files put to the questions of a case."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet

from sandbox_portal.casework.models import Case
from sandbox_portal.casework.prepared import rows_of
from sandbox_portal.documents.models import Attachment

Files = Mapping[str, list[Attachment]]


def files_by_question(case: Case) -> Files:
    """The files that stand, by question; one query."""
    found: dict[str, list[Attachment]] = defaultdict(list)
    for attachment in rows_of(_standing, None, case_id=case.pk):
        found[attachment.question_key].append(attachment)
    return dict(found)


def files_by_case(cases: Collection[UUID]) -> dict[UUID, dict[str, list[Attachment]]]:
    """The same of several cases; one query."""
    found: dict[UUID, dict[str, list[Attachment]]] = {each: defaultdict(list) for each in cases}
    for attachment in _at_questions().filter(case__in=cases).select_related("evidence_file"):
        if attachment.case_id is not None:
            found[attachment.case_id][attachment.question_key].append(attachment)
    return found


def _standing(*, case_id: UUID) -> QuerySet[Attachment]:
    return _at_questions().filter(case=case_id).select_related("evidence_file")


def _at_questions() -> QuerySet[Attachment]:
    return Attachment.objects.filter(removed_at=None, replaced_at=None).exclude(question_key="")


def files_of(cases: Any) -> dict[Any, dict[str, int]]:
    """How many files stand at each question, case by case; one query."""
    found: dict[Any, dict[str, int]] = defaultdict(dict)
    standing = _at_questions().filter(case__in=cases)
    counts = standing.order_by().values_list("case", "question_key").annotate(count=Count("pk"))
    for case, key, count in counts:
        found[case][key] = count
    return dict(found)
