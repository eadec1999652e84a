"""Long work: how far it is, and what became of it."""

from functools import cached_property
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render

from sandbox_portal.people.doors import SIGNED_IN, Door

from ..actions import retry_job
from ..choices import JobState
from ..models import Job
from ..queries import jobs_visible_to

ENDED = frozenset({JobState.DONE, JobState.FAILED})


class MyJobs(Door):
    """What this person asked for, newest first."""

    access = frozenset({SIGNED_IN})

    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, "documents/pages/jobs.html", {"jobs": jobs_visible_to(request.user)[:50]})


class JobDoor(Door):
    access = frozenset({SIGNED_IN})

    @cached_property
    def job(self) -> Job:
        return get_object_or_404(jobs_visible_to(self.request.user), pk=self.kwargs["job"])


class ShowJob(JobDoor):
    """One job; the same address answers scripts with JSON."""

    def get(self, request: HttpRequest, job: UUID) -> HttpResponse:
        if request.headers.get("X-Fragment") == "1":
            return JsonResponse(self._facts(), headers={"Cache-Control": "no-store"})
        context = {"job": self.job, "facts": self._facts(), "is_done": self.job.state == JobState.DONE}
        return render(request, "documents/pages/job.html", context)

    def _facts(self) -> dict[str, object]:
        job = self.job
        text = f"{job.done_of} of {job.total} done" if job.total else job.get_state_display()
        return {"done": job.done_of, "total": job.total, "text": text, "has_ended": job.state in ENDED}


class RetryJob(JobDoor):
    def post(self, request: HttpRequest, job: UUID) -> HttpResponse:
        retried = retry_job(self.job, by=request.user, at=self.at)
        return redirect("job-page", job=retried.pk)
