"""Casework's parts of the front page, and of the page of one case."""

from datetime import datetime
from typing import Any

from django.urls import reverse

from sandbox_portal.people.choices import Role
from sandbox_portal.people.models import User
from sandbox_portal.people.queries import organisation_places, roles_of

from .decision_kinds import decision_kinds
from .heartbeats import signs_of_life
from .models import Case
from .queries import decisions_told_to, hold_told_to_provider, next_actions_of, outbox_standing, timeline_of
from .queries.decisions import decides, decisions_visible_to
from .queries.more_time import own_dates
from .queries.queues import BY_DUE, ORDERS
from .views.rows import page_of

SHOWN = 5


def trouble_part(user: Any, at: datetime) -> dict[str, Any] | None:
    """A warning for those who look after the service; None when everything in the background goes well."""
    if Role.SYSTEM_ADMINISTRATOR not in roles_of(user):
        return None
    standing = outbox_standing()
    in_trouble = standing.late or standing.given_up or any(sign.is_silent for sign in signs_of_life().values())
    return {} if in_trouble else None


def next_actions_part(user: Any, at: datetime) -> dict[str, Any] | None:
    """The first few next actions, what is overdue or due soon on top (R-910); None when nothing waits."""
    if not user.is_authenticated:
        return None
    page = page_of(next_actions_of(user), user=user, at=at, order=ORDERS[BY_DUE], size=SHOWN)
    return {"rows": page.rows, "more": bool(page.after)} if page.rows else None


def hold_part(case: Case, user: User, at: datetime) -> dict[str, Any] | None:
    """What the organisation is told while its case is on hold; staff read of it at the desk."""
    hold = hold_told_to_provider(case) if case.organisation_id in organisation_places(user) else None
    return {"hold": hold} if hold else None


def dates_part(case: Case, user: User, at: datetime) -> dict[str, Any] | None:
    """The dates its organisation has to keep, each with the way to ask for more time (R11)."""
    dates = own_dates(case, user, at) if case.organisation_id in organisation_places(user) else []
    return {"dates": dates} if dates else None


def told_part(case: Case, user: User, at: datetime) -> dict[str, Any] | None:
    """What was decided on the case, for its organisation and once it has been told."""
    decisions = decisions_told_to(user, at=at, case=case)
    return {"decisions": decisions} if decisions else None


def decisions_part(case: Case, user: User, at: datetime) -> dict[str, Any] | None:
    """The way to write each decision that can be written now, and those there are; for staff alone."""
    of_kind = [kind for kind in decision_kinds() if kind.case_kind == case.kind]
    if not of_kind or case.organisation_id in organisation_places(user):
        return None
    ready = [kind for kind in of_kind if kind.ready(case) is None and decides(case, kind, user)]
    labels = {kind.code: kind.label for kind in of_kind}
    there = decisions_visible_to(user).filter(case=case).order_by("-drafted_at")
    return {
        "kinds": [(kind.label, reverse("decision-draft", args=[case.pk, kind.code])) for kind in ready],
        "decisions": [(decision, labels.get(decision.reason_list.code, "")) for decision in there],
    }


def history_part(case: Case, user: User, at: datetime) -> dict[str, Any]:
    """What has happened, and for staff the way to the desk."""
    is_own = case.organisation_id in organisation_places(user)
    desk = reverse("case-desk", args=[case.pk]) if roles_of(user) and not is_own else ""
    return {"happenings": timeline_of(case, user), "desk": desk}
