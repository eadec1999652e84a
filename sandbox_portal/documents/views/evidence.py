"""The files of a case: see, add, open, remove."""

from functools import cached_property
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

from sandbox_portal.casework.kinds import kind_of
from sandbox_portal.casework.models import Case
from sandbox_portal.casework.queries import cases_visible_to
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.casework.working_days import day_in_london
from sandbox_portal.govuk.forms import status_of
from sandbox_portal.people.doors import SIGNED_IN, Door

from ..actions import attach_evidence, remove_attachment
from ..downloads import download
from ..file_rows import file_rows
from ..forms import AddFiles
from ..models import Attachment
from ..queries import attachments_visible_to, may_be_downloaded
from ..storage import StoreSilent


class CaseEvidence(Door):
    """The files of a case, or of one of its questions (?question=…), with a place to add more."""

    access = frozenset({SIGNED_IN})
    on_behalf = True

    @cached_property
    def case(self) -> Case:
        return get_object_or_404(cases_visible_to(self.request.user), pk=self.kwargs["case"])

    @cached_property
    def question_key(self) -> str:
        return self.request.GET.get("question", "")[:100]

    def get(self, request: HttpRequest, case: UUID) -> HttpResponse:
        return self._page(AddFiles())

    def post(self, request: HttpRequest, case: UUID) -> HttpResponse:
        form = AddFiles(request.POST, request.FILES)
        if not form.is_valid():
            return self._page(form)
        added = sum(self._is_added(file, form) for file in form.cleaned_data["files"])
        if form.errors:
            return self._page(form, added=added)
        messages.success(request, f"{added} file{'s' if added != 1 else ''} added.")
        return redirect(self.request.get_full_path())

    def _is_added(self, file: UploadedFile, form: AddFiles) -> bool:
        """Take one file; what is wrong with it does not hold up the others."""
        try:
            attach_evidence(
                self.case,
                upload=file,
                question_key=self.question_key,
                about=form.about(),
                by=self.request.user,
                at=self.at,
            )
        except StoreSilent:
            raise
        except Refused as refused:
            form.add_error("files", refused.sentence)
            return False
        return True

    def _way_back(self) -> str:
        """The page that sent the person here (?return=…), when its address is one of ours."""
        address, host = self.request.GET.get("return", ""), self.request.get_host()
        is_ours = url_has_allowed_host_and_scheme(address, {host}, require_https=self.request.is_secure())
        return address if is_ours else ""

    def _page(self, form: AddFiles, *, added: int = 0) -> HttpResponse:
        attachments = attachments_visible_to(self.request.user).filter(case=self.case, replaced_at=None)
        if self.question_key:
            attachments = attachments.filter(question_key=self.question_key)
        kind = kind_of(self.case)
        context: dict[str, Any] = {
            "case": self.case,
            "kind": kind.label,
            "form": form,
            "problems": form.every_problem(),
            "file_control": form.control(),
            "rows": file_rows(attachments, questions={}, today=day_in_london(self.at)),
            "refusal": kind.may_attach(self.case, self.request.user),
            "added": added,
            "question_key": self.question_key,
            "back_url": self._way_back() or kind.address(self.case, self.request.user),
        }
        return render(self.request, "documents/pages/case_evidence.html", context, status=status_of(form))


class AttachmentDoor(Door):
    """One file, reached through what the person may see."""

    access = frozenset({SIGNED_IN})
    on_behalf = True

    @cached_property
    def attachment(self) -> Attachment:
        attachments = attachments_visible_to(self.request.user).select_related(
            "case__organisation", "evidence_file", "uploaded_by", "replaced_by"
        )
        return get_object_or_404(attachments, pk=self.kwargs["attachment"])

    def refusal_to_change(self) -> str | None:
        """Why a newer version or new words cannot be put here now; None when they can."""
        if self.attachment.replaced_at is not None:
            return "This is an old version. A newer one has taken its place."
        return kind_of(self.attachment.case).may_attach(self.attachment.case, self.request.user)


class DownloadEvidence(AttachmentDoor):
    def get(self, request: HttpRequest, attachment: UUID) -> HttpResponseBase:
        refusal = may_be_downloaded(self.attachment)
        if refusal:
            raise Refused(refusal)
        file = self.attachment.evidence_file
        return download(
            file.stored_name, sha256=file.sha256, media_type=file.media_type, shown_name=self.attachment.shown_name
        )


class RemoveEvidence(AttachmentDoor):
    """Ask once, then remove."""

    def get(self, request: HttpRequest, attachment: UUID) -> HttpResponse:
        case = self.attachment.case
        refusal = kind_of(case).may_attach(case, request.user)
        if refusal:
            raise Refused(refusal)
        context = {"attachment": self.attachment, "case": case, "back_url": self._list_address()}
        return render(request, "documents/pages/remove_evidence.html", context)

    def post(self, request: HttpRequest, attachment: UUID) -> HttpResponse:
        removed = remove_attachment(self.attachment, by=request.user, at=self.at)
        messages.success(request, f"“{removed.shown_name}” was removed.")
        return redirect(self._list_address())

    def _list_address(self) -> str:
        address = reverse("case-evidence", args=[self.attachment.case_id])
        key = self.attachment.question_key
        return f"{address}?{urlencode({'question': key})}" if key else address
