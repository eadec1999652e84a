"""Verbs on people: organisations and their teams, invitations, roles, accounts and their recovery."""

from .accounts import change_name, sign_out_device
from .invitations import (
    accept_as_new_person,
    accept_invitation,
    invite_to_role,
    invite_to_team,
    revoke_invitation,
    send_invitation_again,
)
from .links import answer_link, decline_link, make_link, open_link, revoke_link, send_link_anew
from .newcomers import set_up_organisation
from .organisations import correct_organisation, create_organisation
from .recovery import ask_for_reset, drop_reset, reset_second_step
from .roles import end_role, grant_role
from .teams import change_place, leave_team, remove_from_team

__all__ = [
    "accept_as_new_person",
    "accept_invitation",
    "answer_link",
    "ask_for_reset",
    "change_name",
    "change_place",
    "correct_organisation",
    "create_organisation",
    "decline_link",
    "drop_reset",
    "end_role",
    "grant_role",
    "invite_to_role",
    "invite_to_team",
    "leave_team",
    "make_link",
    "open_link",
    "remove_from_team",
    "reset_second_step",
    "revoke_invitation",
    "revoke_link",
    "send_invitation_again",
    "send_link_anew",
    "set_up_organisation",
    "sign_out_device",
]
