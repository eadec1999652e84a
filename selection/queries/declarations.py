"""What members have said of their interests."""

from programme.models import PanelMember

from ..models import ConflictDeclaration


def own_interests(member: PanelMember) -> list[str]:
    """The names of the applications this member declared an interest in: the name is all they may still know."""
    rows = ConflictDeclaration.objects.filter(member=member, has_conflict=True)
    return list(rows.order_by("application__number").values_list("application__organisation__name", flat=True))
