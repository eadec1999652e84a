"""Preparing versions of frameworks: bringing one in, and marking what it is for (R-352, R-355)."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from sandbox_portal.casework.content import FaultyContent
from sandbox_portal.people.doors import Door
from sandbox_portal.people.refusals import Refused

from ..actions.frameworks import FOLLOWING, change_status, import_framework
from ..choices.frameworks import FrameworkStatus
from ..forms.frameworks import ChangeStatus, ImportFramework
from .frameworks import IMPORTERS, MANAGERS, FrameworkPage

MOST_FAULTS = 50


class FrameworkImport(Door):
    """Bring in a version as JSON; every fault is named by its place."""

    access = IMPORTERS

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._show(request, ImportFramework())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = ImportFramework(request.POST, request.FILES)
        if not form.is_valid():
            return self._show(request, form, status=422)
        user: Any = request.user
        try:
            row = import_framework(form.cleaned_data["file"], by=user, at=self.at)
        except FaultyContent as faulty:
            form.add_error("file", _("Nothing was kept. What is wrong stands below"))
            return self._show(request, form, faults=faulty.faults, status=422)
        except Refused as refused:
            form.add_error(None, refused.sentence)
            return self._show(request, form, status=409)
        messages.success(request, _("%(code)s is kept as a draft.") % {"code": row.code})
        return redirect("framework-detail", row.slug, row.version)

    def _show(
        self, request: HttpRequest, form: ImportFramework, *, status: int = 200, faults: Any = ()
    ) -> HttpResponse:
        context = {"form": form, "faults": faults[:MOST_FAULTS], "more": max(0, len(faults) - MOST_FAULTS)}
        return render(request, "inspection/frameworks/import.html", context, status=status)


class FrameworkStatusChange(FrameworkPage):
    """Put a version on trial, into use or out of use."""

    access = MANAGERS

    def get(self, request: HttpRequest, framework_slug: str, framework_version: int) -> HttpResponse:
        return self._show(request, self._form())

    def post(self, request: HttpRequest, framework_slug: str, framework_version: int) -> HttpResponse:
        form = self._form(request.POST)
        if not form.is_valid():
            return self._show(request, form, status=422)
        user: Any = request.user
        status = FrameworkStatus(form.cleaned_data["status"])
        try:
            row = change_status(self.row, status=status, by=user, at=self.at)
        except Refused as refused:
            form.add_error(None, refused.sentence)
            return self._show(request, form, status=409)
        marked = _("%(code)s is now marked “%(status)s”.") % {"code": row.code, "status": row.get_status_display()}
        messages.success(request, marked)
        return redirect("framework-detail", row.slug, row.version)

    def _form(self, data: Any = None) -> ChangeStatus:
        return ChangeStatus(data, code=self.row.code, following=list(FOLLOWING[self.row.status]))

    def _show(self, request: HttpRequest, form: ChangeStatus, *, status: int = 200) -> HttpResponse:
        context = {"form": form, "row": self.row}
        return render(request, "inspection/frameworks/status.html", context, status=status)
