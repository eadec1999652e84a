"""What each kind of case says of its files and papers, joined into one condition."""

from collections.abc import Callable

from django.db.models import Q

from sandbox_portal.casework.kinds import all_kinds
from sandbox_portal.people.models import User

from ..access import FileAccess, file_access_of


def by_kind(user: User, condition: Callable[[FileAccess], Callable[[User], Q]]) -> Q:
    """Each kind's own condition, joined; one clause per kind of case that is known."""
    joined = Q(pk__in=[])
    for kind in all_kinds():
        joined |= Q(case__kind=kind.kind) & condition(file_access_of(kind.kind))(user)
    return joined
