"""Forms of an organisation that applies to register, and of its managers."""

import uuid
from typing import Any, ClassVar

from django import forms

from sandbox_portal.govuk.forms import PageForm
from sandbox_portal.govuk.looks import Look
from sandbox_portal.people.models import Organisation


class ChooseApplicant(PageForm):
    """For whom the application is; a person may belong to several organisations."""

    title = "Which organisation wants to register?"
    button = "Start"

    organisation = forms.ChoiceField(
        label="Which organisation wants to register?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the organisation that wants to register"},
    )

    def __init__(self, data: Any = None, *, organisations: list[Organisation]) -> None:
        super().__init__(data)
        self.by_id = {str(each.pk): each for each in organisations}
        self.fields["organisation"].choices = [(key, each.name) for key, each in self.by_id.items()]  # type: ignore[attr-defined]

    def clean_organisation(self) -> Organisation:
        return self.by_id[self.cleaned_data["organisation"]]


class SendRegistration(PageForm):
    """The one button; its hidden key makes a second click the same sending."""

    title = "Send your application"
    form_tag = False
    button = ""

    key = forms.UUIDField(
        widget=forms.HiddenInput,
        error_messages={"invalid": "This page is damaged. Open it again and send from there"},
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial={"key": uuid.uuid4()})


class WithdrawRegistration(PageForm):
    title = "Withdraw your application"
    button = "Withdraw application"
    button_classes = "govuk-button--warning"
    looks: ClassVar = {"reason": Look(max_words=200, rows=4)}

    reason = forms.CharField(
        label="Why do you withdraw?",
        help_text="A few words are enough. They do not count against you.",
        widget=forms.Textarea,
        max_length=5_000,
        error_messages={"required": "Say in a few words why you withdraw"},
    )


class OneButton(PageForm):
    """A page that asks nothing and does one thing."""

    def __init__(self, data: Any = None, *, title: str, button: str, hint: str = "") -> None:
        super().__init__(data)
        self.title, self.button, self.hint = title, button, hint


class AskManager(PageForm):
    """Somebody who will answer for the care from day to day."""

    title = "Ask somebody to be a registered manager"
    form_tag = False
    button = ""

    name = forms.CharField(
        label="Full name",
        max_length=200,
        error_messages={"required": "Enter the manager's full name"},
    )
    email = forms.EmailField(
        label="Email address",
        help_text="We write to them. Each manager needs an address of their own.",
        max_length=254,
        error_messages={
            "required": "Enter the manager's email address",
            "invalid": "Enter an email address like name@example.org",
        },
    )


class TakeOutManager(PageForm):
    title = "Take this manager out of the application"
    button = "Take out"
    button_classes = "govuk-button--warning"
    looks: ClassVar = {"reason": Look(max_words=100, rows=3)}

    reason = forms.CharField(
        label="Why?",
        help_text="A few words are enough.",
        widget=forms.Textarea,
        max_length=2_000,
        error_messages={"required": "Say in a few words why"},
    )
