"""The devices a person is signed in on: one row for each session, by the key of that session."""

from allauth.usersessions.models import UserSession
from django.db.models import QuerySet
from django.http import HttpRequest

from .models import User


def devices_of(user: User) -> QuerySet[UserSession]:
    """The sessions of this person, newest first."""
    return UserSession.objects.filter(user=user).order_by("-created_at")


def move_session(request: HttpRequest) -> None:
    """Go on under a new key; the list of devices follows, and the old key opens nothing any more."""
    before = request.session.session_key
    request.session.cycle_key()
    UserSession.objects.filter(session_key=before).update(session_key=request.session.session_key)


def sign_out_everywhere(user: User) -> None:
    """End every session of the person, also the one that asks."""
    for session in devices_of(user):
        session.end()
