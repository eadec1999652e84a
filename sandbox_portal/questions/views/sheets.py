"""Fill in a section by spreadsheet: download it, send it, see what would change, say yes."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sandbox_portal.casework.refusals import Conflict, Refused

from ..actions.sheets import apply_sheet, keep_sheet
from ..engine import Section
from ..forms_sheets import SendSheet
from ..models import SheetUpload
from ..queries import document_of, sheets_visible_to
from ..sheets.opening import Unreadable, sha256_of, sheets_in
from ..sheets.plan import tabs_of
from ..sheets.taking import MOST_SHOWN, Taken, proposals_of, taken_from
from .doors import ResponseDoor

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class SheetDoor(ResponseDoor):
    """A page about filling in one section by spreadsheet; there is none where nothing fits a cell."""

    @cached_property
    def section(self) -> Section:
        section = document_of(self.response.question_set).section(self.kwargs["section"])
        if section is None or not tabs_of(section) or not self.scope.may_read(section.key):
            raise Http404
        return section

    @cached_property
    def section_refusal(self) -> str | None:
        """Why nothing can be sent now; what was sent and asked again is answered in the form, not by file."""
        if self.response.locked_at is not None:
            return _("These answers have been sent and are closed.")
        return None if self.may_write(self.section) else self.refusal or _("You cannot write in this section.")


class FillInBySheet(SheetDoor):
    """How it works, the file to download, and the way to send it back."""

    def get(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        return self.show(SendSheet())

    def post(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        form = SendSheet(request.POST, request.FILES)
        if self.section_refusal or not form.is_valid():
            return self.show(form, status=409 if self.section_refusal else 422)
        file = form.cleaned_data["file"]
        content = file.read()
        try:
            taken = self._taken(content, file.name)
        except Unreadable as unreadable:
            form.add_error("file", str(unreadable))
            return self.show(form, status=422)
        if taken.wrong:
            return self.show(form, status=422, wrong=taken.wrong)
        if not taken.answers:
            form.add_error("file", _("Nothing in this file differs from what is there, so there is nothing to save."))
            return self.show(form, status=422)
        try:
            kept = keep_sheet(
                self.response,
                section=self.section,
                taken=taken,
                sha256=sha256_of(content),
                name=file.name,
                by=request.user,
                at=self.at,
            )
        except Refused as refused:
            form.add_error(None, refused.sentence)
            return self.show(form, status=409)
        return HttpResponseRedirect(self.address("response-sheet-preview", self.section.key, kept.pk))

    def _taken(self, content: bytes, name: str) -> Taken:
        sheets, tabs = sheets_in(content, name), tabs_of(self.section)
        reading = self.reading
        return taken_from(sheets, tabs, reading.answers, reading.given, sha256=sha256_of(content))

    def show(self, form: SendSheet, *, status: int = 200, wrong: Any = ()) -> HttpResponse:
        context = {
            "case": self.case,
            "section": self.section,
            "tabs": tabs_of(self.section),
            "form": form,
            "refusal": self.section_refusal,
            "wrong": wrong[:MOST_SHOWN],
            "more_wrong": max(0, len(wrong) - MOST_SHOWN),
            "back_url": self.address("response-task-list"),
        }
        return render(self.request, "questions/sheet.html", context, status=status)


class SheetFile(SheetDoor):
    """The spreadsheet of a section, with what is answered already."""

    def get(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        from ..sheets.writing import workbook_of  # noqa: PLC0415 - 14 MB, and few processes ever write a spreadsheet

        reading = self.reading
        content = workbook_of(reading.document, self.section, reading.answers, reading.given)
        name = f"{reading.document.code}-{self.section.key}.xlsx"
        headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
        return HttpResponse(content, content_type=XLSX, headers=headers)


class PreviewSheet(SheetDoor):
    """What the file would change, before and after; one button saves all of it."""

    @cached_property
    def upload(self) -> SheetUpload:
        mine = sheets_visible_to(self.request.user).filter(response=self.response, section_key=self.section.key)
        return get_object_or_404(mine, pk=self.kwargs["upload"])

    def get(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        return self.show()

    def post(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        was_applied = self.upload.applied_at is not None
        try:
            apply_sheet(self.upload, by=request.user, at=self.at)
        except Conflict as conflict:
            return self.show(refused=_("%s Send the file again to see both.") % conflict.sentence, status=409)
        except Refused as refused:
            return self.show(refused=refused.sentence, status=409)
        if not was_applied:
            count = len(self.upload.answers)
            words = ngettext("%(count)s answer is saved.", "%(count)s answers are saved.", count)
            messages.success(request, words % {"count": count})
        return HttpResponseRedirect(self.address("response-task-list"))

    def show(self, *, refused: str = "", status: int = 200) -> HttpResponse:
        context = {
            "case": self.case,
            "section": self.section,
            "upload": self.upload,
            "changes": proposals_of(self.reading, self.upload.answers),
            "refused": refused,
            "refusal": self.section_refusal,
            "back_url": self.address("response-sheet", self.section.key),
        }
        return render(self.request, "questions/sheet_preview.html", context, status=status)
