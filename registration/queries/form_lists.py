"""The lists that the two forms of registration choose from: scope results, and the places a manager can manage."""

from collections.abc import Iterator, Mapping

from sandbox_portal.casework.models import Case
from sandbox_portal.casework.moments import day_in_words
from sandbox_portal.casework.working_days import day_in_london
from sandbox_portal.questions import raw as read
from sandbox_portal.questions.engine import Choice
from sandbox_portal.questions.expanding import item_key
from sandbox_portal.questions.models import Answer

from ..choices import SET_CODE
from ..models import ScopeRun
from ..scope_tree import Outcome, Tree
from .applications import manager_in
from .scope import questions_of, scope_tree

MOST_RUNS = 20


def application_lists(case: Case) -> Mapping[str, tuple[Choice, ...]]:
    """For S1.1: what the organisation saved, the newest first, then every result that can be, for those who did not."""
    return {"scope_results": tuple(_scope_results(case))}


def manager_lists(case: Case) -> Mapping[str, tuple[Choice, ...]]:
    """For S13.6: the places the organisation has named in its own part."""
    answers = answers_under(manager_in(case).application.case, "locations")
    places = []
    for item in read.items_in(answers.get("locations")):
        name = str(answers.get(item_key("locations", item, "name")) or "").strip()
        where = answers.get(item_key("locations", item, "where"))
        town = str(where.get("town") or "").strip() if isinstance(where, dict) else ""
        places.append(Choice(item, name or "A place without a name yet", hint=town))
    return {"provider_locations": tuple(places)}


def answers_under(case: Case, *keys: str) -> dict[str, object]:
    """The raw answers of an organisation's newest attempt, those inside the groups of these names too; one query."""
    newest = Answer.objects.filter(response__case=case, response__set_code=SET_CODE).order_by("response__attempt")
    rows = newest.values_list("question_key", "raw")
    return {key: raw for key, raw in rows if key.partition("--")[0] in keys}


def _scope_results(case: Case) -> Iterator[Choice]:
    trees: dict[int, Tree] = {}
    runs = ScopeRun.objects.filter(organisation=case.organisation_id).select_related("tree").order_by("-saved_at", "pk")
    for run in runs[:MOST_RUNS]:
        tree = trees.setdefault(run.tree_id, questions_of(run.tree))
        day = day_in_words(day_in_london(run.saved_at))
        for number, service in enumerate(run.services):
            outcome = tree.outcome(service["outcome"])
            yield Choice(f"{_kind(outcome)}.{run.pk.hex}.{number}", f"Saved on {day}: {outcome.headline}")
    newest = scope_tree()
    for outcome in questions_of(newest).outcomes if newest else ():
        yield Choice(f"{_kind(outcome)}.said.{outcome.code}", f"Not saved, it said: {outcome.headline}")


def _kind(outcome: Outcome) -> str:
    """What the rules look at stands first in the name of a result: register, exempt, outside, other or advice."""
    return outcome.kind
