"""Open a session the way a completed sign-in leaves it, without walking the sign-in pages each time."""

import time

from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY,
    AUTHENTICATION_METHODS_SESSION_KEY,
)
from allauth.account.internal.userkit import user_id_to_str
from allauth.usersessions.models import UserSession
from django.test import Client

from sandbox_portal.people.models import User
from sandbox_portal.people.queries import roles_of


def sign_in(client: Client, user: User, *, second_factor: bool = True) -> Client:
    """Sign the person in; with `second_factor=False` only the password was given."""
    client.force_login(user)
    now = time.time()
    records = [{"method": "password", "at": now, "email": user.email, "reauthenticated": True}]
    if second_factor:
        records.append({"method": "mfa", "at": now, "type": "totp", "reauthenticated": True})
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = records
    session[_AUTHENTICATION_METHODS_USER_SESSION_KEY] = user_id_to_str(user)
    session["started"] = session["seen"] = now
    session["rights"] = ",".join(sorted(roles_of(user)))
    session.save()
    device = {"user": user, "ip": "127.0.0.1", "user_agent": "A browser"}
    UserSession.objects.get_or_create(session_key=session.session_key, defaults=device)
    return client
