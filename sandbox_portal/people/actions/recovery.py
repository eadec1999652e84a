"""Take a lost second step off an account: one administrator asks, another one does it, the holder is told twice."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import IntegrityError, transaction

from ..choices import PersonVerb
from ..guards import must_look_after_roles
from ..history import tell
from ..letters import send_reset_asked, send_reset_done
from ..models import SecondStepReset, User
from ..refusals import Refused

NO_LONGER_WAITING = "This request is no longer waiting. Somebody else dealt with it."


@transaction.atomic
def ask_for_reset(user: User, *, reason: str, by: User, at: datetime) -> SecondStepReset:
    """Ask that somebody's second step be taken off; nothing happens to it until a second person agrees."""
    must_look_after_roles(by)
    if user == by:
        raise Refused("Nobody resets their own second step. Ask another administrator.")
    if not Authenticator.objects.filter(user=user).exists():
        raise Refused("This person has no second step to reset.")
    try:
        with transaction.atomic():
            reset = SecondStepReset.objects.create(user=user, reason=reason, asked_by=by, asked_at=at)
    except IntegrityError:
        raise Refused("A reset for this person is already waiting for a second administrator.") from None
    tell(PersonVerb.RESET_ASKED, person=user, by=by, at=at, note=reason)
    send_reset_asked(user)
    return reset


@transaction.atomic
def reset_second_step(reset: SecondStepReset, *, by: User, at: datetime) -> SecondStepReset:
    """Take the second step off and sign the person out everywhere; at the next sign-in they set up a new one."""
    reset = _waiting(reset, by)
    if by.pk in {reset.asked_by_id, reset.user_id}:
        raise Refused("A second administrator must do this: not the one who asked, and not the person themselves.")
    reset.confirmed_at, reset.confirmed_by = at, by
    reset.save(update_fields=["confirmed_at", "confirmed_by"])
    Authenticator.objects.filter(user=reset.user).delete()
    for session in UserSession.objects.filter(user=reset.user):
        session.end()
    tell(PersonVerb.RESET_DONE, person=reset.user, by=by, at=at, note=reset.reason)
    send_reset_done(reset.user)
    return reset


@transaction.atomic
def drop_reset(reset: SecondStepReset, *, by: User, at: datetime) -> SecondStepReset:
    """Turn the request down, or take it back; the second step stays as it is."""
    reset = _waiting(reset, by)
    reset.dropped_at, reset.dropped_by = at, by
    reset.save(update_fields=["dropped_at", "dropped_by"])
    tell(PersonVerb.RESET_DROPPED, person=reset.user, by=by, at=at, note=reset.reason)
    return reset


def _waiting(reset: SecondStepReset, by: User) -> SecondStepReset:
    must_look_after_roles(by)
    reset = SecondStepReset.objects.select_for_update(of=("self",)).select_related("user").get(pk=reset.pk)
    if reset.confirmed_at or reset.dropped_at:
        raise Refused(NO_LONGER_WAITING)
    return reset
