"""Forms about partners: whom the applicant asks, and what the partner says."""

from typing import Any, ClassVar

from django import forms

from sandbox_portal.govuk.forms import PageForm
from sandbox_portal.govuk.looks import Look

from ..choices import PartnerSays


class AskPartner(PageForm):
    """Whom to write to; the page around it says what the letter will say."""

    button = "Send the letter"

    name = forms.CharField(
        label="Who shall we write to?",
        help_text="The full name of somebody there who knows your work together.",
        max_length=200,
        error_messages={"required": "Enter the name of a person"},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    email = forms.EmailField(
        label="Their email address",
        max_length=254,
        error_messages={"required": "Enter their email address", "invalid": "Enter an email address, as name@place.uk"},
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, partner: str, **named: Any) -> None:
        self.title = f"Ask {partner}"
        super().__init__(*args, **named)


class IsItRight(PageForm):
    """The partner's first page."""

    question = "says"
    looks: ClassVar = {}

    says = forms.ChoiceField(
        label="",
        choices=PartnerSays.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the answer that fits best"},
    )

    def __init__(self, *args: Any, provider: str, partner: str, part: str, **named: Any) -> None:
        self.title = f"Is it right that {provider} works with {partner}?"
        super().__init__(*args, **named)
        self.fields["says"].label = self.title
        if part:
            self.fields["says"].help_text = f"They write: “{part}”"


class InYourWords(PageForm):
    """The partner's second page."""

    question = "words"
    looks: ClassVar = {"words": Look(max_words=200, rows=6)}

    words = forms.CharField(
        label="",
        help_text="For example: what you do, since when, and for how many people. If they have it wrong, say what is "
        "right.",
        widget=forms.Textarea,
        max_length=5_000,
        required=False,
    )

    def __init__(self, *args: Any, provider: str, **named: Any) -> None:
        self.title = f"What do you do together with {provider}, in your own words?"
        super().__init__(*args, **named)
        self.fields["words"].label = self.title
