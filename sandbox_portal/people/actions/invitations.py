"""Invite somebody by a letter, send it again, take it back, accept it."""

import secrets
from datetime import date, datetime, timedelta

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction

from ..broken_text import seen_line
from ..choices import PersonVerb, Place, Role
from ..guards import must_look_after_roles, must_own
from ..history import tell
from ..letters import send_invitation
from ..models import Invitation, Membership, Organisation, RoleGrant, User
from ..queries import current_grants, forget_rights, hash_of
from ..refusals import Refused

GOOD_FOR = timedelta(days=14)
NO_LONGER_WAITING = "This invitation is no longer waiting. Somebody accepted it or took it back."
WAITING_ALREADY = "An invitation to this address is already waiting. Send it again, or take it back first."
MOST_WAITING = 50


@transaction.atomic
def invite_to_team(organisation: Organisation, *, email: str, place: Place, by: User, at: datetime) -> Invitation:
    """Ask somebody to join the organisation; only an owner may. Nobody learns here who has an account (B02)."""
    organisation = must_own(organisation, by)
    members = Membership.objects.filter(organisation=organisation, ended_at=None)
    if members.filter(user__email__iexact=email).exists():
        raise Refused("Somebody with this address is already in the team.")
    if Invitation.objects.filter(organisation=organisation, accepted_at=None, revoked_at=None).count() >= MOST_WAITING:
        raise Refused("Very many invitations are waiting. Take back those that nobody needs.")
    return _invite(Invitation(email=email.lower(), organisation=organisation, place=place), by=by, at=at)


@transaction.atomic
def invite_to_role(
    *, email: str, role: Role, reason: str, by: User, at: datetime, expires_on: date | None = None
) -> Invitation:
    """Ask somebody to work for the programme or sit on a panel, with the reason and the end the role will have."""
    must_look_after_roles(by)
    if current_grants().filter(user__email__iexact=email, role=role).exists():
        raise Refused("This person has the role already.")
    return _invite(Invitation(email=email.lower(), role=role, reason=reason, role_expires_on=expires_on), by=by, at=at)


@transaction.atomic
def send_invitation_again(invitation: Invitation, *, by: User, at: datetime) -> Invitation:
    """Write the letter anew, with a new link and a new end; the link of the letter before stops working."""
    invitation = _waiting(invitation, by)
    token = secrets.token_urlsafe(32)
    invitation.token_hash, invitation.sent_at, invitation.expires_at = hash_of(token), at, at + GOOD_FOR
    invitation.save(update_fields=["token_hash", "sent_at", "expires_at"])
    _tell(PersonVerb.INVITED_AGAIN, invitation, by=by, at=at)
    send_invitation(invitation, token=token)
    return invitation


@transaction.atomic
def revoke_invitation(invitation: Invitation, *, by: User, at: datetime) -> Invitation:
    """Take an invitation back; its link stops working at once."""
    invitation = _waiting(invitation, by)
    invitation.revoked_at, invitation.revoked_by = at, by
    invitation.save(update_fields=["revoked_at", "revoked_by"])
    _tell(PersonVerb.INVITATION_REVOKED, invitation, by=by, at=at)
    return invitation


@transaction.atomic
def accept_invitation(invitation: Invitation, *, by: User, at: datetime) -> Invitation:
    """Become what the letter asked for. One use: whoever comes second finds that it no longer works (B10)."""
    found = Invitation.objects.select_for_update(of=("self",)).select_related("organisation", "invited_by")
    invitation = found.get(pk=invitation.pk)
    if invitation.accepted_at or invitation.revoked_at or invitation.expires_at <= at:
        raise Refused(NO_LONGER_WAITING)
    if invitation.email.lower() != by.email.lower():
        raise Refused("This invitation was sent to another address than the one of your account.")
    invitation.accepted_at, invitation.accepted_by = at, by
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    _tell(PersonVerb.INVITATION_ACCEPTED, invitation, by=by, at=at)
    if invitation.organisation:
        _join(invitation.organisation, Place(invitation.place), by=by, at=at)
    else:
        _take_role(invitation, by=by, at=at)
    return invitation


