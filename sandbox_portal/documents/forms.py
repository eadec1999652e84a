"""What comes in on the pages of documents."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from sandbox_portal.govuk.forms import PageForm

from .intake.types import ACCEPT, IN_WORDS


class ManyFiles(forms.ClearableFileInput):
    """One control that takes several files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """A list of files. What each of them is, intake says, not the form."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        files = data if isinstance(data, list | tuple) else [data] if data else []
        if not files:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        return list(files)


class AddFiles(PageForm):
    """Choose files to add to a case."""

    title = "Files"
    button = "Upload"

    files = FilesField(
        label="Choose files",
        help_text=f"Each must be {IN_WORDS}, and at most 25 MB. You can choose more than one. "
        "We take the place and time out of photos.",
        allow_empty_file=True,
        error_messages={"required": "Choose a file"},
    )

    def every_problem(self) -> list[dict[str, str]]:
        """For the error summary: each file that was not taken, not only the first."""
        return [{"text": sentence, "href": f"#{self['files'].auto_id}"} for sentence in self.errors.get("files", [])]

    def control(self) -> dict[str, Any]:
        """What the file-upload component needs."""
        bound = self["files"]
        return {
            "id": bound.auto_id,
            "name": bound.html_name,
            "label": {"text": bound.label},
            "hint": {"text": bound.help_text},
            "multiple": True,
            "attributes": {"accept": ACCEPT},
            "errorMessage": {"text": " ".join(bound.errors)} if bound.errors else None,
        }


class CheckDocument(PageForm):
    """Ask whether a document is genuine."""

    title = "Check that a document is genuine"
    hint = "Every letter and report we send has a number on its first page and on its last."
    button = "Check"

    number = forms.CharField(
        label="Number of the document",
        help_text="For example, LET-2026-000123",
        max_length=30,
        error_messages={"required": "Enter the number of the document"},
    )

    def clean_number(self) -> str:
        return "".join(self.cleaned_data["number"].split()).upper()


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
