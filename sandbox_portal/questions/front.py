"""The front page's part of questions: the sections a colleague has given this person."""

from datetime import datetime
from typing import Any

from django.urls import reverse

from sandbox_portal.people.queries import organisation_places

from .queries import document_of
from .sections import sections_waiting_for

SHOWN = 10


def sections_part(user: Any, at: datetime) -> dict[str, Any] | None:
    """What was given to this person and waits for them; None when there is nothing."""
    if not organisation_places(user):
        return None
    found = list(sections_waiting_for(user)[: SHOWN + 1])
    rows = [
        {
            "section": section.title,
            "form": handover.response.question_set.title,
            "organisation": handover.response.case.organisation,
            "who": handover.given_by.name,
            "since": handover.given_at,
            "address": reverse("response-task-list", args=[handover.response.case_id]),
        }
        for handover in found[:SHOWN]
        if (section := document_of(handover.response.question_set).section(handover.section_key)) is not None
    ]
    return {"rows": rows, "has_more": len(found) > SHOWN} if rows else None
