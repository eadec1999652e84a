"""What people say of a service without an account, and whom inspectors ask (R-375)."""

import uuid
from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from sandbox_portal.govuk.fields import GovukDateField
from sandbox_portal.govuk.forms import PageForm
from sandbox_portal.govuk.looks import Look

from ..choices.assessments import PersonKind
from ..choices.feedback import FeedbackWay
from ..rulebook.feedback import Asked, words_key
from ..rulebook.naming import suspected
from .parts import line, pick, words

MOST_WORDS = 2_000
CHECKED = "is_checked"
LEAVE_OUT = "You may leave this out."


class AskForFeedback(PageForm):
    """Whom to ask, how, and until when."""

    title = "Ask for feedback"
    button = "Ask them"
    hint = "The service never learns who was asked or who answered."

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["group"] = pick("Whom do you ask?", PersonKind.choices, "Choose whom you ask")
        self.fields["way"] = pick("How do you ask them?", FeedbackWay.choices, "Choose how you ask them")
        self.fields["addresses"] = words(
            "If you write to each of them: their email addresses",
            hint="One address a line. They stand in no evidence.",
            most=30_000,
            rows=6,
        )
        self.fields["until"] = GovukDateField(label="Last day to answer", what="The last day")

    def clean_addresses(self) -> list[str]:
        return list(_addresses(self.cleaned_data["addresses"]))

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if values.get("way") == FeedbackWay.LETTERS and not values.get("addresses") and "addresses" not in self.errors:
            self.add_error("addresses", "Give the email addresses")
        return values


def _addresses(text: str) -> Iterator[str]:
    for number, row in enumerate((each.strip() for each in text.splitlines() if each.strip()), start=1):
        try:
            validate_email(row)
        except ValidationError:
            raise forms.ValidationError(f"Line {number} is not an email address, such as name@place.uk") from None
        yield row


class CardCode(PageForm):
    """The code that stands on a card."""

    title = "Tell us about your support"
    button = "Go on"
    hint = "You have a card with a code of eight letters and numbers."
    code = line("The code on your card", "Type the code on your card", most=20)

    def clean_code(self) -> str:
        return "".join(self.cleaned_data["code"].upper().split()).replace("-", "")


class NamesWarning(PageForm):
    """Warns once of what looks like somebody's name or number, and lets pass what its writer has looked at."""

    def must_look_again(self, names: Iterable[str]) -> None:
        text = "\n".join(str(self.data.get(name, "")) for name in names)
        found = suspected(text) if self.is_bound else ()
        self.warned = found
        if found:
            self.fields[CHECKED] = forms.BooleanField(
                label="I have looked at it. Please send it as it is", required=False
            )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if self.warned and not values.get(CHECKED):
            sentence = f"This seems to hold {' and '.join(self.warned)}. Please take it out, or tick this box"
            self.add_error(CHECKED, sentence)
        return values


class FeedbackForm(NamesWarning):
    """All questions on one page, for a card."""

    button = "Send my answers"

    def __init__(self, data: Any = None, *, title: str, hint: str, asked: list[Asked]) -> None:
        super().__init__(data, initial={"once": uuid.uuid4()})
        self.title, self.hint = title, hint
        self.keys: list[str] = []
        for question in asked:
            self.fields.update(fields_of(question))
        self.keys = list(self.fields)
        self.fields["may_quote"] = may_quote()
        self.fields["reach"] = reach()
        self.fields["once"] = forms.UUIDField(widget=forms.HiddenInput)
        self.must_look_again(self.keys)

    @property
    def answers(self) -> dict[str, str]:
        return {key: self.cleaned_data[key] for key in self.keys if self.cleaned_data[key]}


class OneQuestion(NamesWarning):
    """One question a page, for a letter."""

    def __init__(self, data: Any = None, *, asked: Asked, **named: Any) -> None:
        super().__init__(data, **named)
        self.title = asked.label
        self.fields.update(fields_of(asked))
        if not asked.labels:
            self.question = asked.key
        self.must_look_again(list(self.fields))


class QuoteAndTalk(NamesWarning):
    """The last page of a letter."""

    title = "Before you send it"

    def __init__(self, data: Any = None, **named: Any) -> None:
        super().__init__(data, **named)
        self.fields["may_quote"] = may_quote()
        self.fields["reach"] = reach()
        self.warned = ()


def fields_of(asked: Asked) -> dict[str, forms.Field]:
    """The controls of one question: how true it is with words beside it, or words alone."""
    if not asked.labels:
        return {asked.key: _said(asked.label, "Please write no names. Write “my carer” or “the manager”.", rows=5)}
    chosen = forms.ChoiceField(
        label=asked.label, choices=list(asked.labels.items()), widget=forms.RadioSelect, required=False
    )
    chosen.look = Look(mark_optional=False)  # type: ignore[attr-defined]
    return {asked.key: chosen, words_key(asked.key): _said("Would you like to say more?", "", rows=2)}


def may_quote() -> forms.BooleanField:
    return forms.BooleanField(
        label="You may print what I said in your report, without saying who said it", required=False
    )


def reach() -> forms.CharField:
    field = line(
        "Would you like to talk to an inspector? Then say how we reach you",
        hint="For example a telephone number. It is kept apart from your answers. You may leave it empty.",
    )
    field.look = Look(mark_optional=False)  # type: ignore[attr-defined]
    return field


def _said(label: str, hint: str, *, rows: int) -> forms.CharField:
    field = words(label, hint=hint, most=MOST_WORDS, rows=rows)
    field.look = Look(rows=rows, mark_optional=False)  # type: ignore[attr-defined]
    return field
