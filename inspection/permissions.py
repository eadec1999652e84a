"""Who may do what in inspection: one line, one person, one thing."""

from typing import Any

from rules import predicate

from sandbox_portal.people.choices import Role
from sandbox_portal.people.models import User
from sandbox_portal.people.permissions import has_role

from .queries.assessments import is_free, is_in_team, is_tied

is_inspector = has_role(Role.INSPECTOR)
is_inspection_manager = has_role(Role.INSPECTION_MANAGER)


@predicate
def is_in_its_team(user: User | None, assessment: Any) -> bool:
    """Has a place in the team now."""
    return user is not None and is_in_team(assessment, user)


@predicate
def has_no_interest(user: User | None, assessment: Any) -> bool:
    """Has said that nothing ties them to the service."""
    return user is not None and is_free(assessment, user)


@predicate
def is_not_tied(user: User | None, assessment: Any) -> bool:
    """Has declared no interest, and has no place in the organisation."""
    return user is not None and not is_tied(assessment, user)


@predicate
def is_its_lead(user: User | None, assessment: Any) -> bool:
    """Leads the team."""
    return user is not None and assessment.lead_id == user.pk


@predicate
def is_not_in_its_team(user: User | None, assessment: Any) -> bool:
    """Has no place in the team: what a team did is looked at by somebody else."""
    return user is not None and not is_in_team(assessment, user)


inspects_it = is_inspector & is_in_its_team & has_no_interest
leads_it = inspects_it & is_its_lead
manages_it = is_inspection_manager & is_not_tied & is_not_in_its_team
plans_it = leads_it | manages_it
