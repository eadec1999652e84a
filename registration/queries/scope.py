"""Which questions are asked now, who sees which saved result, and how often each outcome came."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet, Sum

from sandbox_portal.people.choices import WRITERS
from sandbox_portal.people.models import Organisation
from sandbox_portal.people.queries import organisation_places, own_organisations

from ..models import ScopeCount, ScopeRun, ScopeTree
from ..scope import Walk, walk
from ..scope_tree import Outcome, Tree

CODE = "umbrella-scope"


def scope_runs_visible_to(user: Any) -> QuerySet[ScopeRun]:
    """The saved results of one's own organisations; nobody else reads them, staff neither."""
    return ScopeRun.objects.filter(organisation__in=organisation_places(user)).select_related("tree", "organisation")


def scope_runs_named(runs: QuerySet[ScopeRun], *, words: str = "") -> QuerySet[ScopeRun]:
    """Those whose name holds the words."""
    return runs.filter(name__icontains=words) if words else runs


def scope_tree(version: int | None = None) -> ScopeTree | None:
    """The version asked for, or the newest that was published; None when there is none."""
    trees = ScopeTree.objects.filter(code=CODE)
    if version is not None:
        trees = trees.filter(version=version)
    return trees.order_by("-version").first()


def scope_trees() -> list[ScopeTree]:
    """Every version, the newest first, each with `results`: how many services reached one."""
    trees = list(ScopeTree.objects.filter(code=CODE).annotate(results=Sum("counts__count", default=0)))
    return sorted(trees, key=lambda tree: -tree.version)


def questions_of(row: ScopeTree) -> Tree:
    """The questions of a version that is kept."""
    return Tree.model_validate(row.content, strict=False)


def outcome_counts(row: ScopeTree, tree: Tree) -> list[tuple[Outcome, int]]:
    """How often each outcome came, in the order of the tree; those that never came with nought."""
    rows = ScopeCount.objects.filter(tree=row).values_list("outcome").annotate(Sum("count"))
    counted: dict[str, int] = dict(rows)
    return [(outcome, counted.get(outcome.code, 0)) for outcome in tree.outcomes]


def counts_by_month() -> Iterator[tuple[int, date, str, int]]:
    """Version, month, outcome and number of every outcome that came, in that order."""
    rows = ScopeCount.objects.filter(tree__code=CODE).values_list("tree__version", "month", "outcome")
    yield from rows.annotate(Sum("count")).order_by("tree__version", "month", "outcome")


def number_of_runs(user: Any) -> int:
    """How many results the person's organisations have saved."""
    return scope_runs_visible_to(user).aggregate(runs=Count("pk"))["runs"] if organisation_places(user) else 0


def newest_scope_run(organisation: Organisation) -> ScopeRun | None:
    """The result an application to register can begin with."""
    return organisation.scope_runs.select_related("tree").order_by("-saved_at", "pk").first()


def saves_for_somebody(user: Any) -> bool:
    """True when there is an organisation for which the person may save a result."""
    return not WRITERS.isdisjoint(organisation_places(user).values())


def saving_organisations(user: Any) -> list[Organisation]:
    """The organisations for which the person may save a result."""
    places = organisation_places(user)
    return [each for each in own_organisations(user) if places[each.pk] in WRITERS]


def run_saved_as(key: UUID, *, user: Any) -> ScopeRun | None:
    """The result that an earlier click with this key has saved."""
    return scope_runs_visible_to(user).filter(key=key).first()


def walked(run: ScopeRun, tree: Tree) -> list[Walk]:
    """Each service of a saved result, walked again by the version it names."""
    return [walk(tree, service["answers"]) for service in run.services]


def outcomes_in_words(runs: Iterable[ScopeRun]) -> dict[UUID, list[str]]:
    """The headlines of each saved result."""
    trees: dict[int, Tree] = {}
    found: dict[UUID, list[str]] = {}
    for run in runs:
        if run.tree_id not in trees:
            trees[run.tree_id] = questions_of(run.tree)
        tree = trees[run.tree_id]
        found[run.pk] = [tree.outcome(service["outcome"]).headline for service in run.services]
    return found
