"""Questions about the files of messages: they are seen by whoever may read the message, once it was opened."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.urls import reverse

from sandbox_portal.casework.models import Case
from sandbox_portal.casework.queries.messages import (
    Letter,
    is_of_the_organisation,
    messages_visible_to,
    opens_messages,
    standing_of,
)
from sandbox_portal.people.models import User

from ..choices import ScanState
from ..models import MessageFile


def message_files_visible_to(user: User) -> QuerySet[MessageFile]:
    """Files of messages on the cases whose messages the person may read."""
    return MessageFile.objects.filter(message__in=messages_visible_to(user).values("pk")).select_related(
        "evidence_file", "message__case"
    )


def readable_message_files(case: Case, user: User) -> QuerySet[MessageFile]:
    """The files of a case's messages as this person may have them: of the own side, and of what has been opened."""
    files = message_files_visible_to(user).filter(message__case=case)
    own = Q(message__is_from_staff=not is_of_the_organisation(case, user))
    if not opens_messages(case, user):
        return files.filter(own | Q(message__withdrawn_at=None))
    return files.filter(own | Q(message__read_at__isnull=False))


def files_of(letters: Iterable[Letter], case: Case, user: User) -> dict[UUID, list[MessageFile]]:
    """The files of each message shown, by the message: one question for a thread."""
    found: dict[UUID, list[MessageFile]] = {letter.id: [] for letter in letters}
    for file in readable_message_files(case, user):
        found[file.message_id].append(file)
    return found


def refused_to_open(file: MessageFile) -> str | None:
    """None when the file may be handed out; otherwise one sentence."""
    state = file.evidence_file.scan_state
    if state == ScanState.BEING_CHECKED:
        return "This file is still being checked for viruses. Please try again in a few minutes."
    return "A virus was found in this file, so nobody can open it." if state == ScanState.REFUSED else None


@dataclass(frozen=True)
class Letterbox:
    """What a case's own page says of its messages."""

    address: str
    unread: int
    asks_by: datetime | None


def letterbox_of(case: Case, user: User) -> Letterbox | None:
    """How the messages of a case stand for this person; None when they are not theirs to read."""
    standing = standing_of(case, user)
    if standing is None:
        return None
    return Letterbox(reverse("case-messages", args=[case.pk]), standing["unread"], standing["asks_by"])
