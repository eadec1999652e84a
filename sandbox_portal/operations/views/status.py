"""How the portal is: a word for everybody, everything for administrators, numbers for a monitoring system."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.db import DatabaseError, connection
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from sandbox_portal.casework.queries import entries_to_look_after
from sandbox_portal.documents.actions.jobs import retry_job
from sandbox_portal.documents.queries import failed_jobs
from sandbox_portal.people.choices import Role
from sandbox_portal.people.doors import ANYONE, Door, may_enter

from ..metrics import metrics_text
from ..queries import ended_troubles, open_troubles, standing_now

MOST_ENTRIES = 20
MOST_ENDED = 20


class Health(Door):
    """“ok”, or “not ok” with 503 while the database is away; nothing else, to anybody (G07)."""

    access = frozenset({ANYONE})

    def get(self, request: HttpRequest) -> HttpResponse:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
        except DatabaseError:
            return _plain("not ok\n", status=503)
        return _plain("ok\n")


class Metrics(Door):
    """For a monitoring system that knows METRICS_TOKEN, and for administrators; nobody else learns that it is there."""

    access = frozenset({ANYONE})

    def get(self, request: HttpRequest) -> HttpResponse:
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        knows_it = bool(settings.METRICS_TOKEN) and constant_time_compare(token, settings.METRICS_TOKEN)
        if not knows_it and not may_enter(request.user, frozenset({Role.SYSTEM_ADMINISTRATOR})):
            raise Http404
        return _plain(metrics_text(), content_type="text/plain; version=0.0.4; charset=utf-8")


class Status(Door):
    """Everything an administrator looks at first when something is wrong."""

    access = frozenset({Role.SYSTEM_ADMINISTRATOR})

    def get(self, request: HttpRequest) -> HttpResponse:
        context = {
            "now": standing_now(),
            "troubles": open_troubles(),
            "ended": ended_troubles()[:MOST_ENDED],
            "entries": entries_to_look_after()[:MOST_ENTRIES],
            "jobs": failed_jobs()[:MOST_ENTRIES],
        }
        return render(request, "operations/status.html", context)


class RetryFailedJob(Door):
    """Begin again with somebody's work that failed; only who asked for it can read what comes of it."""

    access = frozenset({Role.SYSTEM_ADMINISTRATOR})

    def post(self, request: HttpRequest, job: UUID) -> HttpResponse:
        failed = get_object_or_404(failed_jobs(), pk=job)
        retry_job(failed, by=request.user, at=self.at)  # type: ignore[arg-type]
        messages.success(request, _("“%(title)s” is being tried again.") % {"title": failed.title})
        return redirect("operations-status")


def _plain(words: str, *, status: int = 200, content_type: str = "text/plain; charset=utf-8") -> HttpResponse:
    return HttpResponse(words, status=status, content_type=content_type, headers={"Cache-Control": "no-store"})
