"""Questions about long work."""

from datetime import timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from sandbox_portal.people.clock import DatabaseNow
from sandbox_portal.people.models import User

from ..choices import GOING_ON, JobState
from ..models import Job

PAGE = 30
NEWS_FOR = timedelta(days=1)


def jobs_visible_to(user: User) -> QuerySet[Job]:
    """The person's own jobs, newest first."""
    return Job.objects.filter(asked_by=user).select_related("result")


def jobs_wanted(user: User, *, state: str = "", words: str = "") -> QuerySet[Job]:
    """The person's own jobs in a state, whose title holds every word."""
    jobs = jobs_visible_to(user)
    if state == "going_on":
        jobs = jobs.filter(state__in=GOING_ON)
    elif state in JobState.values:
        jobs = jobs.filter(state=state)
    for word in words.split()[:8]:
        jobs = jobs.filter(title__icontains=word)
    return jobs.select_related("case")


def news_of_jobs(user: User) -> QuerySet[Job]:
    """What the person may be waiting for: work that goes on, and what ended within a day; five at most."""
    lately = Q(finished_at__gte=DatabaseNow() - NEWS_FOR, state__in=(JobState.DONE, JobState.FAILED))
    return jobs_visible_to(user).filter(Q(state__in=GOING_ON) | lately)[:5]


def failed_jobs() -> QuerySet[Job]:
    """Everybody's jobs that failed, newest first: for the people who keep the portal running."""
    return Job.objects.filter(state=JobState.FAILED).select_related("asked_by", "case").order_by("-finished_at", "pk")


def job_by_id(job_id: UUID | str) -> Job | None:
    return Job.objects.select_related("asked_by", "case").filter(pk=job_id).first()
