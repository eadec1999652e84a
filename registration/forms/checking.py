"""Forms of those who check an application: what is missing, why it comes back, who assesses it, what came on paper."""

from typing import Any, ClassVar

from django import forms

from sandbox_portal.govuk.fields import GovukDateField
from sandbox_portal.govuk.forms import PageForm
from sandbox_portal.govuk.looks import Look
from sandbox_portal.people.choices import LegalForm
from sandbox_portal.people.models import User
from sandbox_portal.questions.return_reasons import reason_of

from ..choices import RETURN_REASONS, Received


class ListShortcoming(PageForm):
    """One thing that is missing or wrong."""

    button = "Put on the list"
    looks: ClassVar = {"words": Look(max_words=150, rows=4)}

    reason = forms.ChoiceField(
        label="What is wrong with this answer?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what is wrong"},
    )
    words = forms.CharField(
        label="What should the applicant do?",
        help_text="Say it to them: “Please upload the page that shows the end date.”",
        widget=forms.Textarea,
        max_length=2_000,
        error_messages={"required": "Say what the applicant should do"},
    )

    def __init__(self, data: Any = None, *, question: str, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        self.title = f"What is missing: {question}"
        self.fields["reason"].choices = [(code, reason_of(code).label) for code in RETURN_REASONS]  # type: ignore[attr-defined]


class ReturnApplication(PageForm):
    title = "Return the application as incomplete"
    button = "Return it"
    button_classes = "govuk-button--warning"
    looks: ClassVar = {"note": Look(max_words=150, rows=4)}

    note = forms.CharField(
        label="Is there something to say about the whole?",
        help_text="It stands in the letter, below the list.",
        widget=forms.Textarea,
        max_length=2_000,
        required=False,
    )


class ChooseInspector(PageForm):
    title = "Give to an inspector"
    button = "Give the application to this inspector"

    inspector = forms.ChoiceField(
        label="Who assesses this application?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose an inspector"},
    )

    def __init__(self, data: Any = None, *, inspectors: list[tuple[User, int]]) -> None:
        super().__init__(data)
        self.by_id = {str(person.pk): person for person, _count in inspectors}
        field: Any = self.fields["inspector"]
        field.choices = [(str(person.pk), person.name) for person, _count in inspectors]
        field.look = Look(hints={str(person.pk): _has_now(count) for person, count in inspectors})

    def clean_inspector(self) -> User:
        return self.by_id[self.cleaned_data["inspector"]]


def _has_now(count: int) -> str:
    return f"Has {count} application now" if count == 1 else f"Has {count} applications now"


class TypeIn(PageForm):
    """What came by post or phone: whose it is, who sent it, how and when. Then the form is filled in."""

    title = "Type in an application that came on paper or by phone"
    button = "Begin to type"

    organisation = forms.CharField(
        label="Which organisation is it from?",
        help_text="Its exact name as it stands in the portal. If it has no account, fill in the next two boxes too.",
        max_length=200,
        error_messages={"required": "Enter the name of the organisation"},
    )
    legal_form = forms.ChoiceField(
        label="How is it set up?",
        help_text="Only if it has no account yet.",
        choices=[("", "It has an account already"), *LegalForm.choices],
        required=False,
    )
    owner_email = forms.EmailField(
        label="Email address of whoever speaks for it",
        help_text="Only if it has no account yet. We ask this person to own the account and to confirm what you type.",
        required=False,
        max_length=254,
        error_messages={"invalid": "Enter an email address like name@example.org"},
    )
    applicant = forms.CharField(
        label="Who sent it, or spoke to you?",
        help_text="The full name as it stands on the paper.",
        max_length=200,
        error_messages={"required": "Enter the name of the person who sent it"},
    )
    received_how = forms.ChoiceField(
        label="How did it reach us?",
        choices=Received.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how it reached us"},
    )
    received_on = GovukDateField(label="When did it reach us?")

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if bool(values.get("legal_form")) != bool(values.get("owner_email")) and "owner_email" not in self.errors:
            missing = "owner_email" if values.get("legal_form") else "legal_form"
            words = {
                "owner_email": "Enter the email address of whoever speaks for the new organisation",
                "legal_form": "Choose how the new organisation is set up",
            }
            self.add_error(missing, words[missing])
        return values
