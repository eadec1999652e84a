"""Forms about what was typed for an organisation: whom to ask, and what they say of each answer."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sandbox_portal.govuk.forms import PageForm
from sandbox_portal.govuk.looks import Look

from .choices import TypedSays
from .typed import Said


class AskToConfirm(PageForm):
    """Whom to write to; the page around it says what the letter will say."""

    title = gettext_lazy("Ask them whether it is right")
    button = gettext_lazy("Send the letter")

    name = forms.CharField(
        label=gettext_lazy("Who shall we write to?"),
        help_text=gettext_lazy("The person of the organisation whose words you typed, with their full name."),
        max_length=200,
        error_messages={"required": gettext_lazy("Enter the name of a person")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    email = forms.EmailField(
        label=gettext_lazy("Their email address"),
        help_text=gettext_lazy("They need no account. The link in the letter works once, for 14 days."),
        max_length=254,
        error_messages={
            "required": gettext_lazy("Enter their email address"),
            "invalid": gettext_lazy("Enter an email address, as name@place.uk"),
        },
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )


class AreTheseRight(PageForm):
    """One section: each answer as it was typed, and whether it is right; what is wrong is said in words."""

    title = ""

    def __init__(self, *args: Any, section: str, said: Sequence[Said], **named: Any) -> None:
        self.title = section
        super().__init__(*args, **named)
        self.numbers = [each.answer.pk for each in said]
        for each in said:
            self._ask_about(each)

    def _ask_about(self, said: Said) -> None:
        says, words = f"says_{said.answer.pk}", f"words_{said.answer.pk}"
        self.fields[says] = forms.ChoiceField(
            label=said.label,
            help_text=_("We typed: “%(words)s”") % {"words": "; ".join(said.lines)},
            choices=TypedSays.choices,
            widget=forms.RadioSelect,
            error_messages={"required": _("Say whether this is right: %(label)s") % {"label": said.label}},
        )
        self.fields[words] = forms.CharField(
            label=_("What is wrong, and what should it say?"), widget=forms.Textarea, max_length=2_000, required=False
        )
        self.fields[says].look = Look(size="s", conditional={TypedSays.WRONG.value: words})
        self.fields[words].look = Look(rows=3, mark_optional=False)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for number in self.numbers:
            is_wrong = cleaned.get(f"says_{number}") == TypedSays.WRONG
            if is_wrong and not cleaned.get(f"words_{number}", "").strip():
                self.add_error(f"words_{number}", _("Say what is wrong"))
        return cleaned
