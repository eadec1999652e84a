"""The file list of a case, for both sides; one file with its versions; and putting a newer version in its place."""

from functools import cached_property
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from sandbox_portal.casework.kinds import kind_of
from sandbox_portal.casework.models import Case
from sandbox_portal.casework.queries import cases_visible_to
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.casework.working_days import day_in_london
from sandbox_portal.govuk.forms import status_of
from sandbox_portal.govuk.paging import page_by_number
from sandbox_portal.people.doors import SIGNED_IN, Door

from ..access import question_names
from ..actions import describe_evidence, replace_evidence
from ..actions.chosen import MOST as MOST_FILES
from ..actions.chosen import ZIP, take_chosen_files
from ..bundles.chosen import zipped
from ..downloads import streamed
from ..file_rows import file_rows
from ..forms import DescribeFile, FilesFilter, ReplaceFile
from ..models import Attachment
from ..queries import CASE_ITSELF, WantedFiles, case_files, questions_with_files, versions_of
from .evidence import AttachmentDoor


class CaseFiles(Door):
    """Every file of a case the person may see: filtered, a page at a time, old versions on request."""

    access = frozenset({SIGNED_IN})

    @cached_property
    def case(self) -> Case:
        return get_object_or_404(cases_visible_to(self.request.user), pk=self.kwargs["case"])

    def get(self, request: HttpRequest, case: UUID) -> HttpResponse:
        return self._page()

    def post(self, request: HttpRequest, case: UUID) -> HttpResponseBase:
        """The files that were ticked, or every one the filter leaves, as one ZIP."""
        try:
            taken = take_chosen_files(self.case, files=self._ticked(), by=request.user, at=self.at)
        except Refused as refused:
            return self._page(problem=refused.sentence, status=422)
        if taken.job is not None:
            return redirect("job-page", job=taken.job.pk)
        return streamed(zipped(taken.chosen, at=self.at), media_type=ZIP, shown_name=taken.name)

    def _ticked(self) -> list[UUID]:
        if "every" in self.request.POST:
            found = case_files(self.case, self.request.user, self._wanted)
            return list(found.values_list("pk", flat=True)[: MOST_FILES + 1])
        return [uuid for each in self.request.POST.getlist("file") if (uuid := _uuid(each))]

    @cached_property
    def _questions(self) -> dict[str, str]:
        return {**question_names(self.case), "": "The whole case"}

    @cached_property
    def _form(self) -> FilesFilter:
        asked = questions_with_files(self.case, self.request.user)
        known = [(key or CASE_ITSELF, self._questions.get(key, key)) for key in asked]
        return FilesFilter(self.request.GET, questions=known)

    @cached_property
    def _wanted(self) -> WantedFiles:
        return WantedFiles(**self._form.chosen())

    def _page(self, *, problem: str = "", status: int = 200) -> HttpResponse:
        request, form, wanted = self.request, self._form, self._wanted
        attachments, neighbours = page_by_number(request, case_files(self.case, request.user, wanted))
        kind = kind_of(self.case)
        context = {
            "case": self.case,
            "kind": kind.label,
            "form": form,
            "selected": form.selected(),
            "clear_url": request.path,
            "rows": file_rows(attachments, questions=self._questions, today=day_in_london(self.at)),
            "problems": [{"text": problem, "href": "#chosen"}] if problem else [],
            "is_narrowed": wanted != WantedFiles(),
            "may_add": kind.may_attach(self.case, request.user) is None,
            "add_url": reverse("case-evidence", args=[self.case.pk]),
            "back_url": kind.address(self.case, request.user),
            **neighbours,
        }
        return render(request, "documents/pages/case_files.html", context, status=status)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


class AboutEvidence(AttachmentDoor):
    """One file: what was said of it, who put it here, its versions; while the case is open, a place to say it anew."""

    def get(self, request: HttpRequest, attachment: UUID) -> HttpResponse:
        said = self.attachment
        initial = {
            "description": said.description,
            "expires_on": said.expires_on,
            "expiry_kind": said.expiry_kind or "ends",
        }
        return self._page(DescribeFile(initial=initial))

    def post(self, request: HttpRequest, attachment: UUID) -> HttpResponse:
        form = DescribeFile(request.POST)
        if not form.is_valid():
            return self._page(form)
        describe_evidence(self.attachment, about=form.about(), by=request.user, at=self.at)
        messages.success(request, f"What “{self.attachment.shown_name}” is was saved.")
        return redirect("evidence-page", attachment=self.attachment.pk)

    def _page(self, form: DescribeFile) -> HttpResponse:
        questions = {**question_names(self.attachment.case), "": "The whole case"}
        versions = versions_of(self.attachment, self.request.user)
        rows = file_rows(versions, questions=questions, today=day_in_london(self.at))
        context = {
            "attachment": self.attachment,
            "row": next(row for row in rows if row.attachment.pk == self.attachment.pk),
            "rows": rows,
            "form": form,
            "refusal": self.refusal_to_change(),
            "newer": next((each for each in versions if each.replaces_id == self.attachment.pk), None),
        }
        return render(self.request, "documents/pages/evidence.html", context, status=status_of(form))


class ReplaceEvidence(AttachmentDoor):
    """Choose the newer version."""

    def get(self, request: HttpRequest, attachment: UUID) -> HttpResponse:
        refusal = self.refusal_to_change()
        if refusal:
            raise Refused(refusal)
        return self._page(ReplaceFile(initial={"description": self.attachment.description}))

    def post(self, request: HttpRequest, attachment: UUID) -> HttpResponse:
        form = ReplaceFile(request.POST, request.FILES)
        if not form.is_valid():
            return self._page(form)
        newer = self._replaced(form)
        if newer is None:
            return self._page(form)
        messages.success(request, f"“{newer.shown_name}” is now in the place of “{self.attachment.shown_name}”.")
        return redirect("evidence-page", attachment=newer.pk)

    def _replaced(self, form: ReplaceFile) -> Attachment | None:
        upload = form.cleaned_data["files"][0]
        try:
            return replace_evidence(
                self.attachment, upload=upload, about=form.about(), by=self.request.user, at=self.at
            )
        except Refused as refused:
            form.add_error("files", refused.sentence)
            return None

    def _page(self, form: ReplaceFile) -> HttpResponse:
        context = {
            "attachment": self.attachment,
            "form": form,
            "problems": form.every_problem(),
            "file_control": form.control(),
        }
        return render(self.request, "documents/pages/replace_evidence.html", context, status=status_of(form))
