"""Asking whether a document is genuine."""

from typing import Any

from django import forms

from sandbox_portal.govuk.forms import PageForm

from ..choices import LARGEST_PDF_CHECKED


class CheckDocument(PageForm):
    """Ask whether a document is genuine."""

    title = "Check that a document is genuine"
    hint = "Every letter and report we send has a number on its first page and on its last."
    button = "Check"

    number = forms.CharField(
        label="Number of the document",
        help_text="For example, LET-2026-000123. You can also paste the address printed beside it.",
        max_length=200,
        error_messages={"required": "Enter the number of the document"},
    )

    def clean_number(self) -> str:
        """The number alone, also where somebody typed or scanned the whole printed address."""
        given = "".join(self.cleaned_data["number"].split()).rstrip("/")
        return given.rpartition("/")[2].upper()


class CheckFile(PageForm):
    """Compare a file itself. It is read and forgotten."""

    title = "Compare your PDF with ours"
    hint = "A number can be copied onto a false letter. To be sure, compare the file itself."
    button = "Compare"

    file = forms.FileField(
        label="Your PDF",
        help_text="We work out its fingerprint and forget the file.",
        allow_empty_file=True,
        error_messages={"required": "Choose the PDF you were given"},
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if getattr(file, "fault", "") or file.size > LARGEST_PDF_CHECKED:
            raise forms.ValidationError("No document of ours is larger than 25 MB, so this is not one")
        return file

    def control(self) -> dict[str, Any]:
        """What the file-upload component needs."""
        bound = self["file"]
        return {
            "id": bound.auto_id,
            "name": bound.html_name,
            "label": {"text": bound.label},
            "hint": {"text": bound.help_text},
            "attributes": {"accept": ".pdf"},
            "errorMessage": {"text": " ".join(bound.errors)} if bound.errors else None,
        }


class CheckFingerprint(PageForm):
    """Compare a file's SHA-256 with the one of the document of a number."""

    title = "Check that a document is genuine"
    form_method = "get"
    button = "Compare"

    sha256 = forms.RegexField(
        r"\A\s*[0-9a-fA-F]{64}\s*\Z",
        label="SHA-256 of your file",
        help_text="64 letters and numbers. A technical person can work it out for you.",
        error_messages={
            "required": "Enter the SHA-256 of your file",
            "invalid": "A SHA-256 has 64 characters: numbers, and letters from a to f",
        },
    )

    def clean_sha256(self) -> str:
        return self.cleaned_data["sha256"].strip().lower()


class WithdrawDocument(PageForm):
    """Say why a document no longer holds."""

    title = "Withdraw this document?"
    hint = "It stays readable. Everybody who checks it is told that it is withdrawn, not why."
    button = "Withdraw it"
    button_classes = "govuk-button--warning"

    reason = forms.CharField(
        label="Why it no longer holds",
        max_length=300,
        widget=forms.Textarea,
        error_messages={"required": "Say why it no longer holds"},
    )
