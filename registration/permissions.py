"""Who may do what in registration: one line, one person, one thing."""

from typing import Any

from rules import predicate

from sandbox_portal.people.choices import Role
from sandbox_portal.people.models import User
from sandbox_portal.people.permissions import has_role, may_sign_for_organisation, may_write_for_organisation

from .queries.assessment import fought_proposals

is_registration_inspector = has_role(Role.REGISTRATION_INSPECTOR)
is_registration_manager = has_role(Role.REGISTRATION_MANAGER)
works_in_registration = is_registration_inspector | is_registration_manager


@predicate
def typed_it_in(user: User | None, application: Any) -> bool:
    """Types in, for the organisation, what came by post or phone, and works in registration still."""
    return user is not None and application.typed_in_by_id == user.pk and works_in_registration.test(user)


@predicate
def is_its_inspector(user: User | None, application: Any) -> bool:
    """Is the registration inspector to whom the application was given."""
    return user is not None and application.inspector_id == user.pk and is_registration_inspector.test(user)


@predicate
def had_no_part_in_it(user: User | None, application: Any) -> bool:
    """Neither is its inspector nor has typed it in: nobody signs their own recommendation (R-008)."""
    return user is not None and user.pk not in {application.inspector_id, application.typed_in_by_id}


@predicate
def is_the_manager(user: User | None, manager: Any) -> bool:
    """Is the person whose application as a registered manager this is."""
    return user is not None and manager.person_id == user.pk


@predicate
def was_asked(user: User | None, manager: Any) -> bool:
    """Has the address to which the question went, as long as nobody has said that they are the one."""
    return user is not None and manager.person_id is None and user.email.lower() == manager.email.lower()


may_write_application = may_write_for_organisation | typed_it_in
may_send_application = may_sign_for_organisation | typed_it_in
may_withdraw_application = may_sign_for_organisation
signs_notices = is_registration_manager & had_no_part_in_it


@predicate
def did_not_propose_what_is_fought(user: User | None, application: Any) -> bool:
    """Did not sign the proposal the applicant speaks against: representations are read by somebody new (R-273)."""
    return user is not None and not fought_proposals(application).filter(signed_by=user).exists()


considers_representations = signs_notices & did_not_propose_what_is_fought
