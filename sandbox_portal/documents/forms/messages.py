"""What comes in on the page of messages."""

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from sandbox_portal.casework.models import Message
from sandbox_portal.casework.moments import in_words
from sandbox_portal.govuk.fields import GovukDateField
from sandbox_portal.govuk.forms import PageForm
from sandbox_portal.govuk.looks import Look

from ..actions.messages import MOST_FILES
from ..intake.types import ACCEPT, IN_WORDS
from .files import FilesField

SOMETHING_ELSE = "none"


class FilesIfAny(FilesField):
    """A list of files that may be empty."""

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        return super().clean(data, initial) if data else []


class WriteMessage(PageForm):
    """A message with its files. `questions` are the open ones it may answer; staff may ask for an answer by a day."""

    title = _("Write a message")
    button = _("Send message")
    looks = {"text": Look(rows=6)}

    key = forms.UUIDField(widget=forms.HiddenInput)
    answers = forms.ChoiceField(
        label=_("Is this an answer to a question?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Say whether this answers a question"),
            "invalid_choice": _("That question has been answered. Choose again"),
        },
    )
    text = forms.CharField(
        label=_("Your message"),
        max_length=10_000,
        widget=forms.Textarea,
        error_messages={
            "required": _("Write your message"),
            "max_length": _("A message has at most 10,000 characters. Put the rest into a file"),
        },
    )
    files = FilesIfAny(
        label=_("Files"),
        help_text=f"At most {MOST_FILES}. Each must be {IN_WORDS}, and at most 25 MB.",
        required=False,
        allow_empty_file=True,
    )
    answer_due_on = GovukDateField(
        label=_("If you need an answer, by which day?"),
        what=_("The day of the answer"),
        help_text=_("They are reminded 3 days before, on the day, and 3 days after."),
        required=False,
    )

    def __init__(self, data: Any = None, files: Any = None, *, questions: Iterable[Message], is_staff: bool) -> None:
        super().__init__(data, files, initial={"key": uuid4()})
        self.is_staff = is_staff
        self.questions = {str(question.pk): question for question in questions}
        if self.questions:
            self.fields["answers"].choices = [*map(_as_choice, self.questions.values()), _nothing_answered(is_staff)]
        else:
            del self.fields["answers"]
        if not is_staff:
            del self.fields["answer_due_on"]

    def clean_answers(self) -> Message | None:
        return self.questions.get(self.cleaned_data["answers"])

    def with_its_words(self, refusal: str) -> "WriteMessage":
        """The same words under a fresh key, with the sentence that stopped them: nothing typed is lost."""
        data = self.data.copy()
        data["key"] = str(uuid4())
        again = WriteMessage(data, questions=self.questions.values(), is_staff=self.is_staff)
        again.add_error("files" if self.files else None, refusal)
        return again

    def control(self) -> dict[str, Any]:
        """What the file-upload component needs."""
        bound = self["files"]
        return {
            "id": bound.auto_id,
            "name": bound.html_name,
            "label": {"text": f"{bound.label} (optional)"},
            "hint": {"text": str(bound.help_text)},
            "multiple": True,
            "attributes": {"accept": ACCEPT},
            "errorMessage": {"text": " ".join(bound.errors)} if bound.errors else None,
        }


def _as_choice(question: Message) -> tuple[str, str]:
    first = Truncator(" ".join(question.text.split())).words(12)
    due = in_words(question.answer_due_at) if question.answer_due_at else ""
    return str(question.pk), f"Yes: “{first}”, to be answered by {due}"


def _nothing_answered(is_staff: bool) -> tuple[str, str]:
    return SOMETHING_ELSE, "No, the question stays open" if is_staff else "No, this is about something else"
