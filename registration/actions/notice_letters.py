"""Statutory notices and what goes with them as letters: L-23, L-24, L-25 (R-752)."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse

from sandbox_portal.casework.moments import day_in_words, in_words
from sandbox_portal.casework.reason_lists import reasons_of
from sandbox_portal.casework.working_days import day_in_london
from sandbox_portal.documents.actions import issue_letter
from sandbox_portal.people.models import User

from ..choices import Outcome, Reply
from ..models import Notice, Representation

PROPOSALS = {Outcome.REFUSE: "L-23", Outcome.CONDITIONS: "L-23C"}
DECISIONS = {Outcome.GRANT: "L-25", Outcome.CONDITIONS: "L-25C", Outcome.REFUSE: "L-25R"}


def issue_proposal(notice: Notice, *, by: User, at: datetime) -> None:
    """L-23: what we propose, why, the right to make representations, and the last day."""
    _issue(
        notice, PROPOSALS[Outcome(notice.outcome)], {"link": _link(notice, "registration-answer-notice")}, by=by, at=at
    )


def issue_received(said: Representation, *, by: User, at: datetime) -> None:
    """L-24: we have what was written, and somebody new reads it."""
    notice = said.notice
    data = {
        "received_at": in_words(said.sent_at),
        "served_on": day_in_words(day_in_london(notice.served_at)),
        "representation_text": said.text,
    }
    issue_letter(notice.application.case, code="L-24", data=data, by=by, at=at, occasion=f"notice-{notice.pk}")


def issue_outcome(proposal: Notice, *, what: str, why: str, by: User, at: datetime) -> None:
    """L-24R: what came of the representations, and why."""
    data = {
        "served_on": day_in_words(day_in_london(proposal.served_at)),
        "outcome_in_words": what,
        "reason": why,
    }
    issue_letter(proposal.application.case, code="L-24R", data=data, by=by, at=at, occasion=f"notice-{proposal.pk}")


def issue_decision(notice: Notice, *, agreed: Representation | None = None, by: User, at: datetime) -> None:
    """L-25: what we decided, why, the right to appeal, and the last day."""
    data = {
        "decided_on": day_in_words(day_in_london(notice.served_at)),
        "agreed_on": day_in_words(day_in_london(agreed.sent_at)) if agreed and agreed.said == Reply.AGREES else "",
        "link": _link(notice, "registration-status"),
    }
    _issue(notice, DECISIONS[Outcome(notice.outcome)], data, by=by, at=at)


def _issue(notice: Notice, code: str, data: dict[str, Any], *, by: User, at: datetime) -> None:
    labels = reasons_of(notice.reason_list)
    facts = {
        **data,
        "reason": notice.text,
        "notice_reasons": [labels.label_of(each) for each in notice.reasons],
        "conditions": [each.words for each in notice.conditions.all()],
        "last_day": notice.last_day,
    }
    issue_letter(notice.application.case, code=code, data=facts, by=by, at=at, occasion=f"notice-{notice.pk}")


def _link(notice: Notice, name: str) -> str:
    return settings.PORTAL_URL + reverse(name, args=[notice.application_id])
