"""Who assesses how many applications now, how long each stage takes, and what is late."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median_high

from django.db.models import Count, F, Q, QuerySet

from sandbox_portal.casework.calendars import england_and_wales
from sandbox_portal.casework.models import Case, Event
from sandbox_portal.casework.steps import Stage
from sandbox_portal.casework.working_days import OutsideCalendarError, day_in_london, working_days_between
from sandbox_portal.people.choices import Role
from sandbox_portal.people.models import User
from sandbox_portal.people.queries import holders_of

from ..choices import RegistrationStage
from ..models import RegistrationApplication, Shortcoming
from ..permissions import is_registration_manager
from .applications import registration_cases_of, typists_of

LONGEST_LIST = 50
KIND = "registration"


def inspectors_and_load(application: RegistrationApplication, user: User) -> list[tuple[User, int]]:
    """Whom this person may give the application to, each with how many open applications they have."""
    no_choice = [pk for pk in (application.inspector_id, *typists_of(application)) if pk is not None]
    inspectors = holders_of(Role.REGISTRATION_INSPECTOR).exclude(pk__in=no_choice)
    if not is_registration_manager.test(user, application):
        inspectors = inspectors.filter(pk=user.pk)
    open_ones = RegistrationApplication.objects.filter(inspector__isnull=False, case__closed_at=None)
    load = dict(open_ones.values_list("inspector").annotate(Count("pk")))
    return [(person, load.get(person.pk, 0)) for person in inspectors]


@dataclass(frozen=True)
class StageLine:
    """How one stage goes: how many are there now, how many of them are late, and how long it took in working days."""

    label: str
    now: int
    late: int
    usual_days: int | None
    median_days: int | None
    finished: int


def stage_lines(stages: Iterable[Stage], user: User, at: datetime, *, since: datetime) -> list[StageLine]:
    """Every stage in which we have a case or wait for one, with the stays that ended since then (R-282)."""
    cases = Case.objects.filter(registration_cases_of(user), kind=KIND)
    now = dict(cases.filter(closed_at=None).values_list("stage").annotate(Count("pk")))
    late = dict(cases.filter(closed_at=None, stuck_from__lte=at).values_list("stage").annotate(Count("pk")))
    stays = _stays(cases, since=since)
    return [
        StageLine(
            label=stage.label,
            now=now.get(stage.code, 0),
            late=late.get(stage.code, 0),
            usual_days=stage.usual_days,
            median_days=median_high(stays[stage.code]) if stays.get(stage.code) else None,
            finished=len(stays.get(stage.code, ())),
        )
        for stage in stages
        if not stage.is_ended and stage.code != RegistrationStage.DRAFT
    ]


def _stays(cases: QuerySet[Case], *, since: datetime) -> dict[str, list[int]]:
    """Working days of every stay in a stage that ended since then, by stage."""
    moves = Event.objects.filter(case__in=cases.values("pk")).exclude(to_stage="").order_by("case", "sequence")
    found: dict[str, list[int]] = {}
    before: tuple[object, str, datetime] | None = None
    for case, stage, at in moves.values_list("case", "to_stage", "at").iterator(chunk_size=2000):
        if before is not None and before[0] == case and at >= since:
            days = _working_days(before[2], at)
            if days is not None:
                found.setdefault(before[1], []).append(days)
        before = (case, stage, at)
    return found


def _working_days(start: datetime, end: datetime) -> int | None:
    try:
        return working_days_between(day_in_london(start), day_in_london(end), calendar=england_and_wales())
    except OutsideCalendarError:
        return None


def late_applications(user: User, at: datetime) -> Sequence[RegistrationApplication]:
    """Applications whose clock has run out, the latest first; no more than fit on a page."""
    cases = Case.objects.filter(registration_cases_of(user), kind=KIND, closed_at=None, due_at__lte=at)
    late = RegistrationApplication.objects.filter(case__in=cases.values("pk")).select_related(
        "case__owner", "organisation"
    )
    return list(late.order_by("case__due_at", "pk")[:LONGEST_LIST])


@dataclass(frozen=True)
class ReturnRate:
    """How many sent attempts came back, and for what."""

    sent: int
    returned: int
    reasons: Sequence[tuple[str, int]]

    @property
    def percent(self) -> int:
        """Of a hundred that were sent; nothing sent is nothing returned."""
        return round(100 * self.returned / self.sent) if self.sent else 0


def return_rate(user: User, *, since: datetime) -> ReturnRate:
    """Of attempts sent since then (R-271, R-285)."""
    applications = RegistrationApplication.objects.filter(case__in=Case.objects.filter(registration_cases_of(user)))
    attempts = applications.filter(attempts__sent_at__gte=since)
    counts = attempts.aggregate(
        sent=Count("attempts"), returned=Count("attempts", filter=Q(attempts__returned_at__isnull=False))
    )
    reasons = Shortcoming.objects.filter(
        attempt__application__in=applications, attempt__sent_at__gte=since, attempt__returned_at__isnull=False
    )
    listed = list(reasons.values_list("reason").annotate(count=Count("pk")).order_by(F("count").desc(), "reason"))
    return ReturnRate(counts["sent"], counts["returned"], listed)
