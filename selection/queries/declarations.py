"""What members have said of their interests."""

from programme.models import PanelMember
from sandbox_portal.people.models import User

from ..models import ConflictDeclaration, Selection

SOME_OTHER = "an application you may not see"


def own_interests(member: PanelMember) -> list[str]:
    """The names of the applications this member declared an interest in: the name is all they may still know."""
    rows = ConflictDeclaration.objects.filter(member=member, has_conflict=True)
    return list(rows.order_by("application__number").values_list("application__organisation__name", flat=True))


def without_hidden_references(sentence: str, selection: Selection, user: User) -> str:
    """A sentence about applications as a person with interests may read it: those are not named (R-005)."""
    hidden = ConflictDeclaration.objects.filter(
        member__user=user, member__round=selection.round_id, has_conflict=True
    ).values_list("application__case__reference", flat=True)
    for reference in hidden:
        sentence = sentence.replace(reference, SOME_OTHER)
    return sentence
