"""Long work: how far it is, what became of it, and what one can do about it."""

from functools import cached_property
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render

from sandbox_portal.casework.refusals import Refused
from sandbox_portal.govuk.paging import page_by_number
from sandbox_portal.people.doors import SIGNED_IN, Door

from ..actions import cancel_job, retry_job
from ..choices import GOING_ON, JobState
from ..downloads import download
from ..forms import JobsFilter
from ..models import Job
from ..queries import jobs_visible_to, jobs_wanted
from ..queries.rechecks import refused_now


class MyJobs(Door):
    """What this person asked for, newest first: filtered, a page at a time."""

    access = frozenset({SIGNED_IN})

    def get(self, request: HttpRequest) -> HttpResponse:
        form = JobsFilter(request.GET)
        jobs, neighbours = page_by_number(request, jobs_wanted(request.user, **form.chosen()))
        context = {"form": form, "selected": form.selected(), "clear_url": request.path, "jobs": jobs, **neighbours}
        return render(request, "documents/pages/jobs.html", context)


class JobDoor(Door):
    access = frozenset({SIGNED_IN})

    @cached_property
    def job(self) -> Job:
        return get_object_or_404(jobs_visible_to(self.request.user), pk=self.kwargs["job"])

    @property
    def result_has_ended(self) -> bool:
        return self.job.result_until is not None and self.job.result_until < self.at


class ShowJob(JobDoor):
    """One job; the same address answers scripts with JSON."""

    def get(self, request: HttpRequest, job: UUID) -> HttpResponse:
        if request.headers.get("X-Fragment") == "1":
            return JsonResponse(self._facts(), headers={"Cache-Control": "no-store"})
        context = {
            "job": self.job,
            "facts": self._facts(),
            "is_done": self.job.state == JobState.DONE,
            "is_cancelled": self.job.state == JobState.CANCELLED,
            "result_has_ended": self.result_has_ended,
        }
        return render(request, "documents/pages/job.html", context)

    def _facts(self) -> dict[str, object]:
        job = self.job
        text = f"{job.done_of} of {job.total} done" if job.total else job.get_state_display()
        return {"done": job.done_of, "total": job.total, "text": text, "has_ended": job.state not in GOING_ON}


class DownloadResult(JobDoor):
    """The file that was made for this person, while it is kept."""

    def get(self, request: HttpRequest, job: UUID) -> HttpResponseBase:
        made = self.job
        if made.state != JobState.DONE or not made.file_name or self.result_has_ended:
            raise Http404
        refusal = refused_now(made, request.user)
        if refusal:
            raise Refused(refusal)
        return download(
            made.file_name, sha256=made.file_sha256, media_type=made.file_media_type, shown_name=made.file_shown_name
        )


class RetryJob(JobDoor):
    def post(self, request: HttpRequest, job: UUID) -> HttpResponse:
        retried = retry_job(self.job, by=request.user, at=self.at)
        return redirect("job-page", job=retried.pk)


class CancelJob(JobDoor):
    def post(self, request: HttpRequest, job: UUID) -> HttpResponse:
        cancelled = cancel_job(self.job, by=request.user, at=self.at)
        return redirect("job-page", job=cancelled.pk)
