"""Looking for long work and for letters, and writing a letter."""

from django import forms

from sandbox_portal.govuk.forms import FilterForm, PageForm
from sandbox_portal.govuk.looks import Look

from ..actions import NewWords
from ..choices import JobState

SMALL = Look(size="s", mark_optional=False)


class JobsFilter(FilterForm):
    """Which of a person's jobs to show."""

    usual_look = SMALL

    words = forms.CharField(label="Title", max_length=100, required=False)
    state = forms.ChoiceField(
        label="State",
        required=False,
        choices=[
            ("", "Any state"),
            ("going_on", "Going on"),
            (JobState.DONE, JobState.DONE.label),
            (JobState.FAILED, JobState.FAILED.label),
            (JobState.CANCELLED, JobState.CANCELLED.label),
        ],
    )


class LettersFilter(FilterForm):
    """Which letters to show."""

    usual_look = SMALL

    words = forms.CharField(label="Subject or code", max_length=100, required=False)


class WriteLetter(PageForm):
    """New words for a letter. What fields and paragraphs they may name is said when they are looked at."""

    title = "New words"
    button = "Save and look at it"
    looks = {"body": Look(rows=20)}

    subject = forms.CharField(label="Subject", max_length=150, error_messages={"required": "Enter the subject"})
    summary = forms.CharField(
        label="One line on top that says it all", max_length=250, error_messages={"required": "Enter the one line"}
    )
    body = forms.CharField(
        label="Body",
        help_text="Write the name of a field in double curly brackets where a fact goes, and the name of a shared "
        "paragraph in double square brackets, alone on its line.",
        max_length=20_000,
        widget=forms.Textarea,
        error_messages={"required": "Enter the body"},
    )
    change_note = forms.CharField(
        label="What is new, and why",
        help_text="The person who publishes it reads this.",
        max_length=300,
        error_messages={"required": "Say what is new, and why"},
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=100_000_000)

    def words(self) -> NewWords:
        said = self.cleaned_data
        return NewWords(said["subject"], said["summary"], said["body"].replace("\r\n", "\n"), said["change_note"])
