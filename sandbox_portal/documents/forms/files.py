"""Choosing files, saying what they are, and looking for them."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.forms import BoundField

from sandbox_portal.govuk.drawing import control_id
from sandbox_portal.govuk.fields import GovukDateField
from sandbox_portal.govuk.forms import FilterForm, PageForm
from sandbox_portal.govuk.looks import Look

from ..actions import About
from ..choices import Expiring, ExpiryKind, ScanState
from ..intake.types import ACCEPT, IN_WORDS, TYPES
from ..queries import REPLACED


class ManyFiles(forms.ClearableFileInput):
    """One control that takes several files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """A list of files. What each of them is, intake says, not the form."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        files = data if isinstance(data, list | tuple) else [data] if data else []
        if not files and self.required:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        return list(files)


def file_control(bound: BoundField, *, accept: str, several: bool = True) -> dict[str, Any]:
    """What the file-upload component needs to draw a field of files."""
    return {
        "id": bound.auto_id,
        "name": bound.html_name,
        "label": {"text": bound.label},
        "hint": {"text": bound.help_text},
        "multiple": several,
        "attributes": {"accept": accept},
        "errorMessage": {"text": " ".join(bound.errors)} if bound.errors else None,
    }


class SaysWhatItIs(PageForm):
    """What somebody says of a file."""

    looks = {"description": Look(max_words=50, rows=2)}

    description = forms.CharField(
        label="What it is",
        help_text="For example: Public liability insurance 2026",
        max_length=300,
        required=False,
        widget=forms.Textarea,
        error_messages={"max_length": "What it is must be 300 characters or fewer"},
    )
    expires_on = GovukDateField(
        label="End or review date",
        help_text="For example, 31 3 2027. We remind you before it comes.",
        what="The end or review date",
        required=False,
    )
    expiry_kind = forms.ChoiceField(
        label="What happens on that date",
        choices=ExpiryKind.choices,
        initial=ExpiryKind.ENDS,
        widget=forms.RadioSelect,
        required=False,
    )

    def about(self) -> About:
        said = self.cleaned_data
        day = said.get("expires_on")
        kind = (said.get("expiry_kind") or ExpiryKind.ENDS) if day else ""
        return About(description=said.get("description", "").strip(), expires_on=day, expiry_kind=kind)


class AddFiles(SaysWhatItIs):
    """Choose files to add to a case."""

    title = "Files"
    button = "Upload"
    field_order = ["files", "description", "expires_on", "expiry_kind"]

    files = FilesField(
        label="Choose files",
        help_text=f"Each must be {IN_WORDS}, and at most 25 MB. You can choose more than one. "
        "We take the place and time out of photos.",
        allow_empty_file=True,
        error_messages={"required": "Choose a file"},
    )

    takes_several = True

    def every_problem(self) -> list[dict[str, str]]:
        """For the error summary: each file that was not taken, not only the first."""
        address = f"#{self['files'].auto_id}"
        problems = [{"text": sentence, "href": address} for sentence in self.errors.get("files", [])]
        others = [bound for bound in self if bound.errors and bound.name != "files"]
        return problems + [{"text": bound.errors[0], "href": f"#{control_id(bound)}"} for bound in others]

    def control(self) -> dict[str, Any]:
        """What the file-upload component needs."""
        return file_control(self["files"], accept=ACCEPT, several=self.takes_several)


class ReplaceFile(AddFiles):
    """Choose the newer version of one file."""

    title = "Put a newer version in its place"
    button = "Upload the newer version"
    takes_several = False

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["files"].label = "Choose the newer version"
        self.fields["files"].help_text = f"It must be {IN_WORDS}, and at most 25 MB."

    def clean_files(self) -> list[UploadedFile]:
        files = self.cleaned_data["files"]
        if len(files) > 1:
            raise forms.ValidationError("Choose one file: it takes the place of one file")
        return files


class DescribeFile(SaysWhatItIs):
    """Say anew what a file is and when it ends."""

    title = "About this file"
    button = "Save"


class FilesFilter(FilterForm):
    """What to look for among the files of a case; `questions` are those with files."""

    usual_look = Look(size="s", mark_optional=False)

    words = forms.CharField(label="Name or description", max_length=100, required=False)
    media_type = forms.ChoiceField(
        label="Kind of file",
        required=False,
        choices=[("", "Any kind"), *((each.media_type, each.extension.upper()) for each in TYPES)],
    )
    question = forms.ChoiceField(label="Question", required=False)
    state = forms.ChoiceField(
        label="State",
        required=False,
        choices=[("", "Current files"), *ScanState.choices, (REPLACED, "Replaced by a newer version")],
    )
    expiring = forms.ChoiceField(
        label="End or review date", required=False, choices=[("", "Any, or none"), *Expiring.choices]
    )

    def __init__(self, *args: Any, questions: Iterable[tuple[str, str]], **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["question"].choices = [("", "Any question"), *questions]