@transaction.atomic
def accept_as_new_person(invitation: Invitation, *, name: str, password1: str, by: User | None, at: datetime) -> User:
    """Make the account and accept in one go. The link came to the address, so the address is theirs (B02)."""
    if by is not None:
        raise Refused("You have an account already.")
    try:
        with transaction.atomic():
            user = User.objects.create_user(invitation.email, password1, name=seen_line(name))
            EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    except IntegrityError:
        raise Refused("Somebody has an account with this address already.") from None
    accept_invitation(invitation, by=user, at=at)
    return user


def _invite(invitation: Invitation, *, by: User, at: datetime) -> Invitation:
    token = secrets.token_urlsafe(32)  # 256 bits; it stands in the letter alone
    invitation.token_hash, invitation.invited_by = hash_of(token), by
    invitation.invited_at = invitation.sent_at = at
    invitation.expires_at = at + GOOD_FOR
    try:
        with transaction.atomic():
            invitation.save(force_insert=True)
    except IntegrityError as error:
        if "one_waiting_invitation" not in str(error):
            raise
        raise Refused(WAITING_ALREADY) from None
    _tell(PersonVerb.INVITED, invitation, by=by, at=at)
    send_invitation(invitation, token=token)
    return invitation


def _waiting(invitation: Invitation, by: User) -> Invitation:
    """The invitation under a lock, if the person may change it and it still waits."""
    if invitation.organisation:
        must_own(invitation.organisation, by)
    else:
        must_look_after_roles(by)
    found = Invitation.objects.select_for_update(of=("self",)).select_related("organisation", "invited_by")
    invitation = found.get(pk=invitation.pk)
    if invitation.accepted_at or invitation.revoked_at:
        raise Refused(NO_LONGER_WAITING)
    return invitation


def _join(organisation: Organisation, place: Place, *, by: User, at: datetime) -> None:
    defaults = {"place": place, "since": at}
    Membership.objects.get_or_create(user=by, organisation=organisation, ended_at=None, defaults=defaults)
    forget_rights(by)


def _take_role(invitation: Invitation, *, by: User, at: datetime) -> None:
    """The role is given by whoever invited: an administrator who is one no longer gives nothing."""
    current = current_grants()
    if not current.filter(user=invitation.invited_by, role=Role.SYSTEM_ADMINISTRATOR).exists():
        raise Refused("The person who invited you no longer looks after roles. Ask for a new invitation.")
    if current.filter(user=by, role=invitation.role).exists():
        return
    RoleGrant.objects.filter(user=by, role=invitation.role, ended_at=None).update(ended_at=at)
    grant = RoleGrant.objects.create(
        user=by,
        role=invitation.role,
        reason=invitation.reason,
        granted_by=invitation.invited_by,
        granted_at=at,
        expires_on=invitation.role_expires_on,
    )
    until = grant.expires_on.isoformat() if grant.expires_on else None
    data = {"role": grant.role, "until": until}
    tell(PersonVerb.ROLE_GIVEN, person=by, by=invitation.invited_by, at=at, note=grant.reason, data=data)
    forget_rights(by)


def _tell(verb: PersonVerb, invitation: Invitation, *, by: User, at: datetime) -> None:
    data = {"email": invitation.email, "place": invitation.place, "role": invitation.role}
    accepted = verb == PersonVerb.INVITATION_ACCEPTED
    tell(
        verb,
        organisation=invitation.organisation,
        person=by if accepted else None,
        chain=invitation.pk,
        by=by,
        at=at,
        note=invitation.reason,
        data={"invitation": str(invitation.pk), **{name: value for name, value in data.items() if value}},
    )
