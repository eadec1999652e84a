"""Who may see the files of a case beyond seeing the case. Each wing says it for its kinds when it starts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.db.models import Q

from sandbox_portal.casework.models import Case
from sandbox_portal.people.choices import Role
from sandbox_portal.people.models import User
from sandbox_portal.people.queries import roles_of

READERS_OF_STAFF_PAPERS = frozenset({Role.PROGRAMME_LEAD, Role.COMMITTEE_MEMBER, Role.AUDITOR})


def _all(user: User) -> Q:
    return Q()


def _readers_of_staff_papers(user: User) -> Q:
    return Q() if READERS_OF_STAFF_PAPERS & roles_of(user) else Q(pk__in=[])


@dataclass(frozen=True)
class FileAccess:
    """Conditions for one kind of case, on top of `cases_visible_to`.

    `attachments(user)` is on Attachment rows; `staff_documents(user)` is on IssuedDocument rows that are for staff or
    not released yet; `places` names the places of files that the wing keeps apart; what is removed from one of
    `forgotten` goes from the store after a month. A conflicted panel member is kept out here too when the kind does not
    already hide the case.
    """

    attachments: Callable[[User], Q] = _all
    staff_documents: Callable[[User], Q] = _readers_of_staff_papers
    places: Mapping[str, str] = field(default_factory=dict)
    forgotten: frozenset[str] = frozenset()


_by_kind: dict[str, FileAccess] = {}
STANDARD = FileAccess()


def register_file_access(kind: str, access: FileAccess) -> None:
    """Say it for one kind of case; called from the wing's AppConfig.ready()."""
    _by_kind[kind] = access


def file_access_of(kind: str) -> FileAccess:
    return _by_kind.get(kind, STANDARD)


def forgotten_places() -> frozenset[str]:
    """Places of every kind whose removed files go from the store."""
    return frozenset().union(*(access.forgotten for access in _by_kind.values()))


_files_in_part: Callable[[User], Q] = _all


def tell_files_in_part(condition: Callable[[User], Q]) -> None:
    """Say which files are kept from somebody who reads one part of a case; the floor above tells it when it starts."""
    global _files_in_part
    _files_in_part = condition


def files_read_in_part(user: User) -> Q:
    """Condition on Attachment rows, whatever the kind of case: everything, but for who was let into a part alone."""
    return _files_in_part(user)


def _no_names(case: Case) -> Mapping[str, str]:
    return {}


_question_names: Callable[[Case], Mapping[str, str]] = _no_names


def tell_question_names(names: Callable[[Case], Mapping[str, str]]) -> None:
    """Say how the questions of a case are called; the floor above knows, and tells it when it starts."""
    global _question_names
    _question_names = names


def question_names(case: Case) -> Mapping[str, str]:
    """The names of the questions of a case by their keys, and of what the wing keeps apart."""
    return {**_question_names(case), **file_access_of(case.kind).places}
