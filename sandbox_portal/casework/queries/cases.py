"""Which cases a person may see, which wait for them, which match."""

import re
from collections.abc import Hashable
from typing import Any
from uuid import UUID

from django.contrib.postgres.search import SearchQuery, TrigramWordDistance
from django.db.models import Q, QuerySet, Value

from sandbox_portal.people.models import User
from sandbox_portal.people.queries import organisation_places, roles_of

from ..choices import PROVIDER
from ..kinds import all_kinds, read_in_part_by
from ..models import Case, Message
from ..prepared import rows_of
from ..voices import confined

OPEN_QUESTION = Q(answer_due_at__isnull=False, answered_by=None, withdrawn_at=None)
MOST_WORDS = 8
MOST_SIMILAR = 200


def cases_visible_to(user: User) -> QuerySet[Case]:
    """Cases the person may see, by each kind's own condition on indexed columns; for a voice, the one it types in."""
    condition = Q(pk__in=[])
    for kind in all_kinds():
        condition |= Q(kind=kind.kind) & kind.visible_to(user)
    return Case.objects.filter(confined(user), condition).defer("words")


def case_visible_to(user: User, case_id: UUID) -> Case | None:
    """One of them with its organisation, if the person may see it."""
    return next(iter(rows_of(_one_case, user, kinds_known(), case_id=case_id)), None)


def _one_case(user: User, _known: Hashable, *, case_id: UUID) -> QuerySet[Case]:
    return cases_visible_to(user).select_related("organisation").filter(pk=case_id)


def kinds_known() -> Hashable:
    """What the words of `cases_visible_to` depend on besides the person: part of the shape of a prepared question."""
    return tuple((kind.kind, kind.visible_to) for kind in all_kinds())


def cases_read_whole_by(user: User) -> QuerySet[Case]:
    """Cases of which the person may read everything their office or place opens: none let into for one part only."""
    return cases_visible_to(user).exclude(read_in_part_by(user))


def cases_worked_by(user: User) -> QuerySet[Case]:
    """What a person sees as staff: never the cases of an organisation of their own, not even in a count."""
    own = organisation_places(user)
    seen = cases_visible_to(user)
    return seen.exclude(organisation__in=own) if own else seen


def next_actions_of(user: User) -> QuerySet[Case]:
    """Visible open cases that wait for this person: their own, their role's, or their organisation's.

    An organisation whose case is with us still has something to do while we wait for its answer to a question.
    """
    places = organisation_places(user)
    mine = Q(owner=user) | Q(owner=None, owner_role__in=roles_of(user))
    ours = Q(owner_role=PROVIDER, organisation__in=places)
    if places:
        ours |= Q(organisation__in=places, pk__in=_asked_by_message(user))
    return cases_visible_to(user).filter(mine | ours, closed_at=None)


def _asked_by_message(user: User) -> QuerySet[Message, Any]:
    """The cases with a question of ours that has no answer, of which this person may read the messages."""
    asked = Message.objects.filter(OPEN_QUESTION, case__organisation__in=organisation_places(user))
    return asked.exclude(case__in=Case.objects.filter(read_in_part_by(user)).values("pk")).values("case")


def matching(cases: QuerySet[Case], text: str) -> QuerySet[Case]:
    """Cases whose reference, title or organisation has words that begin like every word of the text."""
    fits = fitting(text)
    return cases if fits is None else cases.filter(fits)


def fitting(text: str, *, of: str = "") -> Q | None:
    """The condition of `matching`, on rows whose case is `of` them; None for a text without a word, which fits all."""
    sought = words_sought(text)
    return fitting_words(sought, reference_sought(text), of=of) if sought else None


def fitting_words(sought: str, reference: str, *, of: str = "") -> Q:
    """The same of what `words_sought` and `reference_sought` give, which may be values of a prepared question."""
    fits = holding(sought, of=of)
    return fits | Q(**{f"{of}reference__startswith": Value(reference)}) if reference else fits


def reference_sought(text: str) -> str:
    """How a reference would begin that is sought; empty for a text of several words, as no reference is."""
    return text.strip().upper() if len(text.split()) == 1 else ""


def words_sought(text: str) -> str:
    """The words of a text as the index is asked for them, by how they begin; empty for a text without a word."""
    return " & ".join(f"{word}:*" for word in re.findall(r"\w+", text)[:MOST_WORDS])


def holding(sought: str, *, of: str = "") -> Q:
    """The condition that all words that are sought stand in a case."""
    return Q(**{f"{of}words": SearchQuery(sought, config="simple", search_type="raw")})


def similarly_named(cases: QuerySet[Case], text: str) -> QuerySet[Case]:
    """Cases of organisations with nearly this name, for one that was heard on the telephone; the nearest first."""
    is_near = Q(organisation_name__trigram_word_similar=text)
    for word in re.findall(r"\w{4,}", text)[:MOST_WORDS]:
        is_near |= Q(organisation_name__trigram_word_similar=word)
    some = cases.filter(is_near).values("pk")[:MOST_SIMILAR]  # to put all of very many in order would take long
    return Case.objects.filter(pk__in=some).order_by(TrigramWordDistance(text, "organisation_name"), "pk")
