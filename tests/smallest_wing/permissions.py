"""Who: one line each."""

from sandbox_portal.people.choices import Role
from sandbox_portal.people.permissions import has_role, may_sign_for_organisation

is_lead = has_role(Role.PROGRAMME_LEAD)
may_send = may_sign_for_organisation
