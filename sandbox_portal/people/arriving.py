"""The session store and the sign-in backend of the portal: whoever comes in is read with their session.

The list of devices only says who to read beside a session. Who somebody is stays what the signed session says, and
Django compares it with the hash of their password as before.
"""

from typing import Any
from uuid import UUID

from allauth.account.auth_backends import AuthenticationBackend
from allauth.core import context
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session

from .models import User
from .queries import arrival, person_with_rights


class SessionStore(db.SessionStore):
    """Sessions in the database; the person of a session comes with it."""

    _person: User | None = None

    def _get_session_from_db(self) -> Session | None:
        found = arrival(self.session_key) if self.session_key else None
        if found is None:
            self._session_key = None
            return None
        self._person = found.person
        return found.session

    def take_person(self, user_id: UUID) -> User | None:
        """Whoever was read beside the session, once, and only if they are who is asked for."""
        person, self._person = self._person, None
        return person if person is not None and person.pk == user_id else None


class Backend(AuthenticationBackend):
    """Signing in as before; the person of a request is not asked for a second time."""

    def get_user(self, user_id: UUID) -> User | None:
        person = _beside_the_session(user_id) or person_with_rights(user_id)
        return person if person is not None and self.user_can_authenticate(person) else None

    def _authenticate_by_email(self, email: str, password: str) -> User | None:
        """Put as many questions to the database for an address somebody has as for one that nobody has (B02)."""
        user: User | None = super()._authenticate_by_email(email, password)
        if self._did_check_password:
            User.objects.filter(email__iexact=email).exists()
        return user


def _beside_the_session(user_id: UUID) -> User | None:
    session: Any = getattr(context.request, "session", None)
    return session.take_person(user_id) if isinstance(session, SessionStore) else None
