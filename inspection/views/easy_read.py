"""The easy-read version of a report as a file: sent by its team, read with its draft, by everybody once published."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from sandbox_portal.casework.action_pages import LookingPage
from sandbox_portal.documents.downloads import download
from sandbox_portal.documents.models import Attachment
from sandbox_portal.govuk.forms import PageForm

from ..actions import easy_read as actions
from ..forms.reports import EasyReadForm
from ..queries.easy_read import drafted_easy_read, easy_read_file_of, published_easy_read
from .own_report import OWN, own_draft
from .published import OnePublished
from .report_actions import ReportAction
from .reports import WRITERS

REMOVE = "remove_easy_read"


class EasyReadFile(ReportAction):
    """Which file goes out with the report; another one takes its place, and it can be taken away."""

    access, step = WRITERS, "write_report"
    done = "The easy read file is with the report."
    template = "inspection/reports/easy_read.html"

    def form(self, data: Any = None) -> PageForm:
        return EasyReadForm(data, self.request.FILES if data is not None else None)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if REMOVE not in request.POST:
            return super().post(request, **kwargs)
        actions.remove_easy_read(self.assessment, by=self.user, at=self.at)
        return redirect(request.path)

    def act(self, values: dict[str, Any]) -> object:
        return actions.add_easy_read(self.assessment, upload=values["file"], by=self.user, at=self.at)

    def facts(self) -> dict[str, Any]:
        return {"there": easy_read_file_of(self.assessment), "remove": REMOVE}


class PublishedEasyRead(OnePublished):
    """The file that was published with a report."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        publication, _versions = self.versions()
        return _handed_out(published_easy_read(publication))


class DraftEasyRead(LookingPage):
    """The file that went out with the newest draft, for those who may read that draft."""

    access = OWN

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        _assessment, draft = own_draft(request.user, kwargs["case_id"])
        return _handed_out(drafted_easy_read(draft))


def _handed_out(found: Attachment | None) -> HttpResponseBase:
    if found is None:
        raise Http404
    file = found.evidence_file
    return download(file.stored_name, sha256=file.sha256, media_type=file.media_type, shown_name=found.shown_name)
