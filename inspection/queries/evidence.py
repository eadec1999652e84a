"""Evidence somebody may read, and how much of the plan it covers (R-373)."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from sandbox_portal.casework.looks import once_a_look
from sandbox_portal.people.models import User
from sandbox_portal.register.models import Service

from ..choices.evidence import Confidentiality
from ..models import Assessment, EvidenceItem, EvidenceUse, Framework, PlannedEvidence
from ..rulebook.coverage import Matrix, Use, Wanted, matrix
from ..rulebook.framework import FrameworkContent, Statement
from .assessments import assessment_files_visible_to, reads_restricted
from .frameworks import read_framework

STANDING = Prefetch("uses", EvidenceUse.objects.filter(ended_at=None), to_attr="standing")


def evidence_visible_to(user: User) -> QuerySet[EvidenceItem]:
    """Every version of the evidence of assessments whose file the person reads; restricted items for a few."""
    found = EvidenceItem.objects.filter(assessment__in=assessment_files_visible_to(user).values("pk"))
    if not reads_restricted(user):
        found = found.filter(
            ~Q(confidentiality=Confidentiality.RESTRICTED) | Q(written_by=user) | Q(assessment__lead=user)
        )
    return found.select_related("written_by", "visit")


def planned_evidence_visible_to(user: User) -> QuerySet[PlannedEvidence]:
    found = PlannedEvidence.objects.filter(assessment__in=assessment_files_visible_to(user).values("pk"))
    return found.select_related("visit", "planned_by", "found")


def find_evidence(
    found: QuerySet[EvidenceItem],
    *,
    words: str = "",
    statement: str = "",
    category: str = "",
    kind: str = "",
    way: str = "",
    direction: str = "",
    unused: bool = False,
) -> QuerySet[EvidenceItem]:
    """What matches, the newest first, each as it is now with what it is used for."""
    found = found.filter(replaced_at=None)
    exact = {"category": category, "kind": kind, "way": way, "direction": direction}
    found = found.filter(**{name: value for name, value in exact.items() if value})
    if words:
        found = found.filter(
            Q(text__icontains=words) | Q(source__icontains=words) | Q(people__contains=[words.upper()])
        )
    if statement:
        used = EvidenceUse.objects.filter(ended_at=None, statement=statement)
        found = found.filter(pk__in=used.values("item"))
    if unused:
        found = found.exclude(pk__in=EvidenceUse.objects.filter(ended_at=None).values("item"))
    return found.prefetch_related(STANDING).order_by("-number")


def versions_of(item: EvidenceItem, user: User) -> list[EvidenceItem]:
    """What the item said before, the newest first."""
    older = evidence_visible_to(user).filter(assessment=item.assessment_id, number=item.number)
    return list(older.exclude(pk=item.pk).prefetch_related("uses").order_by("-version"))


def same_text(assessment: Assessment, text: str, user: User) -> EvidenceItem | None:
    """An item the person reads that says the same already, so that nobody counts one thing twice."""
    found = evidence_visible_to(user).filter(assessment=assessment, replaced_at=None, text__iexact=text)
    return found.first()


def statement_keys_of(item: EvidenceItem) -> list[str]:
    """What the item is used for now."""
    return list(EvidenceUse.objects.filter(item=item, ended_at=None).values_list("statement", flat=True))


@once_a_look
def content_of(assessment: Assessment) -> FrameworkContent:
    """What the framework of the assessment says."""
    return read_framework(assessment.framework)


def statements_that_count(framework: Framework, service: Service | None) -> list[str]:
    """Every statement of the framework but those that are switched off for this kind of service (R-357)."""
    kind = service.kind if service else ""
    return [each.key for each in read_framework(framework).statements() if each.switched_off_for(kind) is None]


def areas_in_words(assessment: Assessment) -> list[str]:
    """The titles of the areas that have a statement in scope."""
    chosen = {key.partition(".")[0] for key in assessment.statements}
    return [area.title for area in content_of(assessment).areas if area.key in chosen]


def statements_in_scope(assessment: Assessment) -> list[Statement]:
    """The statements that are looked at, in the order of the framework."""
    chosen = set(assessment.statements)
    return [each for each in content_of(assessment).statements() if each.key in chosen]


@dataclass(frozen=True)
class Coverage:
    """The matrix in words: by area its rows, each with its cells and the titles of their categories."""

    matrix: Matrix
    categories: tuple[tuple[str, str, str], ...]
    areas: tuple[tuple[str, tuple[Any, ...]], ...]


def matrix_of(assessment: Assessment) -> Matrix:
    """Statements by categories, with every item counted once."""
    content = content_of(assessment)
    areas = {area.key: area.title for area in content.areas}
    kind = assessment.service_kind
    wanted = [
        Wanted(each.key, each.title, areas.get(each.area_key, ""), frozenset(each.required_of(kind)))
        for each in statements_in_scope(assessment)
    ]
    standing = EvidenceUse.objects.filter(item__assessment=assessment, item__replaced_at=None, ended_at=None)
    uses = [Use(*row) for row in standing.values_list("item__number", "item__category", "statement")]
    planned = PlannedEvidence.objects.filter(assessment=assessment, ended_at=None)
    pairs = list(planned.values_list("statement", "category"))
    return matrix(wanted, [category.key for category in content.categories], uses, pairs)


def coverage_of(assessment: Assessment) -> Coverage:
    """The matrix by area, as its page and its table for a spreadsheet show it."""
    content, found = content_of(assessment), matrix_of(assessment)
    by_area: dict[str, list[Any]] = {}
    titles: dict[str, str] = {each.key: each.title for each in content.categories}
    for row in found.rows:
        titled = tuple((cell, titles[cell.category]) for cell in row.cells)
        by_area.setdefault(row.statement.area, []).append((row, titled))
    categories = tuple((each.key, each.code, each.title) for each in content.categories)
    return Coverage(found, categories, tuple((area, tuple(rows)) for area, rows in by_area.items()))


def counts_of(assessment: Assessment) -> dict[str, int]:
    """How many standing items there are of each category."""
    found = EvidenceItem.objects.filter(assessment=assessment, replaced_at=None).values_list("category", flat=True)
    return dict(Counter(found))
