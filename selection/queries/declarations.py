"""What members have said of their interests."""

import re
from collections.abc import Iterable

from programme.models import PanelMember
from sandbox_portal.people.models import User
from sandbox_portal.people.queries import roles_of

from ..models import ConflictDeclaration, Selection
from .applications import SEES_ALL_SENT, applications_visible_to
from .sight import left_out

SOME_OTHER = "an application you may not see"


def own_interests(member: PanelMember) -> list[str]:
    """The names of the applications this member declared an interest in: the name is all they may still know."""
    rows = ConflictDeclaration.objects.filter(member=member, has_conflict=True)
    return list(rows.order_by("application__number").values_list("application__organisation__name", flat=True))


def declared_interests(selection: Selection, user: User) -> list[ConflictDeclaration]:
    """The panel's record of who is kept from which application, for those who oversee a selection (R-005).

    One who sits on the panel themselves reads it only for applications that are open to them.
    """
    if not SEES_ALL_SENT & roles_of(user):
        return []
    rows = ConflictDeclaration.objects.filter(
        has_conflict=True, member__round=selection.round_id, application__in=applications_visible_to(user).values("pk")
    )
    return list(rows.select_related("member__user", "application__case", "application__organisation").order_by("pk"))


def without_hidden_words(sentence: str, selection: Selection, user: User) -> str:
    """A sentence about applications as a person with interests may read it: those are not named (R-005)."""
    return unnamed(sentence, hidden_words(selection, user))


def unnamed(sentence: str, hidden: Iterable[str]) -> str:
    """The sentence without these references and names, however they are written."""
    for words in hidden:
        sentence = re.sub(rf"(?<!\w){re.escape(words)}(?!\w)", SOME_OTHER, sentence, flags=re.IGNORECASE)
    return sentence


def hidden_words(selection: Selection, user: User) -> list[str]:
    """References and names of the applications in which the person has an interest, declared or by their own
    organisation; the longest first, so that no part of a longer name stays."""
    kept_from = [each for each in left_out(selection, user) if each.is_interest]
    return sorted({words for each in kept_from for words in (each.reference, each.name)}, key=len, reverse=True)
