"""Who may do what in a round: one line, one person, one thing."""

from rules import predicate

from sandbox_portal.people.choices import Role
from sandbox_portal.people.models import User
from sandbox_portal.people.permissions import has_role

from .models import PanelMember, Round

is_programme_lead = has_role(Role.PROGRAMME_LEAD)
is_committee_member = has_role(Role.COMMITTEE_MEMBER)
is_panel_member = has_role(Role.PANEL_MEMBER)


@predicate
def sits_on_panel(user: User | None, round_: Round) -> bool:
    """Holds a seat on the panel of this round."""
    return user is not None and PanelMember.objects.filter(round=round_, user=user).exists()


@predicate
def chairs_panel(user: User | None, round_: Round) -> bool:
    """Is the chair of the panel of this round."""
    return user is not None and PanelMember.objects.filter(round=round_, user=user, is_chair=True).exists()
