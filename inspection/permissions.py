"""Who may do what in inspection: one line, one person, one thing."""

from typing import Any

from rules import predicate

from sandbox_portal.people.choices import Role
from sandbox_portal.people.models import User
from sandbox_portal.people.permissions import has_role, may_sign_for_organisation, may_write_for_organisation

from .queries.assessments import is_free, is_in_team, is_tied, was_in_team
from .queries.reviews import is_reviewer_of

is_inspector = has_role(Role.INSPECTOR)
is_inspection_manager = has_role(Role.INSPECTION_MANAGER)


@predicate
def is_in_its_team(user: User | None, assessment: Any) -> bool:
    """Has a place in the team now."""
    return user is not None and is_in_team(assessment, user)


@predicate
def has_no_interest(user: User | None, assessment: Any) -> bool:
    """Has said that nothing ties them to what is assessed."""
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


@predicate
def was_never_in_its_team(user: User | None, assessment: Any) -> bool:
    """Had no place in the team at any time, so took no part in the visits (R-402)."""
    return user is not None and not was_in_team(assessment, user)


@predicate
def writes_for_it(user: User | None, assessment: Any) -> bool:
    """Writes for the organisation that was assessed."""
    return user is not None and may_write_for_organisation.test(user, assessment)


@predicate
def signs_for_it(user: User | None, assessment: Any) -> bool:
    """Owner or signatory of the organisation that was assessed."""
    return user is not None and may_sign_for_organisation.test(user, assessment)


@predicate
def was_named_its_reviewer(user: User | None, assessment: Any) -> bool:
    """Was named from outside to decide about its review."""
    return user is not None and is_reviewer_of(assessment, user)


inspects_it = is_inspector & is_in_its_team & has_no_interest
leads_it = inspects_it & is_its_lead
manages_it = is_inspection_manager & is_not_tied & is_not_in_its_team
plans_it = leads_it | manages_it
is_independent_of_it = is_inspection_manager & is_not_tied & was_never_in_its_team
reviews_it = is_independent_of_it | was_named_its_reviewer & is_not_tied & was_never_in_its_team


@predicate
def is_free_of_plan(user: User | None, plan: Any) -> bool:
    """Has no place in the organisation of a plan, and declared no interest in the assessment it follows."""
    return user is not None and not is_tied(plan.assessment, user)


follows_plan = (is_inspector | is_inspection_manager) & is_free_of_plan
manages_plan = is_inspection_manager & is_free_of_plan
