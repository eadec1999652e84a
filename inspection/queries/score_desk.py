"""What the pages of scoring show: the statements by area with what they still lack, one statement, and its history."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from django.db.models import Count, QuerySet, Window
from django.db.models.functions import RowNumber

from sandbox_portal.casework.prepared import rows_of
from sandbox_portal.people.models import User

from ..choices.frameworks import ScoringMode
from ..models import AreaJudgement, Assessment, CategoryScore, EvidenceItem, StatementScore
from ..rulebook.framework import Category, FrameworkContent, Statement
from ..rulebook.rating import Rated
from ..rulebook.statements import StatementResult
from ..rulebook.telling import NOT_RATED, plain, written_day
from .evidence import content_of, evidence_visible_to
from .evidence_heaps import Heap, evidence_heaps
from .scores import rated_now

MOST_SHOWN = 10  # pieces of evidence of one kind on the page of a statement; the list of evidence has them all


@dataclass(frozen=True)
class StatementLine:
    """One statement on the overview. `covered` of `required` kinds of evidence have an item; `missing` are titles."""

    code: str
    title: str
    result: StatementResult
    items: int
    covered: int
    required: int
    missing: tuple[str, ...]


@dataclass(frozen=True)
class AreaLine:
    """One area on the overview; `left_out` are statements that do not count, `earlier` says what is carried over."""

    key: str
    title: str
    words: str
    lines: tuple[StatementLine, ...]
    left_out: tuple[StatementResult, ...]
    earlier: str

    @property
    def scored(self) -> int:
        return sum(line.result.score is not None for line in self.lines)


def area_lines_of(assessment: Assessment) -> tuple[AreaLine, ...]:
    """Every area with its statements: what is scored, what is incomplete, what evidence there is."""
    content, rated, heaps = content_of(assessment), rated_now(assessment), evidence_heaps(assessment)
    titles: dict[str, str] = {each.key: each.title for each in content.categories}
    found = []
    for area, result in zip(content.areas, rated.areas, strict=True):
        statements = {each.key: each for each in area.statements}
        results = result.statements or tuple(
            StatementResult(each.key, each.code, each.title) for each in statements.values()
        )
        chosen = set(assessment.statements)
        lines = tuple(
            _line(assessment, statements[each.key], each, heaps.get(each.key, {}), titles)
            for each in results
            if each.counts and each.key in chosen
        )
        earlier = ""
        if result.earlier:
            earlier = f"{plain(result.earlier.rating)}, of {written_day(result.earlier.rated_on)}"
        left_out = tuple(each for each in results if not each.counts or each.key not in chosen)
        words = plain(result.final) if result.final else NOT_RATED
        found.append(AreaLine(area.key, area.title, words, lines, left_out, earlier))
    return tuple(found)


def _line(
    assessment: Assessment,
    statement: Statement,
    result: StatementResult,
    heaps: dict[str, Heap],
    titles: dict[str, str],
) -> StatementLine:
    required = statement.required_of(assessment.service_kind)
    missing = tuple(titles[key] for key in result.missing)
    covered = sum(key in heaps for key in required)
    return StatementLine(
        statement.code,
        statement.title,
        result,
        sum(each.items for each in heaps.values()),
        covered,
        len(required),
        missing,
    )


@dataclass(frozen=True)
class Shelf:
    """The evidence of one kind that was put to one statement: the newest of it, and how many pieces there are."""

    category: Category
    is_required: bool
    items: tuple[EvidenceItem, ...]
    count: int

    @property
    def more(self) -> int:
        """How many there are beyond those that are shown."""
        return self.count - len(self.items)


def shelves_of(assessment: Assessment, statement: Statement, user: User) -> tuple[Shelf, ...]:
    """The evidence of a statement by kind, the newest first; restricted items only for the few who read them."""
    by_kind: dict[str, list[EvidenceItem]] = {}
    for each in rows_of(_on_shelves, user, assessment=assessment.pk, statement=statement.key):
        by_kind.setdefault(each.category, []).append(each)
    counts = {kind: cast(Any, items[0]).of_kind for kind, items in by_kind.items()}
    required = statement.required_of(assessment.service_kind)
    return tuple(
        Shelf(
            category,
            category.key in required,
            tuple(by_kind.get(category.key, ())),
            counts.get(category.key, 0),
        )
        for category in content_of(assessment).categories
    )


def _on_shelves(user: User, assessment: UUID, statement: str) -> QuerySet[EvidenceItem]:
    of_statement = {"uses__statement": statement, "uses__ended_at": None}  # once for an item, by a constraint
    rows = evidence_visible_to(user).select_related(None)
    found = rows.filter(assessment=assessment, replaced_at=None, **of_statement).annotate(
        place=Window(RowNumber(), partition_by="category", order_by="-number"),
        of_kind=Window(Count("pk"), partition_by="category"),
    )
    return found.filter(place__lte=MOST_SHOWN).order_by("-number")


@dataclass(frozen=True)
class Change:
    """One thing that was said of a place, with what stood there before."""

    what: str
    before: str
    after: str
    why: str
    by: str
    at: Any


def changes_of_statement(assessment: Assessment, statement: Statement) -> list[Change]:
    """Everything that was ever said of one statement, the newest first (R-391)."""
    titles: dict[str, str] = {each.key: each.title for each in content_of(assessment).categories}
    place: dict[str, Any] = {"assessment": assessment.pk, "statement": statement.key}
    of_kinds = rows_of(_versions_of_kinds, None, **place)
    found = _changes(of_kinds, lambda row: titles.get(row.category, row.category), score_in_words)
    if assessment.framework.scoring_mode != ScoringMode.EVIDENCE_CATEGORY:
        found += _changes(rows_of(_versions_of_whole, None, **place), lambda row: statement.title, score_in_words)
    return sorted(found, key=lambda each: each.at, reverse=True)


def _versions_of_kinds(assessment: UUID, statement: str) -> QuerySet[CategoryScore]:
    rows = CategoryScore.objects.filter(assessment=assessment, statement=statement).select_related("written_by")
    return rows.order_by("category", "version")


def _versions_of_whole(assessment: UUID, statement: str) -> QuerySet[StatementScore]:
    rows = StatementScore.objects.filter(assessment=assessment, statement=statement).select_related("written_by")
    return rows.order_by("version")


def changes_of_area(assessment: Assessment, area: str, title: str) -> list[Change]:
    """The same of an area that is judged."""
    rows = AreaJudgement.objects.filter(assessment=assessment, area=area).select_related("written_by")
    found = _changes(rows.order_by("version"), lambda row: title, lambda row: row.get_rating_display() or "no rating")
    return sorted(found, key=lambda each: each.at, reverse=True)


def score_in_words(row: CategoryScore | StatementScore) -> str:
    if row.score is not None:
        return f"{row.score}: {row.get_score_display()}"
    if getattr(row, "not_sought_because", ""):
        return "Nobody looked for it"
    return "No score"


def _changes(rows: Iterable[Any], what: Any, words: Any) -> list[Change]:
    found: list[Change] = []
    before: dict[str, str] = {}
    for row in rows:
        name = what(row)
        said = " ".join(filter(None, (getattr(row, "not_sought_because", ""), row.reasons)))
        why = " ".join(filter(None, (row.changed_because, said)))
        found.append(Change(name, before.get(name, ""), words(row), why, row.written_by.name, row.written_at))
        before[name] = words(row)
    return found


def neighbours_of(assessment: Assessment, statement: Statement) -> tuple[Statement | None, Statement | None]:
    """The statement before and the one after, among those that are looked at."""
    chosen = set(assessment.statements)
    every = [each for each in content_of(assessment).statements() if each.key in chosen]
    place = next((number for number, each in enumerate(every) if each.key == statement.key), None)
    if place is None:
        return None, None
    return (every[place - 1] if place else None), (every[place + 1] if place + 1 < len(every) else None)


def statement_in_scope(assessment: Assessment, code: str) -> Statement | None:
    """A statement that is looked at, by its code."""
    found = content_of(assessment).statement(code)
    return found if found and found.key in set(assessment.statements) else None


@dataclass(frozen=True)
class Level:
    """What one score means, and what the framework says care of that rating looks like."""

    score: int
    rating: str
    meaning: str
    says: tuple[str, ...]


def levels_of(content: FrameworkContent, statement: Statement, meanings: dict[int, str]) -> tuple[Level, ...]:
    """The four levels, the best first, with the words of the statement or else of its area."""
    area = content.area(statement.area_key)
    told = statement.characteristics or (area.characteristics if area else ())
    says = {each.rating: each.says for each in told}
    return tuple(
        Level(band.score, plain(band.rating), meanings[band.score], says.get(band.rating, ()))
        for band in reversed(content.bands)
    )


def standing_of_areas(rated: Rated) -> dict[str, tuple[str, str | None]]:
    """Title and computed rating of every area, and of the whole, for whoever departs from one."""
    found = {area.key: (area.title, area.computed) for area in rated.areas}
    return {**found, "overall": ("The whole", rated.overall.computed)}
