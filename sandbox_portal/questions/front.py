"""Questions' part of the front page (sections a colleague has given this person) and of the page of one case."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from sandbox_portal.casework.models import Case
from sandbox_portal.casework.prepared import Asking, asking, rows_of
from sandbox_portal.casework.working_days import day_in_london
from sandbox_portal.people.models import User
from sandbox_portal.people.queries import organisation_places, roles_of

from .file_rows import files_to_look_at
from .history import readable_history
from .hosts import is_answered
from .models import Response, SectionHandover
from .queries import document_of, read_response, response_of
from .returns import may_look_after_returns, returns_of, returns_to_look_at
from .sections import sections_waiting_for
from .showing import shown_sections
from .typed import checks_shown, own_typing

SHOWN = 10


def sections_part(user: Any, at: datetime) -> dict[str, Any] | None:
    """What was given to this person and waits for them; None when there is nothing."""
    if not organisation_places(user):
        return None
    found = rows_of(_given, user)
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


def sections_asked(user: Any, at: datetime) -> list[Asking]:
    """What that part asks."""
    return [asking(_given, user)] if organisation_places(user) else []


def _given(user: User) -> QuerySet[SectionHandover]:
    return sections_waiting_for(user)[: SHOWN + 1]


def returns_part(user: Any, at: datetime) -> dict[str, Any] | None:
    """Answers that came back and wait for whoever asked for them again, or has the case; None when there are none."""
    if not roles_of(user):
        return None
    found = list(returns_to_look_at(user)[: SHOWN + 1])
    rows = [
        {
            "case": returned.response.case,
            "when": returned.answered_at,
            "address": reverse("response-ask-again", args=[returned.response.case_id]),
        }
        for returned in found[:SHOWN]
    ]
    return {"rows": rows, "has_more": len(found) > SHOWN} if rows else None


def answers_part(case: Case, user: User, at: datetime) -> dict[str, Any] | None:
    """The answers of the case and what can be done with them; nothing when it is a kind that is not answered."""
    response = response_of(case) if is_answered(case) else None
    if response is None:
        return None
    if case.organisation_id in organisation_places(user):
        return {"links": _for_the_organisation(case, response)}
    reading = read_response(response)
    links = [(_("See what was changed"), "response-history")] if readable_history(reading, user) else []
    if response.locked_at is not None and may_look_after_returns(case, user):
        links.insert(0, (_("Ask the applicant again, or see what was asked"), "response-ask-again"))
    return {"links": _addresses(links, case), "sections": shown_sections(reading)}


def _for_the_organisation(case: Case, response: Response) -> list[tuple[str, str]]:
    links = [(_("Read your answers"), "response-check-answers")]
    if response.locked_at is None:
        links.insert(0, (_("Go on with your answers"), "response-task-list"))
    elif any(each.sent_at is not None for each in returns_of(response)):
        links.insert(0, (_("What we asked again"), "response-asked-again"))
    return _addresses(links, case)


def _addresses(links: list[tuple[str, str]], case: Case) -> list[tuple[str, str]]:
    return [(words, reverse(name, args=[case.pk])) for words, name in links]


def file_part(user: Any, at: datetime) -> dict[str, Any] | None:
    """The organisations of this person whose file holds something old, or differs from what was sent since."""
    files = files_to_look_at(user, day_in_london(at))
    return {"files": files} if files else None


def typed_part(case: Case, user: User, at: datetime) -> dict[str, Any] | None:
    """What the organisation says of answers that were typed for it, and for whoever typed them the way to ask."""
    if not is_answered(case):
        return None
    checks = checks_shown(case, user, at=at)
    own = own_typing(case, user)
    if not checks and own is None:
        return None
    return {"checks": checks, "ask_url": reverse("typing-confirmed", args=[own.pk]) if own else ""}
