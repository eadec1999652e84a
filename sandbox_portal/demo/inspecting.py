"""What the assessments of the demonstration share: their words, their days, and the way to the first evidence."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings

from inspection.actions.assessments import Plan, announce, declare_interest, name_team, write_plan
from inspection.models import Assessment
from sandbox_portal.casework.working_days import LONDON, day_in_london
from sandbox_portal.people.clock import database_now, travelled_to
from sandbox_portal.people.models import User


def told_in(name: str) -> dict[str, Any]:
    """The words of a scene."""
    path = Path(settings.CONTENT_ROOT) / "demo" / f"{name}.yaml"
    values: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return values


def at_hour(days_ago: int, hour: int) -> datetime:
    moment = database_now().astimezone(LONDON) - timedelta(days=days_ago)
    return moment.replace(hour=hour, minute=0, second=0, microsecond=0)


def days_ago(days: int, hour: int = 10) -> Any:
    """Everything in this block happens so many days ago."""
    return travelled_to(at_hour(days, hour))


def put_on_its_way(
    assessment: Assessment,
    *,
    statements: Sequence[str] | None = None,
    scope_because: str = "",
    begins_in: int,
    lasts: int,
    manager: User,
    lead: User,
) -> Assessment:
    """Name its team, who have no interest; plan it, and announce it."""
    name_team(assessment, lead=lead, members=[], by=manager, at=database_now())
    declare_interest(assessment, has_interest=False, words="", by=lead, at=database_now())
    first = day_in_london(database_now()) + timedelta(days=begins_in)
    wanted = assessment.statements if statements is None else list(statements)
    plan = Plan(wanted, scope_because, True, first, first + timedelta(days=lasts))
    write_plan(assessment, plan=plan, by=lead, at=database_now())
    return announce(assessment, by=manager, at=database_now())
