"""Issued documents: the list of a case, reading, downloading, and the public check of a number."""

import hashlib
from functools import cached_property
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse

from sandbox_portal.casework.action_pages import ActionPage
from sandbox_portal.casework.kinds import kind_of
from sandbox_portal.casework.queries import cases_visible_to
from sandbox_portal.govuk.forms import status_of
from sandbox_portal.people.choices import Role
from sandbox_portal.people.doors import ANYONE, SIGNED_IN, STAFF, Door, may_enter

from ..actions import withdraw_document
from ..downloads import download
from ..forms import CheckDocument, CheckFile, CheckFingerprint, WithdrawDocument
from ..models import IssuedDocument, Withdrawal
from ..queries import document_of_hash, documents_of, documents_visible_to, genuine_document
from ..reading import letter_as_page

PDF = "application/pdf"


class CaseDocuments(Door):
    """Every letter and report of a case this person may read."""

    access = frozenset({SIGNED_IN})

    def get(self, request: HttpRequest, case: UUID) -> HttpResponse:
        found = get_object_or_404(cases_visible_to(request.user), pk=case)
        kind = kind_of(found)
        context = {
            "case": found,
            "kind": kind.label,
            "documents": documents_of(found, request.user),
            "back_url": kind.address(found, request.user),
        }
        return render(request, "documents/pages/case_documents.html", context)


class ReadDocument(Door):
    """A letter as a page; anything else as its facts with the download."""

    access = frozenset({ANYONE})

    def get(self, request: HttpRequest, document: UUID) -> HttpResponse:
        documents = documents_visible_to(request.user).select_related(
            "case", "template", "replaced_by", "replaces", "issued_by", "released_by", "withdrawal"
        )
        found = get_object_or_404(documents, pk=document)
        shows_log = may_enter(request.user, frozenset({STAFF}))
        context = {"document": found, "letter": letter_as_page(found), "shows_log": shows_log}
        context["may_withdraw"] = found.released_at and may_enter(request.user, WithdrawADocument.access)
        return render(request, "documents/pages/document.html", context)


class DownloadDocument(Door):
    access = frozenset({ANYONE})

    def get(self, request: HttpRequest, document: UUID) -> HttpResponseBase:
        found = get_object_or_404(documents_visible_to(request.user), pk=document)
        return download(found.stored_name, sha256=found.sha256, media_type=PDF, shown_name=f"{found.number}.pdf")


class CheckADocument(Door):
    """Anybody types a number, or the address that is printed beside it."""

    access = frozenset({ANYONE})

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page(CheckDocument())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = CheckDocument(request.POST)
        if not form.is_valid():
            return self._page(form)
        try:
            return redirect("document-verify", number=form.cleaned_data["number"])
        except NoReverseMatch:
            form.add_error("number", "The number has letters, numbers and hyphens, like LET-2026-000123")
            return self._page(form)

    def _page(self, form: CheckDocument) -> HttpResponse:
        return render(self.request, "documents/pages/check.html", {"form": form}, status=status_of(form))


class CheckAFile(Door):
    """Anybody compares a PDF with ours. It is read once and kept nowhere."""

    access = frozenset({ANYONE})

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page(CheckFile())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = CheckFile(request.POST, request.FILES)
        if not form.is_valid():
            return self._page(form)
        sha256 = hashlib.sha256()
        for chunk in form.cleaned_data["file"].chunks():
            sha256.update(chunk)
        found = document_of_hash(sha256.hexdigest())
        context = {"document": found, "sha256": sha256.hexdigest(), "number": found.number if found else ""}
        return render(request, "documents/pages/checked_file.html", context)

    def _page(self, form: CheckFile) -> HttpResponse:
        context = {"form": form, "file_control": form.control()}
        return render(self.request, "documents/pages/check_file.html", context, status=status_of(form))


class WithdrawADocument(ActionPage):
    """A lead says that a document no longer holds."""

    access = frozenset({Role.PROGRAMME_LEAD})

    @cached_property
    def document(self) -> IssuedDocument:
        return get_object_or_404(documents_visible_to(self.user), pk=self.kwargs["document"])

    def form(self, data: Any = None) -> WithdrawDocument:
        form = WithdrawDocument(data)
        form.caption = self.document.number
        return form

    def act(self, values: dict[str, Any]) -> Withdrawal:
        return withdraw_document(self.document, reason=values["reason"], by=self.user, at=self.at)

    def next_url(self, done: Any) -> str:
        return self.back_url

    @property
    def back_url(self) -> str:
        return reverse("document-page", args=[self.document.pk])


class VerifyDocument(Door):
    """Says whether a number is ours, and whether a file is that document; shows nothing of what it says."""

    access = frozenset({ANYONE})

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        document = genuine_document(number.upper())
        asked = "sha256" in request.GET
        form = CheckFingerprint(request.GET if asked else None)
        context = {"number": number, "document": document, "form": form, "asked": asked and form.is_valid()}
        if document and context["asked"]:
            context["is_same"] = form.cleaned_data["sha256"] == document.sha256
        return render(request, "documents/pages/verify.html", context)
