"""Visits of any case that somebody may read, the days they stand on, and whom they met."""

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from sandbox_portal.casework.looks import once_a_look
from sandbox_portal.casework.models import Case
from sandbox_portal.casework.queries.cases import cases_read_whole_by
from sandbox_portal.casework.working_days import LONDON
from sandbox_portal.people.choices import WRITERS
from sandbox_portal.people.models import User
from sandbox_portal.people.queries import organisation_places, people_of, roles_of
from sandbox_portal.questions.engine import Document
from sandbox_portal.questions.models import QuestionSet
from sandbox_portal.questions.queries import document_of, published_set

from ..models import Assessment, AssessmentVisit, CalendarFeed, FollowUp
from ..visited import CHECKLIST, GO_ON_VISITS, cases_with_visits_for, own_visited_cases, visited
from .assessments import is_free, own_assessments, team_of

WITH_CASE = ("lead", "case__organisation", "case__assessment__organisation", "case__assessment__service")


def visits_visible_to(user: User) -> QuerySet[AssessmentVisit]:
    """Visits of cases whose visits the person reads: of assessments, and of every other kind that may be visited."""
    cases = Case.objects.filter(cases_with_visits_for(user))
    return AssessmentVisit.objects.filter(case__in=cases.values("pk")).select_related(*WITH_CASE)


def cases_to_visit(user: User) -> QuerySet[Case]:
    """Cases of which the person reads visits, whether there are any or not."""
    found = Case.objects.filter(cases_with_visits_for(user))
    return found.select_related("organisation", "assessment__organisation", "assessment__service")


def own_visits_visible_to(user: User) -> QuerySet[AssessmentVisit]:
    """What an organisation reads of visits to its own cases: those it was told of, and others once they were made."""
    found = _visits_of_own_cases(user).filter(cancelled_at=None)
    return found.filter(Q(is_announced=True) | Q(done_at__isnull=False)).select_related("lead", "case")


def told_visits_visible_to(user: User) -> QuerySet[AssessmentVisit]:
    """Visits that an organisation was told of, cancelled ones too: letters lead to them."""
    return _visits_of_own_cases(user).filter(is_announced=True).select_related("lead", "case")


def _visits_of_own_cases(user: User) -> QuerySet[AssessmentVisit]:
    own = cases_read_whole_by(user).filter(own_visited_cases(), organisation__in=organisation_places(user))
    return AssessmentVisit.objects.filter(case__in=own.values("pk"))


def announced_visits_of(assessment: Assessment, user: User) -> list[AssessmentVisit]:
    """What the organisation reads of visits: those that were announced and still stand."""
    own = own_assessments(user).filter(pk=assessment.pk)
    found = AssessmentVisit.objects.filter(case__in=own.values("pk"), is_announced=True, cancelled_at=None)
    return list(found.select_related("lead").order_by("starts_at", "pk"))


@once_a_look
def visits_of(assessment: Assessment) -> list[AssessmentVisit]:
    """Every visit of an assessment, by its day."""
    found = AssessmentVisit.objects.filter(case=assessment.pk).select_related("lead")
    return list(found.order_by("starts_at", "pk"))


def goes_on_visits(user: User) -> bool:
    """Whether visits are part of the person's work, of whatever kind of case."""
    return bool(GO_ON_VISITS & roles_of(user))


def newest_checklist(code: str = CHECKLIST) -> QuestionSet | None:
    """The questions that visits planned from now on answer."""
    return published_set(code)


def checklist_of(visit: AssessmentVisit) -> Document:
    """The questions the visit was planned with."""
    return document_of(visit.checklist)


def who_may_visit(assessment: Assessment) -> list[User]:
    """The people of the team who have said that nothing ties them to what is assessed."""
    return [each.person for each in team_of(assessment) if is_free(assessment, each.person)]


def who_left(visit: AssessmentVisit) -> list[User]:
    """People the visit names who no longer work on its case: somebody else goes."""
    there = set(visited(visit.case).people(visit.case))
    return [person for person in who_is_named(visit) if person not in there]


def who_is_named(visit: AssessmentVisit) -> list[User]:
    """The lead and everybody else who goes, by name."""
    return sorted({visit.lead, *visit.team.all()}, key=lambda person: person.name)


def who_goes(visit_id: int) -> list[tuple[AssessmentVisit, User]]:
    """The visit that is still planned, with each of those who go and work on its case, for work nobody looks at."""
    found = AssessmentVisit.objects.filter(pk=visit_id, done_at=None, cancelled_at=None)
    visit = found.select_related(*WITH_CASE).first()
    if visit is None:
        return []
    rules = visited(visit.case)
    if rules.closed(visit.case) is not None:
        return []
    return [(visit, person) for person in who_is_named(visit) if rules.works_on(visit.case, person)]


