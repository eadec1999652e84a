"""Questions about people: who holds what, who belongs where, who was invited, and what happened."""

from .history import events_of_organisation, events_of_person, history_visible_to
from .invitations import (
    has_account,
    hash_of,
    invitation_by_token,
    invitations_visible_to,
    invitations_waiting_for,
    staff_invitations_waiting,
)
from .places import (
    current_grants,
    current_members,
    holders_of,
    organisation_places,
    organisations_visible_to,
    own_organisations,
    people_of,
    roles_of,
    teams_of,
)
from .staff import People, accounts_visible_to, ends_soon, grants_of, people_to_look_after, resets_visible_to

__all__ = [
    "People",
    "accounts_visible_to",
    "current_grants",
    "current_members",
    "ends_soon",
    "events_of_organisation",
    "events_of_person",
    "grants_of",
    "has_account",
    "hash_of",
    "history_visible_to",
    "holders_of",
    "invitation_by_token",
    "invitations_visible_to",
    "invitations_waiting_for",
    "organisation_places",
    "organisations_visible_to",
    "own_organisations",
    "people_of",
    "people_to_look_after",
    "resets_visible_to",
    "roles_of",
    "staff_invitations_waiting",
    "teams_of",
]
