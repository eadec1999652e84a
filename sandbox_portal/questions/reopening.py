"""Which answers may be changed although they were sent, because they were asked again."""

from collections.abc import Iterable

from django.db.models import QuerySet

from sandbox_portal.casework.models import Case
from sandbox_portal.casework.queries import cases_visible_to
from sandbox_portal.people.models import User

from .models import Response, Return, ReturnedItem

BETWEEN = "--"  # an answer inside a group has the group's key before this


def returns_visible_to(user: User) -> QuerySet[Return]:
    """The returns of the cases a person may see."""
    return Return.objects.filter(response__case__in=cases_visible_to(user).values("pk"))


def reopened(response: Response) -> frozenset[str]:
    """The questions that may be changed now although the answers were sent; read once per response object."""
    if response.locked_at is None:
        return frozenset()
    if "_reopened" not in response.__dict__:
        sent = ReturnedItem.objects.filter(
            returned__response=response,
            returned__sent_at__isnull=False,
            returned__answered_at=None,
            returned__ended_at=None,
        )
        response.__dict__["_reopened"] = frozenset(
            key for keys in sent.values_list("reopens", flat=True) for key in keys
        )
    return response.__dict__["_reopened"]


def is_reopened(response: Response, keys: Iterable[str]) -> bool:
    """True when each of these answers was asked again; what stands in a group is asked with its group."""
    return all(key.split(BETWEEN)[0] in reopened(response) for key in keys)


def files_refusal(case: Case, question_key: str) -> str | None:
    """Why a file cannot be put to a question, or taken from it, while only other answers were asked again."""
    asked = ReturnedItem.objects.filter(
        returned__response__case=case,
        returned__sent_at__isnull=False,
        returned__answered_at=None,
        returned__ended_at=None,
    )
    keys = list(asked.values_list("reopens", flat=True))
    if not keys or any(question_key in each for each in keys):
        return None
    return "We did not ask for files here. You can change only what we asked for again."