def hosts_of(visit_id: int) -> list[tuple[AssessmentVisit, User]]:
    """The visit that is still planned and announced, with each who writes for the organisation, for reminders."""
    found = AssessmentVisit.objects.filter(pk=visit_id, done_at=None, cancelled_at=None, is_announced=True)
    visit = found.select_related("case__organisation").first()
    if visit is None or visit.case.organisation is None or visited(visit.case).closed(visit.case) is not None:
        return []
    return [(visit, person) for person in people_of(visit.case.organisation, *WRITERS)]


@dataclass(frozen=True)
class Day:
    """A day of the calendar; `is_outside` when it belongs to the month before or after."""

    date: date
    is_outside: bool
    is_today: bool
    visits: tuple[AssessmentVisit, ...]


@dataclass(frozen=True)
class Month:
    first: date
    weeks: tuple[tuple[Day, ...], ...]

    @property
    def before(self) -> date:
        return (self.first - timedelta(days=1)).replace(day=1)

    @property
    def after(self) -> date:
        return (self.first + timedelta(days=31)).replace(day=1)

    @property
    def visits(self) -> tuple[AssessmentVisit, ...]:
        """The visits of this month alone, in their order."""
        return tuple(visit for week in self.weeks for day in week if not day.is_outside for visit in day.visits)


def calendar_of(user: User, first: date, *, is_mine: bool, today: date) -> Month:
    """A month with every visit the person may read, or with their own alone."""
    found = visits_visible_to(user)
    return month_of(of_person(found, user) if is_mine else found, first, today=today)


def month_of(found: QuerySet[AssessmentVisit], first: date, *, today: date) -> Month:
    """A month of whole weeks from Monday, with the visits of each day in London."""
    weeks = calendar.Calendar().monthdatescalendar(first.year, first.month)
    start = datetime.combine(weeks[0][0], time(), LONDON)
    end = datetime.combine(weeks[-1][-1] + timedelta(days=1), time(), LONDON)
    by_day: dict[date, list[AssessmentVisit]] = {}
    for visit in found.filter(starts_at__gte=start, starts_at__lt=end, cancelled_at=None).order_by("starts_at", "pk"):
        by_day.setdefault(visit.starts_at.astimezone(LONDON).date(), []).append(visit)

    def shown(day: date) -> Day:
        return Day(day, day.month != first.month, day == today, tuple(by_day.get(day, ())))

    return Month(first, tuple(tuple(shown(day) for day in week) for week in weeks))


def of_person(found: QuerySet[AssessmentVisit], person: User) -> QuerySet[AssessmentVisit]:
    """Those the person goes on or leads."""
    return found.filter(Q(lead=person) | Q(pk__in=AssessmentVisit.objects.filter(team=person).values("pk")))


def by_filter(
    found: QuerySet[AssessmentVisit],
    user: User,
    *,
    words: str = "",
    mine: bool = False,
    mode: str = "",
    state: str = "",
    after: Any = None,
) -> QuerySet[AssessmentVisit]:
    """Visits for the list, the nearest first."""
    if words:
        found = found.filter(Q(case__reference__istartswith=words) | Q(case__organisation_name__istartswith=words))
    if mine:
        found = of_person(found, user)
    if mode:
        found = found.filter(mode=mode)
    if state == "planned":
        found = found.filter(done_at=None, cancelled_at=None)
    elif state == "to_endorse":
        found = found.filter(done_at__isnull=False, endorsed_at=None)
    elif state == "endorsed":
        found = found.filter(endorsed_at__isnull=False)
    elif state == "cancelled":
        found = found.filter(cancelled_at__isnull=False)
    return found.order_by("-starts_at", "-pk")


def feed_of(person: User) -> CalendarFeed | None:
    return CalendarFeed.objects.filter(person=person).first()


def feed_by_hash(fingerprint: str) -> CalendarFeed | None:
    """The feed with this fingerprint, of somebody who still goes on visits."""
    feed = CalendarFeed.objects.filter(secret_hash=fingerprint).select_related("person").first()
    return feed if feed and goes_on_visits(feed.person) else None


def visits_for_feed(person: User, *, since: datetime) -> Iterable[AssessmentVisit]:
    """A person's own visits that stand, from some weeks ago on; no more than a calendar can show."""
    found = of_person(visits_visible_to(person), person).filter(cancelled_at=None, starts_at__gte=since)
    return found.order_by("starts_at", "pk")[:500]


def follow_ups_visible_to(user: User) -> QuerySet[FollowUp]:
    """What has to follow from visits the person may read."""
    return FollowUp.objects.filter(visit__in=visits_visible_to(user).values("pk")).select_related("visit__case")
