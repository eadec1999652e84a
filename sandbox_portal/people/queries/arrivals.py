"""Who comes in: a session, its person, their roles, their places and how many notices are new, in one question."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone

from ..choices import Place, Role
from ..models import User
from ..statements import Statement
from .notices import know_unread
from .places import know_rights


@dataclass(frozen=True)
class Arrival:
    """A session that is still good, and whoever the list of devices says it belongs to."""

    session: Session
    person: User | None


PERSON = (
    "person.password, person.last_login, person.id, person.email, person.name, person.is_active, person.date_joined, "
    "ARRAY(SELECT role FROM people_rolegrant WHERE user_id = person.id AND ended_at IS NULL"
    " AND (expires_on IS NULL OR expires_on >= (portal_now() AT TIME ZONE $1)::date)), "
    "ARRAY(SELECT place || ' ' || organisation_id FROM people_membership"
    " WHERE user_id = person.id AND ended_at IS NULL), "
    "(SELECT count(*) FROM (SELECT 1 FROM people_notice"
    " WHERE user_id = person.id AND read_at IS NULL LIMIT 100) unread), "
    "portal_now()"
)
FIELDS = ("password", "last_login", "id", "email", "name", "is_active", "date_joined")
WITH_SESSION = (
    " FROM django_session session"
    " LEFT JOIN usersessions_usersession device ON device.session_key = session.session_key"
    " LEFT JOIN people_user person ON person.id = device.user_id"
    " WHERE session.session_key = $2 AND session.expire_date > clock_timestamp()"
)
BY_SESSION = Statement(
    "SELECT session.session_data, session.expire_date, " + PERSON + WITH_SESSION,
    ("text", "text"),
    about="django_session, people_user",
)
BY_ID = Statement(
    "SELECT " + PERSON + " FROM people_user person WHERE person.id = $2",  # noqa: S608 - the same
    ("text", "uuid"),
    about="people_user",
)


def arrival(session_key: str) -> Arrival | None:
    """The session of this key, unless it has run out."""
    row = _asked(BY_SESSION, timezone.get_current_timezone_name(), session_key)
    if row is None:
        return None
    data, expire_date, *person = row
    session = Session(session_key=session_key, session_data=data, expire_date=expire_date)
    return Arrival(session, _person_of(person))


def person_with_rights(user_id: UUID) -> User | None:
    """The person of this id, with what they hold now read beside them."""
    row = _asked(BY_ID, timezone.get_current_timezone_name(), user_id)
    return _person_of(list(row)) if row else None


def came_in_at(user: Any) -> datetime | None:
    """When the person's session was read, by the database's clock; None for whoever did not come in by one."""
    return getattr(user, "_came_in_at", None)


def _asked(question: Statement, *values: str | UUID) -> tuple[Any, ...] | None:
    with connection.cursor() as cursor:
        cursor.execute(*question.asked_with(values))
        row: tuple[Any, ...] | None = cursor.fetchone()
    return row


def _person_of(row: list[Any]) -> User | None:
    *own, roles, places, unread, moment = row
    if own[FIELDS.index("id")] is None:
        return None
    person = User.from_db(connection.alias, FIELDS, own)
    pairs = (each.split(" ", 1) for each in places)
    held = {UUID(organisation): Place(place) for place, organisation in pairs}
    know_rights(person, roles=frozenset(map(Role, roles)), places=held)
    know_unread(person, unread)
    setattr(person, "_came_in_at", moment)  # noqa: B010 - no field of the person
    return person
