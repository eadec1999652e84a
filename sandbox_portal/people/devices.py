"""The devices a person is signed in on: one row for each session, by the key of that session."""

from allauth.usersessions.models import UserSession
from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.http import HttpRequest

from .clock import database_now
from .models import User


def devices_of(user: User) -> QuerySet[UserSession]:
    """The sessions of this person, newest first."""
    return UserSession.objects.filter(user=user).order_by("-created_at")


def living_devices_of(user: User) -> list[UserSession]:
    """Those of them whose session still opens something, newest first. Dead rows are left to the nightly clearing."""
    devices = list(devices_of(user))
    keys = [device.session_key for device in devices]
    marks = {user.get_session_auth_hash(), *user.get_session_auth_fallback_hash()}
    sessions = Session.objects.filter(session_key__in=keys, expire_date__gt=database_now())
    living = {each.session_key for each in sessions if each.get_decoded().get(HASH_SESSION_KEY) in marks}
    return [device for device in devices if device.session_key in living]


def move_session(request: HttpRequest) -> None:
    """Go on under a new key; the list of devices follows, and the old key opens nothing any more."""
    before = request.session.session_key
    request.session.cycle_key()
    UserSession.objects.filter(session_key=before).update(session_key=request.session.session_key)


def sign_out_everywhere(user: User) -> None:
    """End every session of the person, also the one that asks."""
    for session in devices_of(user):
        session.end()
