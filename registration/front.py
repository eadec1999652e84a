"""What registration puts on the front page."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from sandbox_portal.casework.prepared import Asking, asking, rows_of
from sandbox_portal.people.choices import Role
from sandbox_portal.people.models import Organisation, User
from sandbox_portal.people.queries import organisation_places, roles_of

from .choices import RegistrationStage
from .models import RegistrationApplication
from .queries.applications import (
    REGISTRATION_TEAM,
    SEES_SENT,
    own_registrations,
    parts_waiting_for,
    unregistered_organisations,
)
from .queries.scope import number_of_runs, saves_for_somebody
from .queries.told import told_colour, told_stage
from .workflow import MANAGER

MOST_SHOWN = 5


def do_you_need_to_register_part(user: Any, at: datetime) -> dict[str, Any] | None:
    """The way to the questions for everybody, to saved results for those who have some, to the numbers for staff."""
    is_staff = bool(user.is_authenticated and roles_of(user))
    return {"runs": 0 if is_staff else number_of_runs(user), "is_staff": is_staff}


def your_registrations_part(user: Any, at: datetime) -> dict[str, Any] | None:
    """Every application to register of the person's organisations, and what they were asked to do as a manager."""
    if not user.is_authenticated:
        return None
    applications = rows_of(_newest, user) if organisation_places(user) else []
    parts = rows_of(parts_waiting_for, user)
    may_start = _may_start(user) and not any(each.case.closed_at is None for each in applications)
    if not applications and not parts and not may_start:
        return None
    return {
        "applications": [_listed(each) for each in applications],
        "parts": [(each, MANAGER.stage(each.case.stage)) for each in parts],
        "may_start": may_start,
    }


def _may_start(user: Any) -> bool:
    """Who writes for one whose registration does not stand, and who has just come and has none yet."""
    if saves_for_somebody(user):
        return bool(rows_of(_unregistered, user))
    return not (organisation_places(user) or roles_of(user))


def your_registrations_asked(user: Any, at: datetime) -> list[Asking]:
    """What that part asks."""
    if not user.is_authenticated:
        return []
    ours = [asking(_newest, user)] if organisation_places(user) else []
    unregistered = [asking(_unregistered, user)] if saves_for_somebody(user) else []
    return [*ours, asking(parts_waiting_for, user), *unregistered]


def _unregistered(user: User) -> QuerySet[Organisation]:
    return unregistered_organisations(user)[:1]


def _newest(user: User) -> QuerySet[RegistrationApplication]:
    return own_registrations(user)[:MOST_SHOWN]


def _listed(application: RegistrationApplication) -> dict[str, Any]:
    case = application.case
    is_draft = case.stage == RegistrationStage.DRAFT
    return {
        "application": application,
        "stage": told_stage(case),
        "colour": told_colour(case),
        "address": reverse("registration-status", args=[application.pk]),
        "go_on": reverse("response-task-list", args=[application.pk]) if is_draft else "",
    }


def registration_work_part(user: Any, at: datetime) -> dict[str, Any] | None:
    """The way to the queue, to what came on paper and to how it goes, for those who work in registration."""
    roles = roles_of(user) if user.is_authenticated else frozenset()
    if not roles & SEES_SENT:
        return None
    return {"works_here": bool(roles & REGISTRATION_TEAM), "endorses": Role.REGISTRATION_MANAGER in roles}
