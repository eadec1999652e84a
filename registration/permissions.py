"""Who may do what in registration: one line, one person, one thing."""

from typing import Any

from rules import predicate

from sandbox_portal.people.choices import WRITERS, Role
from sandbox_portal.people.models import Organisation, User
from sandbox_portal.people.permissions import has_role, may_sign_for_organisation, may_write_for_organisation
from sandbox_portal.people.queries import organisation_places

from .queries.applications import typed_for
from .queries.assessment import signers_of_what_is_fought

is_registration_inspector = has_role(Role.REGISTRATION_INSPECTOR)
is_registration_manager = has_role(Role.REGISTRATION_MANAGER)
works_in_registration = is_registration_inspector | is_registration_manager


@predicate
def typed_it_in(user: User | None, application: Any) -> bool:
    """Types in, for the organisation, what came by post or phone, and works in registration still."""
    return user is not None and application.typed_in_by_id == user.pk and works_in_registration.test(user)


@predicate
def typed_nothing_of_it(user: User | None, application: Any) -> bool:
    """Has typed nothing for the applicant: whoever wrote an application neither checks nor decides it."""
    return user is not None and not typed_for(application, user)


@predicate
def has_it(user: User | None, application: Any) -> bool:
    """Is the registration inspector to whom the application was given."""
    return user is not None and application.inspector_id == user.pk and is_registration_inspector.test(user)


@predicate
def does_not_have_it(user: User | None, application: Any) -> bool:
    """Is not its inspector: nobody signs their own recommendation (R-008)."""
    return user is not None and user.pk != application.inspector_id


@predicate
def is_the_manager(user: User | None, manager: Any) -> bool:
    """Is the person whose application as a registered manager this is."""
    return user is not None and manager.person_id == user.pk


@predicate
def was_asked(user: User | None, manager: Any) -> bool:
    """Has the address to which the question went, as long as nobody has said that they are the one."""
    return user is not None and manager.person_id is None and user.email.lower() == manager.email.lower()


@predicate
def writes_of_members(user: User | None, body: Organisation) -> bool:
    """Writes for this organisation, and so of its members."""
    return user is not None and organisation_places(user).get(body.pk) in WRITERS


may_write_application = may_write_for_organisation | typed_it_in
may_send_application = may_sign_for_organisation | typed_it_in
may_withdraw_application = may_sign_for_organisation
checks_application = works_in_registration & typed_nothing_of_it
is_its_inspector = has_it & typed_nothing_of_it
signs_notices = is_registration_manager & does_not_have_it & typed_nothing_of_it


@predicate
def did_not_propose_what_is_fought(user: User | None, application: Any) -> bool:
    """Did not sign the proposal the applicant speaks against: representations are read by somebody new (R-273)."""
    return user is not None and user.pk not in signers_of_what_is_fought(application)


considers_representations = signs_notices & did_not_propose_what_is_fought
