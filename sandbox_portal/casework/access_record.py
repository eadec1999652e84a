"""Who looked at whose data (F10): one row as a page is answered, added in one statement.

Pages say nothing of it themselves. Whatever page names a case, a file, a person or an organisation by its id in its
address is recorded when a member of staff has seen it, and so is every download; a wing's new page needs no line. When
the row cannot be written, the page is not shown.
"""

from collections.abc import Callable
from functools import cache
from typing import Any
from uuid import UUID

from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from sandbox_portal.people.doors import ANYONE
from sandbox_portal.people.queries import roles_of
from sandbox_portal.people.statements import Statement

from .choices import Looked

ORGANISATIONS = frozenset({"organisation", "organisation_id"})
PEOPLE = frozenset({"user_id"})
SHEETS = ("text/csv", "application/zip", "application/vnd.openxmlformats")
ITSELF = "SELECT id FROM casework_case WHERE id = %s"
# Names of ids in addresses that lead to a case by another row; other names are tried as the id of a case.
_trails: dict[str, str] = {
    "decision": "SELECT case_id FROM casework_decision WHERE id = %s",
    "message": "SELECT case_id FROM casework_message WHERE id = %s",
    "assistance_id": "SELECT case_id FROM casework_assistance WHERE id = %s",
}
_files: set[str] = set()

TYPES = ("uuid", "text", "text", "text", "text", "text", "uuid", "uuid")
RECORD = """
INSERT INTO casework_accessrecord
    (at, by_id, roles, what, page, subject, reference, case_id, organisation_id, person_id)
SELECT portal_now(), $1, $2, $3, $4, $5, $6, found.case_id, coalesce($7, its.organisation_id), person.id
FROM (SELECT coalesce({trails}, NULL::uuid) AS case_id) found
LEFT JOIN casework_case its ON its.id = found.case_id
LEFT JOIN people_user person ON person.id = $8
WHERE found.case_id IS NOT NULL OR $7 IS NOT NULL OR person.id IS NOT NULL OR $3 = 'export'
"""


def add_trail(name: str, sql: str, *, is_file: bool = False) -> None:
    """Say how an id of this name in an address leads to a case; called from AppConfig.ready()."""
    _trails[name] = sql
    if is_file:
        _files.add(name)


class ToTheStore(HttpResponseRedirect):
    """A download, though it is a redirect: the file itself comes from the store it lies in."""


class RecordLooks:
    """Adds the row once the page is ready and before it leaves."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if is_download(response) or (request.method == "GET" and response.status_code == 200):
            note_look(request, response)
        return response


def note_look(request: Any, response: HttpResponse) -> None:
    """Write down a look of a member of staff at a page that is not for everybody."""
    match = request.resolver_match
    door = getattr(match.func, "view_class", None) if match else None
    access = getattr(door, "access", frozenset({ANYONE}))
    if ANYONE in access:
        return
    user = getattr(request, "typist", None) or request.user
    roles = roles_of(user) if user.is_authenticated else frozenset()
    ids = {name: value for name, value in match.kwargs.items() if isinstance(value, UUID)}
    what = what_is_seen(ids, response)
    if roles and what:
        words = ",".join(sorted(roles))
        write_down(user, roles=words, what=what, page=match.url_name or "", ids=ids, reference=_reference(request))


def what_is_seen(ids: dict[str, UUID], response: HttpResponse) -> Looked | None:
    """What a page with these ids in its address shows; None for what names nobody."""
    if _files & ids.keys():
        return Looked.FILE
    if is_download(response):
        return Looked.EXPORT
    if PEOPLE & ids.keys():
        return Looked.PERSON
    if ORGANISATIONS & ids.keys():
        return Looked.ORGANISATION
    return Looked.CASE if ids else None


def write_down(user: Any, *, roles: str, what: Looked, page: str, ids: dict[str, UUID], reference: str) -> None:
    """Add the row; the database finds the case and the organisation behind the id in the same statement."""
    organisation = next((value for name, value in ids.items() if name in ORGANISATIONS), None)
    person = next((value for name, value in ids.items() if name in PEOPLE), None)
    others = {name: value for name, value in ids.items() if name not in ORGANISATIONS | PEOPLE}
    subject = str(next(iter(ids.values()), ""))
    row = (user.pk, roles[:300], what.value, page[:80], subject, reference[:20], organisation, person)
    with connection.cursor() as cursor:
        ways = tuple(_trails.get(name, ITSELF) for name in others)
        cursor.execute(*_recording(RECORD, ways).asked_with((*row, *others.values())))


@cache
def _recording(words: str, ways: tuple[str, ...]) -> Statement:
    """The statement for ids that lead to a case in these ways: texts of this program, never of a request."""
    numbered = (f"({way % f'${place}'})" for place, way in enumerate(ways, len(TYPES) + 1))
    types = (*TYPES, *("uuid" for _way in ways))
    return Statement(words.format(trails=", ".join(numbered) or "NULL::uuid"), types, about="casework_accessrecord")


def is_download(response: HttpResponse) -> bool:
    """True of what is taken away: a file, a sheet, or the way to a file in its store."""
    if isinstance(response, ToTheStore) or response.get("Content-Disposition", "").startswith("attachment"):
        return True
    return response.get("Content-Type", "").startswith(SHEETS)


def _reference(request: Any) -> str:
    return str(getattr(request, "reference", ""))
