"""The form about the work that a section was."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms

from sandbox_portal.govuk.forms import FilterForm, PageForm
from sandbox_portal.govuk.looks import Look

from ..models.burden import MOST_MINUTES

MINUTES = "Enter about how many minutes it took, such as 20"


class RateSection(PageForm):
    title = "How much work was it?"
    button = "Save and go on"
    looks: ClassVar = {"comment": Look(max_words=150, rows=4)}

    minutes = forms.IntegerField(
        label="About how many minutes did it take?",
        help_text="A guess is fine. Put 0 if there was nothing to do.",
        min_value=0,
        max_value=MOST_MINUTES,
        error_messages={
            "required": MINUTES,
            "invalid": MINUTES,
            "min_value": MINUTES,
            "max_value": f"Enter {MOST_MINUTES:,} minutes or fewer",
        },
    )
    was_relevant = forms.ChoiceField(
        label="Did these questions fit your service?",
        choices=(("yes", "Yes"), ("no", "No")),
        widget=forms.RadioSelect,
        error_messages={"required": "Choose yes if the questions fitted your service"},
    )
    comment = forms.CharField(
        label="What should we change?",
        help_text="Leave this empty if you have nothing to say.",
        required=False,
        max_length=2_000,
        widget=forms.Textarea,
        error_messages={"max_length": "Use 2,000 characters or fewer"},
    )

    def said(self) -> dict[str, Any]:
        return {**self.cleaned_data, "was_relevant": self.cleaned_data["was_relevant"] == "yes"}


class FindWords(FilterForm):
    """Of which section the words are."""

    section = forms.ChoiceField(label="Section", required=False)

    def __init__(self, *args: Any, sections: Iterable[tuple[str, str]], **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["section"].choices = [("", "All sections"), *sections]
