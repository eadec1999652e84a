"""Which cases a person may see, which wait for them, which match, which are stuck."""

import re
from datetime import timedelta

from django.contrib.postgres.search import SearchQuery
from django.db.models import F, Q, QuerySet

from sandbox_portal.people.clock import DatabaseNow
from sandbox_portal.people.models import User
from sandbox_portal.people.queries import organisation_places, roles_of

from ..choices import PROVIDER
from ..kinds import all_kinds
from ..models import Case

MOST_WORDS = 8


def cases_visible_to(user: User) -> QuerySet[Case]:
    """Cases the person may see, by each kind's own condition on indexed columns."""
    condition = Q(pk__in=[])
    for kind in all_kinds():
        condition |= Q(kind=kind.kind) & kind.visible_to(user)
    return Case.objects.filter(condition).defer("words")


def next_actions_of(user: User) -> QuerySet[Case]:
    """Visible open cases that wait for this person: their own, their role's, or their organisation's."""
    mine = Q(owner=user) | Q(owner=None, owner_role__in=roles_of(user))
    ours = Q(owner_role=PROVIDER, organisation__in=organisation_places(user))
    return cases_visible_to(user).filter(mine | ours, closed_at=None)


def matching(cases: QuerySet[Case], text: str) -> QuerySet[Case]:
    """Cases with words that begin like every word of the text, or whose reference begins with it."""
    words = re.findall(r"\w+", text)[:MOST_WORDS]
    if not words:
        return cases
    by_words = SearchQuery(" & ".join(f"{word}:*" for word in words), config="simple", search_type="raw")
    return cases.filter(Q(words=by_words) | Q(reference__istartswith=text.strip()))


def stuck(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Open cases that have been in their stage longer than is usual there (R31)."""
    too_long = Q(pk__in=[])
    for kind in all_kinds():
        for stage in kind.workflow.stages:
            if stage.usual_days is not None and not stage.is_ended:
                since = DatabaseNow() - timedelta(days=stage.usual_days)
                too_long |= Q(kind=kind.kind, stage=stage.code, stage_since__lt=since)
    late = Q(due_at__lt=DatabaseNow())
    return cases.filter(too_long | late, closed_at=None).order_by(F("stage_since"), "pk")
