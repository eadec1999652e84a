"""Issued documents: the list of a case, reading, downloading, and the public check of a number."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render

from sandbox_portal.casework.kinds import kind_of
from sandbox_portal.casework.queries import cases_visible_to
from sandbox_portal.people.doors import ANYONE, SIGNED_IN, STAFF, Door, may_enter

from ..downloads import download
from ..forms import CheckDocument, CheckFingerprint
from ..queries import documents_of, documents_visible_to, genuine_document
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
            "case", "template", "replaced_by", "replaces", "issued_by", "released_by"
        )
        found = get_object_or_404(documents, pk=document)
        shows_log = may_enter(request.user, frozenset({STAFF}))
        context = {"document": found, "letter": letter_as_page(found), "shows_log": shows_log}
        return render(request, "documents/pages/document.html", context)


class DownloadDocument(Door):
    access = frozenset({ANYONE})

    def get(self, request: HttpRequest, document: UUID) -> HttpResponseBase:
        found = get_object_or_404(documents_visible_to(request.user), pk=document)
        return download(found.stored_name, sha256=found.sha256, media_type=PDF, shown_name=f"{found.number}.pdf")


class AskAboutDocument(Door):
    """Anybody types a number."""

    access = frozenset({ANYONE})

    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, "components/page_form.html", {"form": CheckDocument()})

    def post(self, request: HttpRequest) -> HttpResponse:
        form = CheckDocument(request.POST)
        if not form.is_valid():
            return render(request, "components/page_form.html", {"form": form})
        return redirect("document-verify", number=form.cleaned_data["number"])


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
