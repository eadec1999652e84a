"""Count an outcome without knowing whose it is, and save a result for an organisation."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F

from sandbox_portal.casework.refusals import Refused
from sandbox_portal.casework.working_days import day_in_london
from sandbox_portal.people.models import Organisation, User

from ..models import ScopeCount, ScopeRun, ScopeTree
from ..queries.scope import questions_of, run_saved_as, saving_organisations
from ..scope import Answers, on_the_path, walk

SLOTS = 8


def count_outcome(row: ScopeTree, *, outcome: str, by: None, at: datetime) -> None:
    """One more of this outcome in this month. Nobody is named: `by` is always None (R-208)."""
    where = {
        "tree": row,
        "outcome": outcome,
        "month": day_in_london(at).replace(day=1),
        "slot": secrets.randbelow(SLOTS),
    }
    ScopeCount.objects.bulk_create([ScopeCount(**where)], ignore_conflicts=True)
    ScopeCount.objects.filter(**where).update(count=F("count") + 1)


@transaction.atomic
def save_scope_run(
    row: ScopeTree,
    *,
    services: Sequence[Answers],
    organisation: Organisation,
    name: str,
    key: UUID,
    by: User,
    at: datetime,
) -> ScopeRun:
    """Keep the answers and what they came to; the same key a second time gives the first result."""
    if organisation not in saving_organisations(by):
        raise Refused("Your place in this organisation lets you read, not write. Ask an owner to save the result.")
    tree = questions_of(row)
    walked = [walk(tree, answers) for answers in services]
    if not walked or any(each.outcome is None for each in walked):
        raise Refused("Some questions have no answer yet. Answer them, then save the result.")
    results = [
        {
            "answers": on_the_path(tree, answers),
            "outcome": each.outcome.code if each.outcome else "",
            "indicators": list(each.indicators),
            "doubtful": list(each.doubtful),
        }
        for answers, each in zip(services, walked, strict=True)
    ]
    facts = {"organisation": organisation, "tree": row, "name": name.strip(), "services": results}
    new = ScopeRun(**facts, key=key, saved_at=at, saved_by=by)
    ScopeRun.objects.bulk_create([new], ignore_conflicts=True)
    saved = run_saved_as(key, user=by)
    if saved is None:
        raise Refused("This page is damaged. Open it again and save from there.")
    return saved
